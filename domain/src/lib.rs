//! The rules of Call Santa, free of any platform.
//!
//! What is here decides; what is elsewhere only carries out. No function in this crate reads a clock, draws a random
//! number, opens a connection or touches a page: time comes in as `now_ms`, randomness as ready-made identifiers, and
//! what should happen goes out as values. That is why the whole crate is tested natively, without a browser.
//!
//! | module | subject |
//! |---|---|
//! | [`account`] | e-mail addresses and sign-in codes |
//! | [`passkey`] | what has to be true of a passkey before it is believed |
//! | [`consent`] | what a parent agreed to; the key to every child profile |
//! | [`confirmation`] | fresh codes before what can't be undone |
//! | [`device`] | the plain name of a browser |
//! | [`child`] | a child's profile and its limits |
//! | [`mail`] | which letters there are, and which of them a parent has to have asked for |
//! | [`kid`] | a tablet that was handed over, and the grown-up's PIN |
//! | [`landing`] | filling a prerendered page with what only the deployment knows |
//! | [`pairing`] | another device that is invited into kid mode |
//! | [`persona`] | what Santa is told, and the session that is asked of OpenAI |
//! | [`season`] | the time of the year where the child is |
//! | [`policy`] | the privacy policy and the terms: version, form, what a deployment fills in |
//! | [`credit`] | movements of the append-only ledger |
//! | [`payment`] | packs, what Stripe's notices mean, refunds, the right of withdrawal |
//! | [`call`] | the call machine (browser), the call meter (edge), the realtime protocol |
//! | [`bytes`] | bytes as text |
//! | [`wire`] | what the app and the edge say to each other |

pub mod account;
pub mod amount;
pub mod bytes;
pub mod call;
pub mod child;
pub mod confirmation;
pub mod consent;
pub mod credit;
pub mod device;
pub mod id;
pub mod kid;
pub mod landing;
pub mod language;
pub mod mail;
pub mod pairing;
pub mod passkey;
pub mod payment;
pub mod persona;
pub mod policy;
pub mod season;
pub mod wire;

pub use language::Language;

#[cfg(test)]
mod tests {
    use proptest::test_runner::{Config, RngSeed};

    /// `.cargo/config.toml` says which seed it is.
    #[test]
    fn what_tests_draw_at_random_is_the_same_on_every_run() {
        assert_ne!(Config::default().rng_seed, RngSeed::Random);
    }
}
