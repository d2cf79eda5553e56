//! Dates, numbers and stretches of time in the words of the page's language, by the browser's own `Intl`.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use domain::{amount::in_one_piece, payment::Currency, wire::CreditsView};

use crate::language;

/// Minutes with their unit: "1 minut", "5 minutter".
pub(crate) fn minutes(count: impl Into<f64>) -> String {
    unit(count.into(), "minute", "long")
}

/// Minutes as shortly as the language allows: "5 min.".
pub(crate) fn minutes_short(count: u32) -> String {
    unit(count.into(), "minute", "short")
}

/// An amount of money: "49,00 kr.". Every currency that is sold in so far has hundredths.
pub(crate) fn money(minor: impl Into<i64>, currency: Currency) -> String {
    let minor: i64 = minor.into();
    // Amounts are small enough for a double to count their hundredths exactly.
    number(
        minor as f64 / 100.0,
        &[("style", "currency"), ("currency", currency.code())],
    )
}

/// Credits as a parent reads them, their price beside them (R22): "5 minutter (24,50 kr.)".
pub(crate) fn credits(count: impl Into<i64>, purse: &CreditsView) -> String {
    let count: i64 = count.into();
    // Credits are few enough for a double to count exactly.
    let written = minutes(count as f64);
    match purse.price_of(count) {
        Some((minor, currency)) => format!("{written} ({})", money(minor, currency)),
        None => written,
    }
}

/// Minutes that came or went: "+10 minutter", "−1 minut".
pub(crate) fn change(count: i64) -> String {
    number(
        count as f64,
        &[
            ("style", "unit"),
            ("unit", "minute"),
            ("unitDisplay", "long"),
            ("signDisplay", "exceptZero"),
        ],
    )
}

/// Seconds with their unit: "30 sekunder".
pub(crate) fn seconds(count: impl Into<f64>) -> String {
    unit(count.into(), "second", "long")
}

/// A length of time as one says it: "45 sekunder", "3 minutter", "3 minutter 20 sekunder".
pub(crate) fn duration(total_seconds: u32) -> String {
    match parts(total_seconds) {
        (0, rest) => seconds(rest),
        (whole, 0) => minutes(whole),
        (whole, rest) => format!("{} {}", minutes(whole), seconds(rest)),
    }
}

fn parts(total_seconds: u32) -> (u32, u32) {
    (total_seconds / 60, total_seconds % 60)
}

/// A day and a time of day: "23. november kl. 17.12".
pub(crate) fn moment(unix_ms: i64) -> String {
    date(
        unix_ms,
        &[
            ("day", "numeric"),
            ("month", "long"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
        ],
    )
}

/// A day: "23. november 2026".
pub(crate) fn day(unix_ms: i64) -> String {
    date(
        unix_ms,
        &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
    )
}

/// A day that is written as `2026-11-23`.
pub(crate) fn iso_day(text: &str) -> String {
    let unix_ms = Date::parse(text);
    if unix_ms.is_nan() {
        text.to_owned()
    } else {
        day(unix_ms as i64)
    }
}

fn unit(count: f64, unit: &str, width: &str) -> String {
    number(
        count,
        &[("style", "unit"), ("unit", unit), ("unitDisplay", width)],
    )
}

fn number(count: f64, wanted: &[(&str, &str)]) -> String {
    let format = Intl::NumberFormat::new(&locales(), &options(wanted));
    let written = format.format().call1(&JsValue::UNDEFINED, &count.into());
    written
        .ok()
        .and_then(|text| text.as_string())
        .map(|text| in_one_piece(&text))
        .unwrap_or_default()
}

fn date(unix_ms: i64, wanted: &[(&str, &str)]) -> String {
    let format = Intl::DateTimeFormat::new(&locales(), &options(wanted));
    let moment = Date::new(&JsValue::from_f64(unix_ms as f64));
    let written = format.format().call1(&JsValue::UNDEFINED, &moment);
    written
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn locales() -> Array {
    // British English, because the pages spell and date that way.
    let tag = match language::current() {
        domain::Language::Da => "da-DK",
        domain::Language::En => "en-GB",
    };
    Array::of1(&tag.into())
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object can't fail.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object.unchecked_into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_falls_into_minutes_and_seconds() {
        for (total, expected) in [(0, (0, 0)), (59, (0, 59)), (60, (1, 0)), (200, (3, 20))] {
            assert_eq!(parts(total), expected);
        }
    }
}
