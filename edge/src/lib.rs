//! The edge of Call Santa: a Cloudflare Worker that keeps accounts and profiles, mints tokens and meters calls.
//!
//! A request is looked up in `domain`'s route table; what is not there does not exist. Then, in this order and in this
//! file only: the origin of every write, the access class, the handler.
//!
//! | module | subject |
//! |---|---|
//! | `platform`, `settings`, `digest` | clock, randomness, bindings; variables; hashes |
//! | `incoming`, `cookie`, `auth` | what comes in and who sends it |
//! | `api` | one file a resource |
//! | `store` | all SQL, one function an intention |
//! | `webcrypto` | the runtime's own cryptography, for passkeys |
//! | `pages` | the front pages, filled with what this deployment says of itself |
//! | `openai`, `mail`, `stripe`, `outgoing`, `locales` | the outside world |
//! | `qr` | QR codes, for pairing |
//! | `payments`, `provider_jobs` | what money does to the books; what Stripe is still to be told |
//! | `notices` | letters about the account, by way of the outbox |
//! | `notices`, `letters` | letters about what has just happened, and those that cron writes; both by way of the outbox |
//! | `call_meter` | the Durable Object round `domain::call::meter` |
//! | `chores` | what cron does |
//! | `error`, `reply`, `journal` | what goes out, and what is written down |
//!
//! Never in here: a second of a conversation, a log line with a name, an address, a wish or a token.

mod api;
mod auth;
// The macro makes public functions of its own, which have no place for documentation.
#[allow(missing_docs)]
mod call_meter;
mod chores;
mod cookie;
mod digest;
mod error;
mod incoming;
mod journal;
mod letters;
mod locales;
mod mail;
mod notices;
mod openai;
mod outgoing;
mod pages;
mod payments;
mod platform;
mod provider_jobs;
mod qr;
mod reply;
mod settings;
mod store;
mod stripe;
#[cfg(feature = "test-clock")]
mod test_clock;
mod webcrypto;

pub use call_meter::CallMeter;

use domain::wire::{Access, Code, Endpoint, Matched};
use worker::{Context, Env, Request, Response, ScheduleContext, ScheduledEvent, event};

use error::{Failure, Fault};
use incoming::Incoming;
use platform::Platform;
use reply::Reply;
use settings::Settings;
use store::Store;

/// What a handler works with, for the time of one event.
pub(crate) struct Edge {
    pub(crate) platform: Platform,
    pub(crate) settings: Settings,
    pub(crate) store: Store,
}

impl Edge {
    pub(crate) async fn open(env: &Env) -> Result<Self, Fault> {
        let platform = Platform::open(env).await?;
        Ok(Self {
            settings: platform.settings(),
            store: Store::new(platform.database()?),
            platform,
        })
    }
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    if let Some(page) = pages::Page::asked_for(&request) {
        return match pages::show(page, request, &env).await {
            Ok(response) => Ok(response),
            Err(fault) => {
                Reply::problem(&Failure::from(fault).into_problem(platform::fault_reference()))
                    .into_response()
            }
        };
    }
    let reply = match answer(request, &env).await {
        Ok(reply) => reply,
        Err(failure) => Reply::problem(&failure.into_problem(platform::fault_reference())),
    };
    if reply.leaves_letters() {
        // The answer need not wait for the mail provider or Stripe; what fails here is tried again by cron.
        context.wait_until(async move {
            log_fault(send_letters(&env).await);
            log_fault(do_jobs(&env).await);
        });
    }
    reply.into_response()
}

async fn send_letters(env: &Env) -> Result<(), Failure> {
    let edge = Edge::open(env).await?;
    notices::send_waiting(&edge).await.map(drop)
}

async fn do_jobs(env: &Env) -> Result<(), Failure> {
    let edge = Edge::open(env).await?;
    provider_jobs::do_waiting(&edge).await.map(drop)
}

fn log_fault(outcome: Result<(), Failure>) {
    if let Err(Failure::Fault(fault)) = outcome {
        fault.log(&platform::fault_reference());
    }
}

#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    let outcome = match Edge::open(&env).await {
        Ok(edge) => chores::run(&edge).await,
        Err(fault) => Err(fault.into()),
    };
    log_fault(outcome);
}

async fn answer(request: Request, env: &Env) -> Result<Reply, Failure> {
    let (method, path) = (request.inner().method(), request.path());
    let matched = Endpoint::find(&method, &path).ok_or(if Endpoint::path_exists(&path) {
        Code::MethodNotAllowed
    } else {
        Code::NotFound
    })?;
    let edge = Edge::open(env).await?;
    let incoming = Incoming::new(request);
    let access = matched.endpoint.access();
    if matched.endpoint.method().writes()
        && access != Access::SignedExternal
        && !incoming.comes_from(&edge.settings.public_origin)
    {
        return Err(Code::ForeignOrigin.into());
    }
    let reply = match access {
        Access::Public => for_anybody(&edge, matched.endpoint, incoming).await,
        Access::Parent => {
            let parent = auth::parent(&edge, &incoming).await?;
            for_parent(&edge, &parent, matched, incoming).await
        }
        Access::Kid => {
            let caller = auth::caller(&edge, &incoming).await?;
            for_caller(&edge, &caller, matched, incoming).await
        }
        Access::SignedExternal => for_bearer(&edge, matched, incoming).await,
        #[cfg(feature = "test-clock")]
        Access::Test => api::clock::answer(&edge, matched.endpoint, incoming).await,
    };
    #[cfg(feature = "test-clock")]
    let reply = reply.map(|reply| reply.with_cost(edge.store.tally.in_words()));
    reply
}

async fn for_anybody(
    edge: &Edge,
    endpoint: Endpoint,
    incoming: Incoming,
) -> Result<Reply, Failure> {
    match endpoint {
        Endpoint::Health => Ok(Reply::done()),
        Endpoint::Config => api::config::show(edge),
        Endpoint::RequestCode => api::sign_in::request_code(edge, incoming).await,
        Endpoint::EnterCode => api::sign_in::enter_code(edge, incoming).await,
        Endpoint::Pair => api::pairing::pair(edge, incoming).await,
        Endpoint::Disavow => api::letters::disavow(edge, incoming).await,
        Endpoint::PasskeyChallenge => api::passkey_sign_in::challenge(edge, incoming).await,
        Endpoint::SignInWithPasskey => api::passkey_sign_in::enter(edge, incoming).await,
        _ => Err(Code::Forbidden.into()),
    }
}

async fn for_parent(
    edge: &Edge,
    parent: &auth::Parent,
    matched: Matched<'_>,
    incoming: Incoming,
) -> Result<Reply, Failure> {
    let id = matched.id;
    match matched.endpoint {
        Endpoint::SignOut => api::sign_in::sign_out(edge, incoming).await,
        Endpoint::Overview => api::overview::show(edge, parent).await,
        Endpoint::Pairings => api::pairing::list(edge, parent).await,
        Endpoint::InviteDevice => api::pairing::invite(edge, parent, incoming).await,
        Endpoint::EndPairing => api::pairing::end(edge, parent, id).await,
        Endpoint::Passkeys => api::passkeys::list(edge, parent).await,
        Endpoint::InvitePasskey => api::passkeys::invite(edge, parent, incoming).await,
        Endpoint::AddPasskey => api::passkeys::add(edge, parent, incoming).await,
        Endpoint::RenamePasskey => api::passkeys::rename(edge, parent, id, incoming).await,
        Endpoint::RemovePasskey => api::passkeys::remove(edge, parent, id, incoming).await,
        Endpoint::PolicySeen => api::policy::seen(edge, parent).await,
        Endpoint::GrantConsent => api::consents::grant(edge, parent, incoming).await,
        Endpoint::WithdrawConsent => api::consents::withdraw(edge, parent, incoming).await,
        Endpoint::Account => api::account::show(edge, parent).await,
        Endpoint::ChooseLetters => api::letters::choose(edge, parent, incoming).await,
        Endpoint::ChangeAccount => api::account::change(edge, parent, incoming).await,
        Endpoint::ExportAccount => api::account::export(edge, parent).await,
        Endpoint::RequestConfirmation => api::confirmation::request(edge, parent, incoming).await,
        Endpoint::ConfirmationChallenge => {
            api::confirmation::challenge(edge, parent, incoming).await
        }
        Endpoint::ChangeEmail => api::email::request(edge, parent, incoming).await,
        Endpoint::ConfirmEmail => api::email::confirm(edge, parent, incoming).await,
        Endpoint::DeleteAccount => api::account::delete(edge, parent, incoming).await,
        Endpoint::EndSessions => api::account::end_sessions(edge, parent).await,
        Endpoint::EndSession => api::account::end_session(edge, parent, id).await,
        Endpoint::CreateChild => api::children::create(edge, parent, incoming).await,
        Endpoint::UpdateChild => api::children::update(edge, parent, id, incoming).await,
        Endpoint::DeleteChild => api::children::delete(edge, parent, id).await,
        Endpoint::StartPurchase => api::purchases::start(edge, parent, incoming).await,
        Endpoint::ShowPurchase => api::purchases::show(edge, parent, id).await,
        Endpoint::ShowReceipt => api::purchases::receipt(edge, parent, id).await,
        Endpoint::Withdrawal => api::purchases::withdrawal(edge, parent).await,
        Endpoint::Withdraw => api::purchases::withdraw(edge, parent, id).await,
        Endpoint::History => api::purchases::history(edge, parent).await,
        Endpoint::Complain => api::calls::complain(edge, parent, id).await,
        Endpoint::EnterKidMode => api::kid::enter(edge, parent, incoming).await,
        _ => Err(Code::Forbidden.into()),
    }
}

/// Whoever proves itself by a signature or a token instead of a cookie. An endpoint is not let through by being added to
/// the table alone.
async fn for_bearer(
    edge: &Edge,
    matched: Matched<'_>,
    incoming: Incoming,
) -> Result<Reply, Failure> {
    match matched.endpoint {
        Endpoint::ShowUnsubscribe => Ok(api::letters::show_unsubscribe(edge, matched.id)),
        Endpoint::Unsubscribe => api::letters::unsubscribe(edge, matched.id, incoming).await,
        Endpoint::StripeNotice => api::stripe::take_notice(edge, incoming).await,
        _ => Err(Code::Forbidden.into()),
    }
}

/// What a tablet in kid mode may reach, and a parent with it.
async fn for_caller(
    edge: &Edge,
    caller: &auth::Caller,
    matched: Matched<'_>,
    incoming: Incoming,
) -> Result<Reply, Failure> {
    let id = matched.id;
    match matched.endpoint {
        Endpoint::StartCall => api::calls::start(edge, caller, incoming).await,
        Endpoint::CallConnected => api::calls::connected(edge, caller, id, incoming).await,
        Endpoint::CallHeartbeat => api::calls::heartbeat(edge, caller, id).await,
        Endpoint::ReconnectCall => api::calls::reconnect(edge, caller, id, incoming).await,
        Endpoint::CallGrownUp => api::calls::call_grown_up(edge, caller, id).await,
        Endpoint::EndCall => api::calls::end(edge, caller, id, incoming).await,
        Endpoint::KidRoom => api::kid::show(edge, caller, &incoming).await,
        Endpoint::LeaveKidModeCode => api::kid::send_code(edge, caller).await,
        Endpoint::LeaveKidModeChallenge => api::kid::challenge(edge, caller, &incoming).await,
        Endpoint::LeaveKidMode => api::kid::leave(edge, caller, incoming).await,
        Endpoint::LeavePairing => api::pairing::leave(edge, caller).await,
        _ => Err(Code::Forbidden.into()),
    }
}
