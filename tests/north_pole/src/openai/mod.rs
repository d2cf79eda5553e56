//! OpenAI's side of the wire: what a session, a client event and a refusal look like, and the three routes of
//! the Realtime API. Strict where the real service is strict: an unknown or ill-typed field is refused.

pub(crate) mod calls;
pub(crate) mod client_event;
pub(crate) mod cors;
pub(crate) mod refusal;
pub(crate) mod schema;
pub(crate) mod secrets;
pub(crate) mod session;
mod shapes;
