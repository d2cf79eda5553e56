//! Payments: what is sold, what Stripe's notices mean, what is given back.
//!
//! Money is whole numbers of a currency's smallest unit (øre), credits are whole minutes. A purchase brings a lot of
//! credits at a price; refunds and disputes take from the lot what they take of the price; a withdrawal returns what
//! is unused. The ledger's rows themselves stand in [`crate::credit`]; this room says how many and how much. Never in
//! here: a card, a name, an address, or anything else of Stripe's answers than ids, kinds, times and amounts.

mod claim;
mod lot;
mod notice;
mod pack;
mod withdrawal;

pub use claim::{Claims, Taken};
pub use lot::{Lot, Origin, unused};
pub use notice::{Meaning, Notice, Paid, Unreadable, of_session};
pub use pack::{Catalogue, CatalogueError, Currency, Pack, vat_within};
pub use withdrawal::{EXPRESS_WISH_VERSION, Returned, WITHDRAWAL_DAYS, Withdrawable, quote};
