//! What the app asks of the edge: one typed function per endpoint, addresses taken from the route table.
//!
//! Never in here: what a failure is called on the page (see `problem.rs`), and any decision.

use domain::{
    child::Draft,
    confirmation::{Proof, Purpose},
    consent::Ticks,
    id::{CallId, ChildId, PasskeyId, SessionId},
    passkey::PasskeyAnswer,
    wire::{
        AccountPage, AddPasskey, CallEnded, CallStarted, ChangeAccount, ChangeEmail, Config,
        Connected, EndCall, Endpoint, EnterCode, HandOver, KidRoom, Method, Overview,
        PasskeyChallenge, PasskeyInvitation, PasskeyView, Problem, Proven, RenamePasskey,
        RequestCode, RequestConfirmation, StartCall, TakeBack, WithdrawConsent,
    },
};
use gloo_net::http::{RequestBuilder, Response};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::browser;

/// Why nothing came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The edge said no, and why.
    Refused(Problem),
    /// The edge could not be reached.
    Unreachable,
    /// What came back is no answer that we know: an old page, or something between us and the edge.
    Unreadable,
}

/// An answer, or why there is none.
pub(crate) type Answer<T> = Result<T, Failure>;

/// What the deployment tells everybody.
pub(crate) async fn config() -> Answer<Config> {
    read(ask(Endpoint::Config, "", NOTHING).await?).await
}

/// Everything the dashboard shows.
pub(crate) async fn overview() -> Answer<Overview> {
    read(ask(Endpoint::Overview, "", NOTHING).await?).await
}

/// Has a sign-in code sent.
pub(crate) async fn request_code(request: &RequestCode) -> Answer<()> {
    ask(Endpoint::RequestCode, "", Some(request))
        .await
        .map(drop)
}

/// Trades the code for a session.
pub(crate) async fn enter_code(request: &EnterCode) -> Answer<()> {
    ask(Endpoint::EnterCode, "", Some(request)).await.map(drop)
}

/// Ends the session of this browser.
pub(crate) async fn sign_out() -> Answer<()> {
    ask(Endpoint::SignOut, "", NOTHING).await.map(drop)
}

/// Tells that the parent has seen the policy and the terms as they are now.
pub(crate) async fn policy_seen() -> Answer<()> {
    ask(Endpoint::PolicySeen, "", NOTHING).await.map(drop)
}

/// Grants consent.
pub(crate) async fn grant_consent(ticks: &Ticks) -> Answer<()> {
    ask(Endpoint::GrantConsent, "", Some(ticks)).await.map(drop)
}

/// Takes consent back.
pub(crate) async fn withdraw_consent(delete_profiles: bool) -> Answer<()> {
    let request = WithdrawConsent { delete_profiles };
    ask(Endpoint::WithdrawConsent, "", Some(&request))
        .await
        .map(drop)
}

/// Everything the account page shows.
pub(crate) async fn account() -> Answer<AccountPage> {
    read(ask(Endpoint::Account, "", NOTHING).await?).await
}

/// Changes the parent's name and language.
pub(crate) async fn change_account(change: &ChangeAccount) -> Answer<()> {
    ask(Endpoint::ChangeAccount, "", Some(change))
        .await
        .map(drop)
}

/// Where the browser saves the copy of everything from.
pub(crate) fn export_address() -> String {
    Endpoint::ExportAccount.path("")
}

/// Ends one session.
pub(crate) async fn end_session(session: &SessionId) -> Answer<()> {
    ask(Endpoint::EndSession, session.as_str(), NOTHING)
        .await
        .map(drop)
}

/// Ends every session.
pub(crate) async fn end_sessions() -> Answer<()> {
    ask(Endpoint::EndSessions, "", NOTHING).await.map(drop)
}

/// Has a code sent that confirms one purpose. A tablet in kid mode has a way of its own to ask, for the only one it has.
pub(crate) async fn request_confirmation(purpose: Purpose) -> Answer<()> {
    let (endpoint, request) = match purpose {
        Purpose::LeaveKidMode => (Endpoint::LeaveKidModeCode, None),
        _ => (Endpoint::RequestConfirmation, Some(purpose)),
    };
    confirming(endpoint, request).await.map(drop)
}

/// Fetches a challenge by which a passkey confirms one purpose; refused where the account has no passkey.
pub(crate) async fn confirmation_challenge(purpose: Purpose) -> Answer<PasskeyChallenge> {
    let (endpoint, request) = match purpose {
        Purpose::LeaveKidMode => (Endpoint::LeaveKidModeChallenge, None),
        _ => (Endpoint::ConfirmationChallenge, Some(purpose)),
    };
    read(confirming(endpoint, request).await?).await
}

async fn confirming(endpoint: Endpoint, purpose: Option<Purpose>) -> Answer<Response> {
    let request = purpose.map(|purpose| RequestConfirmation { purpose });
    ask(endpoint, "", request.as_ref()).await
}

/// Has a code sent to the address that the account shall move to.
pub(crate) async fn change_email(request: &ChangeEmail) -> Answer<()> {
    ask(Endpoint::ChangeEmail, "", Some(request))
        .await
        .map(drop)
}

/// Moves the account there, with that code.
pub(crate) async fn confirm_email(request: &EnterCode) -> Answer<()> {
    ask(Endpoint::ConfirmEmail, "", Some(request))
        .await
        .map(drop)
}

/// Deletes the account, on a fresh proof.
pub(crate) async fn delete_account(proof: &Proof) -> Answer<()> {
    ask(Endpoint::DeleteAccount, "", Some(proof))
        .await
        .map(drop)
}

/// Makes a child's profile.
pub(crate) async fn create_child(draft: &Draft) -> Answer<()> {
    ask(Endpoint::CreateChild, "", Some(draft)).await.map(drop)
}

/// Changes a child's profile.
pub(crate) async fn update_child(child: &ChildId, draft: &Draft) -> Answer<()> {
    ask(Endpoint::UpdateChild, child.as_str(), Some(draft))
        .await
        .map(drop)
}

/// Deletes a child's profile.
pub(crate) async fn delete_child(child: &ChildId) -> Answer<()> {
    ask(Endpoint::DeleteChild, child.as_str(), NOTHING)
        .await
        .map(drop)
}

/// The passkeys of the account.
pub(crate) async fn passkeys() -> Answer<Vec<PasskeyView>> {
    read(ask(Endpoint::Passkeys, "", NOTHING).await?).await
}

/// Fetches what a device needs to make a passkey.
pub(crate) async fn invite_passkey(request: &Proven) -> Answer<PasskeyInvitation> {
    read(ask(Endpoint::InvitePasskey, "", Some(request)).await?).await
}

/// Adds a passkey.
pub(crate) async fn add_passkey(passkey: &AddPasskey) -> Answer<()> {
    ask(Endpoint::AddPasskey, "", Some(passkey)).await.map(drop)
}

/// Gives a passkey another name.
pub(crate) async fn rename_passkey(passkey: &PasskeyId, request: &RenamePasskey) -> Answer<()> {
    ask(Endpoint::RenamePasskey, passkey.as_str(), Some(request))
        .await
        .map(drop)
}

/// Removes a passkey.
pub(crate) async fn remove_passkey(passkey: &PasskeyId, request: &Proven) -> Answer<()> {
    ask(Endpoint::RemovePasskey, passkey.as_str(), Some(request))
        .await
        .map(drop)
}

/// Fetches a challenge to sign in by.
pub(crate) async fn passkey_challenge() -> Answer<PasskeyChallenge> {
    read(ask(Endpoint::PasskeyChallenge, "", NOTHING).await?).await
}

/// Trades an answered challenge for a session.
pub(crate) async fn sign_in_with_passkey(answer: &PasskeyAnswer) -> Answer<()> {
    ask(Endpoint::SignInWithPasskey, "", Some(answer))
        .await
        .map(drop)
}

/// Holds credits and fetches the token for a call.
pub(crate) async fn start_call(child: &ChildId) -> Answer<CallStarted> {
    let request = StartCall {
        child: child.clone(),
    };
    read(ask(Endpoint::StartCall, "", Some(&request)).await?).await
}

/// Reports that the call stands.
pub(crate) async fn call_connected(call: &CallId, openai_call_id: String) -> Answer<()> {
    let report = Connected { openai_call_id };
    ask(Endpoint::CallConnected, call.as_str(), Some(&report))
        .await
        .map(drop)
}

/// Reports that the call goes on.
pub(crate) async fn call_heartbeat(call: &CallId) -> Answer<()> {
    ask(Endpoint::CallHeartbeat, call.as_str(), NOTHING)
        .await
        .map(drop)
}

/// Ends the call and hears what it came to. The request outlives the page, so that closing the tab hangs up as well.
/// A tablet in kid mode hears of no figures.
pub(crate) async fn end_call(call: &CallId, report: &EndCall) -> Answer<Option<CallEnded>> {
    let body = serde_json::to_string(report).map_err(|_| Failure::Unreadable)?;
    let path = Endpoint::EndCall.path(call.as_str());
    let response = accepted(send_past_the_page(&path, &body).await?).await?;
    if response.status() == NO_CONTENT {
        return Ok(None);
    }
    read(response).await.map(Some)
}

/// What a tablet in kid mode may know.
pub(crate) async fn kid_room() -> Answer<KidRoom> {
    read(ask(Endpoint::KidRoom, "", NOTHING).await?).await
}

/// Hands the tablet over to the children.
pub(crate) async fn enter_kid_mode(request: &HandOver) -> Answer<KidRoom> {
    read(ask(Endpoint::EnterKidMode, "", Some(request)).await?).await
}

/// Takes the tablet back.
pub(crate) async fn leave_kid_mode(request: &TakeBack) -> Answer<Overview> {
    read(ask(Endpoint::LeaveKidMode, "", Some(request)).await?).await
}

/// The status of an answer without content.
const NO_CONTENT: u16 = 204;

const NOTHING: Option<&()> = None;

async fn ask<B: Serialize>(endpoint: Endpoint, id: &str, body: Option<&B>) -> Answer<Response> {
    let body = body
        .map(serde_json::to_string)
        .transpose()
        .map_err(|_| Failure::Unreadable)?;
    send(endpoint, &endpoint.path(id), body).await
}

/// The part that does not depend on the kind of body, kept apart so that it is compiled once.
async fn send(endpoint: Endpoint, path: &str, body: Option<String>) -> Answer<Response> {
    let method = match endpoint.method() {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let request = RequestBuilder::new(path).method(method);
    let request = match body {
        Some(json) => request
            .header("Content-Type", "application/json")
            .body(json),
        None => request.build(),
    };
    let request = request.map_err(|_| Failure::Unreadable)?;
    accepted(request.send().await.map_err(|_| Failure::Unreachable)?).await
}

/// Posts a short text that the browser goes on sending when the page is gone.
async fn send_past_the_page(path: &str, json: &str) -> Answer<Response> {
    let asked = browser::fetch_past_the_page(path, json).ok_or(Failure::Unreadable)?;
    let response = JsFuture::from(asked)
        .await
        .map_err(|_| Failure::Unreachable)?;
    Ok(response.unchecked_into::<web_sys::Response>().into())
}

/// A response that is an answer, or the refusal that it holds.
async fn accepted(response: Response) -> Answer<Response> {
    if response.ok() {
        return Ok(response);
    }
    Err(match read::<Problem>(response).await {
        Ok(problem) => Failure::Refused(problem),
        Err(failure) => failure,
    })
}

async fn read<T: DeserializeOwned>(response: Response) -> Answer<T> {
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    serde_json::from_str(&text).map_err(|_| Failure::Unreadable)
}
