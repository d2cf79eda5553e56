//! What the app and the edge say to each other: routes, requests, answers, refusals.
//!
//! Only plain data lives here. Codes cross the wire; words that people read live in the app's locales. Times are
//! Unix milliseconds, amounts of credits are whole credits.

mod account;
pub mod address;
mod answer;
pub mod headers;
mod kid;
mod pairing;
mod passkey;
mod payment;
mod refusal;
mod request;
mod route;

pub use account::{
    AccountPage, ChangeAccount, ChangeEmail, ChooseLetters, Disavow, RequestConfirmation,
    SessionView, SignInView, WithdrawConsent,
};
pub use answer::{
    AccountView, CallCues, CallEnded, CallReconnected, CallStarted, CallSummary, ChildView, Config,
    ConsentView, CreditsView, Overview,
};
pub use kid::{HandOver, KidRoom, KidView, TakeBack};
pub use pairing::{Invitation, InviteDevice, PairDevice, PairingView};
pub use passkey::{
    AddPasskey, PasskeyChallenge, PasskeyInvitation, PasskeyView, Proven, RenamePasskey,
};
pub use payment::{
    ComplaintHeard, History, HistoryEntry, HistoryKind, PackView, PurchaseStarted, PurchaseStatus,
    PurchaseView, StartPurchase, WithdrawalDone, WithdrawalOffer,
};
pub use refusal::{Code, Problem};
#[cfg(feature = "test-clock")]
pub use request::MoveClock;
pub use request::{Connected, EndCall, EnterCode, ReconnectCall, RequestCode, StartCall};
pub use route::{Access, Endpoint, Matched, Method};
