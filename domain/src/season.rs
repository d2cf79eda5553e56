//! The time of the year where the child is: what Santa is doing just now, and how long he has for a call.
//!
//! The hour is the edge's; only how far the device's clock stands from UTC is the device's to say, because that tells
//! where the child is and nothing else.

use std::ops::RangeInclusive;

/// How far a clock on Earth stands from UTC, in minutes.
pub const UTC_OFFSETS_MINUTES: RangeInclusive<i32> = -12 * 60..=14 * 60;
/// A winter's clock in Denmark, for a device that does not say, in minutes.
pub const DANISH_WINTER_MINUTES: i32 = 60;
/// The longest call from the sleigh, in minutes.
const SLEIGH_MINUTES: u32 = 3;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// What Santa is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Season {
    /// From 7 January to October: far from Christmas.
    OffSeason,
    /// November, before Advent.
    Preparing,
    /// From the first Sunday of Advent, or 1 December where that is earlier, to 23 December.
    Advent,
    /// 24 December until 16 o'clock.
    ChristmasEve,
    /// 24 December from 16 to 22 o'clock: he is on his way, and calls are short.
    Sleigh,
    /// From the night of 24 December to 26 December.
    ChristmasDays,
    /// From 27 December to 6 January.
    Resting,
}

impl Season {
    /// Every season, in the order of the year.
    pub const ALL: [Season; 7] = [
        Season::OffSeason,
        Season::Preparing,
        Season::Advent,
        Season::ChristmasEve,
        Season::Sleigh,
        Season::ChristmasDays,
        Season::Resting,
    ];

    /// The season at a Unix time in milliseconds, on a clock that stands so many minutes before UTC. An offset that no
    /// clock has is taken for the nearest that one has.
    pub fn at(now_ms: i64, utc_offset_minutes: i32) -> Self {
        let offset =
            utc_offset_minutes.clamp(*UTC_OFFSETS_MINUTES.start(), *UTC_OFFSETS_MINUTES.end());
        let local_ms = now_ms.saturating_add(i64::from(offset) * MINUTE_MS);
        let days = local_ms.div_euclid(DAY_MS);
        let hour = local_ms.rem_euclid(DAY_MS) / HOUR_MS;
        let (year, month, day) = civil(days);
        match (month, day) {
            (1, 1..=6) | (12, 27..) => Season::Resting,
            (11 | 12, _) if days < advent_begins(year) => Season::Preparing,
            (11, _) | (12, ..=23) => Season::Advent,
            (12, 24) if hour < 16 => Season::ChristmasEve,
            (12, 24) if hour < 22 => Season::Sleigh,
            (12, _) => Season::ChristmasDays,
            _ => Season::OffSeason,
        }
    }

    /// The longest call that Santa has time for, in minutes; `None` where only the parent's limits count.
    pub fn longest_minutes(self) -> Option<u32> {
        (self == Season::Sleigh).then_some(SLEIGH_MINUTES)
    }
}

/// The day on which Advent begins: the fourth Sunday before Christmas Day, and never later than 1 December.
fn advent_begins(year: i64) -> i64 {
    let christmas = days_since_1970(year, 12, 25);
    // 1 January 1970 was a Thursday, the fourth day after a Sunday.
    let weekday = (christmas + 4).rem_euclid(7);
    let last_sunday = christmas - if weekday == 0 { 7 } else { weekday };
    (last_sunday - 21).min(days_since_1970(year, 12, 1))
}

/// Year, month and day of a day since 1 January 1970, in the Gregorian calendar.
///
/// Years are counted from March, so that the leap day is the last of a year; 400 such years have 146,097 days.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The other way round.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let from_march = (month + 9) % 12;
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utc(year: i64, month: i64, day: i64, hour: i64, minute: i64) -> i64 {
        days_since_1970(year, month, day) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS
    }

    #[test]
    fn a_year_of_santas() {
        // Local time in Denmark, one hour before UTC.
        let table = [
            ((2026, 1, 6, 23, 59), Season::Resting),
            ((2026, 1, 7, 0, 0), Season::OffSeason),
            ((2026, 6, 24, 18, 0), Season::OffSeason),
            ((2026, 10, 31, 23, 59), Season::OffSeason),
            ((2026, 11, 1, 0, 0), Season::Preparing),
            // The first Sunday of Advent is 29 November in 2026, 27 November in 2022, 3 December in 2023.
            ((2026, 11, 28, 23, 59), Season::Preparing),
            ((2026, 11, 29, 0, 0), Season::Advent),
            ((2022, 11, 26, 23, 59), Season::Preparing),
            ((2022, 11, 27, 0, 0), Season::Advent),
            ((2023, 11, 30, 23, 59), Season::Preparing),
            ((2023, 12, 1, 0, 0), Season::Advent),
            ((2026, 12, 23, 23, 59), Season::Advent),
            ((2026, 12, 24, 0, 0), Season::ChristmasEve),
            ((2026, 12, 24, 15, 59), Season::ChristmasEve),
            ((2026, 12, 24, 16, 0), Season::Sleigh),
            ((2026, 12, 24, 21, 59), Season::Sleigh),
            ((2026, 12, 24, 22, 0), Season::ChristmasDays),
            ((2026, 12, 26, 23, 59), Season::ChristmasDays),
            ((2026, 12, 27, 0, 0), Season::Resting),
            ((2026, 12, 31, 23, 59), Season::Resting),
        ];
        for ((year, month, day, hour, minute), season) in table {
            let now_ms = utc(year, month, day, hour, minute) - HOUR_MS;
            assert_eq!(
                Season::at(now_ms, DANISH_WINTER_MINUTES),
                season,
                "{year}-{month}-{day} {hour}:{minute}"
            );
        }
    }

    #[test]
    fn the_childs_clock_counts_and_not_ours() {
        let now_ms = utc(2026, 12, 24, 15, 30);
        let table = [
            (60, Season::Sleigh),
            (0, Season::ChristmasEve),
            (-300, Season::ChristmasEve),
            (9 * 60, Season::ChristmasDays),
            (-12 * 60, Season::ChristmasEve),
            (14 * 60, Season::ChristmasDays),
            (i32::MAX, Season::ChristmasDays),
            (i32::MIN, Season::ChristmasEve),
        ];
        for (offset, season) in table {
            assert_eq!(Season::at(now_ms, offset), season, "{offset}");
        }
    }

    #[test]
    fn only_the_sleigh_makes_calls_short() {
        for season in Season::ALL {
            assert_eq!(
                season.longest_minutes().is_some(),
                season == Season::Sleigh,
                "{season:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_time_has_a_season(now_ms in any::<i64>(), offset in any::<i32>()) {
            let _ = Season::at(now_ms, offset);
        }

        #[test]
        fn a_day_and_its_date_are_one(days in -1_000_000_i64..1_000_000) {
            let (year, month, day) = civil(days);
            prop_assert!((1..=12).contains(&month) && (1..=31).contains(&day));
            prop_assert_eq!(days_since_1970(year, month, day), days);
        }
    }
}
