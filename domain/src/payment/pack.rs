//! Packs: what is sold, for how much. A deployment says so in its variable `PACKS`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A currency by its ISO code in lower case, as Stripe writes it: `dkk`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// Danish kroner.
    pub const DKK: Self = Self(*b"dkk");

    /// The three letters.
    pub fn code(&self) -> &str {
        // Only letters get in, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl TryFrom<String> for Currency {
    type Error = CatalogueError;
    fn try_from(text: String) -> Result<Self, CatalogueError> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(letters) if letters.iter().all(u8::is_ascii_lowercase) => Ok(Self(letters)),
            _ => Err(CatalogueError::NotACurrency),
        }
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Something to buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its name in addresses and in Stripe's metadata: lower-case letters, digits and hyphens.
    pub id: String,
    /// How many credits it brings.
    pub credits: u32,
    /// What it costs, all taxes included, in the currency's smallest unit.
    pub price_minor: u32,
    /// In which currency.
    pub currency: Currency,
    /// Stripe's price id, where the operator keeps prices there; else the amount is sent along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stripe_price: Option<String>,
}

/// What is wrong with a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Not a JSON list of packs.
    #[error(
        "PACKS is not a list of packs: id, credits, price_minor, currency, and stripe_price if wanted"
    )]
    Unreadable,
    /// A currency is three lower-case letters.
    #[error("a currency is three lower-case letters")]
    NotACurrency,
    /// A pack without credits or without a price, or with more than a family could use.
    #[error("a pack has 1 to 600 credits and costs 250 to 1,000,000 of the smallest unit")]
    OutOfRange,
    /// A pack's id is used in addresses.
    #[error("a pack's id is 1 to 20 lower-case letters, digits and hyphens, and used once")]
    BadId,
}

/// Everything that is for sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    packs: Vec<Pack>,
}

/// The fewest and the most credits of a pack.
const CREDITS: std::ops::RangeInclusive<u32> = 1..=600;
/// The lowest and the highest price; Stripe takes no payment in DKK below 2.50.
const PRICES: std::ops::RangeInclusive<u32> = 250..=1_000_000;

impl Catalogue {
    /// What is sold where the operator says nothing: all in DKK.
    pub fn standard() -> Self {
        let pack = |id: &str, credits, price_minor| Pack {
            id: id.into(),
            credits,
            price_minor,
            currency: Currency::DKK,
            stripe_price: None,
        };
        Self {
            packs: vec![
                pack("ten", 10, 4_900),
                pack("thirty", 30, 11_900),
                pack("sixty", 60, 19_900),
            ],
        }
    }

    /// Reads the variable `PACKS`. Packs in a currency that is not `taxed` stay off: a price that includes taxes can
    /// only be named where it is known which.
    pub fn read(json: &str, taxed: &[Currency]) -> Result<Self, CatalogueError> {
        let mut packs: Vec<Pack> =
            serde_json::from_str(json).map_err(|_| CatalogueError::Unreadable)?;
        for (index, pack) in packs.iter().enumerate() {
            let is_name = |id: &str| {
                (1..=20).contains(&id.len())
                    && id
                        .bytes()
                        .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            };
            if !is_name(&pack.id) || packs[..index].iter().any(|other| other.id == pack.id) {
                return Err(CatalogueError::BadId);
            }
            if !CREDITS.contains(&pack.credits) || !PRICES.contains(&pack.price_minor) {
                return Err(CatalogueError::OutOfRange);
            }
        }
        packs.retain(|pack| taxed.contains(&pack.currency));
        Ok(Self { packs })
    }

    /// The packs in a currency, in the operator's order.
    pub fn packs(&self, currency: Currency) -> impl Iterator<Item = &Pack> {
        self.packs
            .iter()
            .filter(move |pack| pack.currency == currency)
    }

    /// A pack by its name.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }

    /// What one credit costs where it costs most, in the smallest unit, rounded up: the price that stands beside every
    /// figure of credits (R22), so that no credit ever turns out dearer than it was said to be.
    pub fn dearest_credit(&self, currency: Currency) -> Option<u32> {
        self.packs(currency)
            .map(|pack| pack.price_minor.div_ceil(pack.credits))
            .max()
    }
}

/// The tax within a price that includes it, in the same unit, rounded to the nearest; `percent` is the rate.
pub fn vat_within(price_minor: u32, percent: u32) -> u32 {
    let (price, percent) = (u64::from(price_minor), u64::from(percent));
    let whole = 100 + percent;
    u32::try_from((price * percent * 2 + whole) / (whole * 2)).unwrap_or(price_minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DKK: &[Currency] = &[Currency::DKK];

    #[test]
    fn the_standard_catalogue_keeps_its_own_rules() {
        let standard = Catalogue::standard();
        let json = serde_json::to_string(&standard.packs).unwrap();
        assert_eq!(Catalogue::read(&json, DKK), Ok(standard));
    }

    #[test]
    fn a_larger_pack_is_never_dearer_by_the_minute() {
        let standard = Catalogue::standard();
        let by_the_minute: Vec<_> = standard
            .packs(Currency::DKK)
            .map(|pack| pack.price_minor.div_ceil(pack.credits))
            .collect();
        assert!(by_the_minute.windows(2).all(|pair| pair[1] <= pair[0]));
        assert_eq!(standard.dearest_credit(Currency::DKK), Some(490));
    }

    #[test]
    fn currencies_without_tax_settings_stay_off() {
        let json = r#"[{"id":"a","credits":10,"price_minor":4900,"currency":"dkk"},
            {"id":"b","credits":10,"price_minor":650,"currency":"eur","stripe_price":"price_1"}]"#;
        let sold = Catalogue::read(json, DKK).unwrap();
        assert!(sold.pack("a").is_some() && sold.pack("b").is_none());
        let eur = Currency::try_from("eur".to_owned()).unwrap();
        let both = Catalogue::read(json, &[Currency::DKK, eur]).unwrap();
        assert_eq!(both.packs(eur).count(), 1);
    }

    #[test]
    fn every_mistake_of_an_operator_has_its_words() {
        let one = |fields: &str| format!("[{{{fields}}}]");
        for (json, error) in [
            ("{}".to_owned(), CatalogueError::Unreadable),
            (
                one(r#""id":"a","credits":10,"price_minor":4900,"currency":"DKK""#),
                CatalogueError::Unreadable,
            ),
            (
                one(r#""id":"a","credits":0,"price_minor":4900,"currency":"dkk""#),
                CatalogueError::OutOfRange,
            ),
            (
                one(r#""id":"a","credits":10,"price_minor":249,"currency":"dkk""#),
                CatalogueError::OutOfRange,
            ),
            (
                one(r#""id":"a b","credits":10,"price_minor":4900,"currency":"dkk""#),
                CatalogueError::BadId,
            ),
            (
                r#"[{"id":"a","credits":1,"price_minor":490,"currency":"dkk"},
                    {"id":"a","credits":2,"price_minor":490,"currency":"dkk"}]"#
                    .to_owned(),
                CatalogueError::BadId,
            ),
        ] {
            assert_eq!(Catalogue::read(&json, DKK), Err(error), "{json}");
        }
    }

    #[test]
    fn a_quarter_on_top_is_a_fifth_within() {
        assert_eq!(vat_within(4_900, 25), 980);
        assert_eq!(vat_within(1, 25), 0);
        assert_eq!(vat_within(3, 25), 1);
        assert_eq!(vat_within(4_900, 0), 0);
    }
}
