//! What the app asks of the edge: one typed function per endpoint, addresses taken from the route table.
//!
//! Never in here: what a failure is called on the page (see `problem.rs`), and any decision.

mod asking;

use domain::{
    child::Draft,
    confirmation::{Proof, Purpose},
    consent::Ticks,
    id::{CallId, ChildId, PairingId, PasskeyId, PurchaseId, SessionId},
    passkey::PasskeyAnswer,
    wire::{
        AccountPage, AddPasskey, CallEnded, CallReconnected, CallStarted, ChangeAccount,
        ChangeEmail, ChooseLetters, ComplaintHeard, Config, Connected, Disavow, EndCall, Endpoint,
        EnterCode, HandOver, History, Invitation, InviteDevice, KidRoom, Overview, PairDevice,
        PairingView, PasskeyChallenge, PasskeyInvitation, PasskeyView, Proven, PurchaseStarted,
        PurchaseView, ReconnectCall, RenamePasskey, RequestCode, RequestConfirmation, StartCall,
        StartPurchase, TakeBack, WithdrawConsent, WithdrawalDone, WithdrawalOffer,
    },
};

pub(crate) use asking::{Answer, Failure};
use asking::{FORM, NOTHING, ask, read, send, send_past_the_page};

/// What the deployment tells everybody.
pub(crate) async fn config() -> Answer<Config> {
    read(&ask(Endpoint::Config, "", NOTHING).await?)
}

/// Everything the dashboard shows.
pub(crate) async fn overview() -> Answer<Overview> {
    read(&ask(Endpoint::Overview, "", NOTHING).await?)
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
    read(&ask(Endpoint::Account, "", NOTHING).await?)
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
    read(&confirming(endpoint, request).await?)
}

async fn confirming(endpoint: Endpoint, purpose: Option<Purpose>) -> Answer<String> {
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

/// Asks for letters about something, or no longer.
pub(crate) async fn choose_letters(choice: &ChooseLetters) -> Answer<()> {
    ask(Endpoint::ChooseLetters, "", Some(choice))
        .await
        .map(drop)
}

/// Deletes everything that somebody else consented to, with the token of a letter's link.
pub(crate) async fn disavow(token: String) -> Answer<()> {
    let request = Disavow { token };
    ask(Endpoint::Disavow, "", Some(&request)).await.map(drop)
}

/// Turns letters off, with the token of their link; the same request that a mail program makes.
pub(crate) async fn unsubscribe(token: String) -> Answer<()> {
    let path = Endpoint::Unsubscribe.path(&token);
    let form = "List-Unsubscribe=One-Click".to_owned();
    send(Endpoint::Unsubscribe.method(), path, FORM, Ok(Some(form)))
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
    read(&ask(Endpoint::Passkeys, "", NOTHING).await?)
}

/// Fetches what a device needs to make a passkey.
pub(crate) async fn invite_passkey(request: &Proven) -> Answer<PasskeyInvitation> {
    read(&ask(Endpoint::InvitePasskey, "", Some(request)).await?)
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

/// The devices that are paired.
pub(crate) async fn pairings() -> Answer<Vec<PairingView>> {
    read(&ask(Endpoint::Pairings, "", NOTHING).await?)
}

/// Invites a device.
pub(crate) async fn invite_device(request: &InviteDevice) -> Answer<Invitation> {
    read(&ask(Endpoint::InviteDevice, "", Some(request)).await?)
}

/// Removes a paired device.
pub(crate) async fn end_pairing(pairing: &PairingId) -> Answer<()> {
    ask(Endpoint::EndPairing, pairing.as_str(), NOTHING)
        .await
        .map(drop)
}

/// Takes an invitation up.
pub(crate) async fn pair(request: &PairDevice) -> Answer<KidRoom> {
    read(&ask(Endpoint::Pair, "", Some(request)).await?)
}

/// Ends the pairing of this device.
pub(crate) async fn leave_pairing() -> Answer<()> {
    ask(Endpoint::LeavePairing, "", NOTHING).await.map(drop)
}

/// Fetches a challenge to sign in by.
pub(crate) async fn passkey_challenge() -> Answer<PasskeyChallenge> {
    read(&ask(Endpoint::PasskeyChallenge, "", NOTHING).await?)
}

/// Trades an answered challenge for a session.
pub(crate) async fn sign_in_with_passkey(answer: &PasskeyAnswer) -> Answer<()> {
    ask(Endpoint::SignInWithPasskey, "", Some(answer))
        .await
        .map(drop)
}

/// Holds credits and fetches the token for a call.
pub(crate) async fn start_call(request: &StartCall) -> Answer<CallStarted> {
    read(&ask(Endpoint::StartCall, "", Some(request)).await?)
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

/// Fetches a token for another line of a call whose line broke.
pub(crate) async fn reconnect_call(
    call: &CallId,
    request: &ReconnectCall,
) -> Answer<CallReconnected> {
    read(&ask(Endpoint::ReconnectCall, call.as_str(), Some(request)).await?)
}

/// Tells that Santa asked for a grown-up. The request outlives the page, for the one who asks may be told to close it.
pub(crate) async fn call_grown_up(call: &CallId) -> Answer<()> {
    let path = Endpoint::CallGrownUp.path(call.as_str());
    send_past_the_page(path, String::new()).await.map(drop)
}

/// Ends the call and hears what it came to. The request outlives the page, so that closing the tab hangs up as well.
/// A tablet in kid mode hears of no figures.
pub(crate) async fn end_call(call: &CallId, report: &EndCall) -> Answer<Option<CallEnded>> {
    let body = serde_json::to_string(report).map_err(|_| Failure::Unreadable)?;
    let path = Endpoint::EndCall.path(call.as_str());
    let text = send_past_the_page(path, body).await?;
    if text.is_empty() {
        return Ok(None);
    }
    read(&text).map(Some)
}

/// Opens a payment page.
pub(crate) async fn start_purchase(asked: &StartPurchase) -> Answer<PurchaseStarted> {
    read(&ask(Endpoint::StartPurchase, "", Some(asked)).await?)
}

/// How a purchase stands.
pub(crate) async fn purchase(purchase: &PurchaseId) -> Answer<PurchaseView> {
    read(&ask(Endpoint::ShowPurchase, purchase.as_str(), NOTHING).await?)
}

/// What leads to Stripe's receipt of a purchase.
pub(crate) fn receipt_address(purchase: &PurchaseId) -> String {
    Endpoint::ShowReceipt.path(purchase.as_str())
}

/// What withdrawing from each purchase would return.
pub(crate) async fn withdrawal() -> Answer<Vec<WithdrawalOffer>> {
    read(&ask(Endpoint::Withdrawal, "", NOTHING).await?)
}

/// Withdraws from a purchase.
pub(crate) async fn withdraw(purchase: &PurchaseId) -> Answer<WithdrawalDone> {
    read(&ask(Endpoint::Withdraw, purchase.as_str(), NOTHING).await?)
}

/// Everything that moved the balance.
pub(crate) async fn history() -> Answer<History> {
    read(&ask(Endpoint::History, "", NOTHING).await?)
}

/// Says that a call did not go well.
pub(crate) async fn complain(call: &CallId) -> Answer<ComplaintHeard> {
    read(&ask(Endpoint::Complain, call.as_str(), NOTHING).await?)
}

/// What a tablet in kid mode may know.
pub(crate) async fn kid_room() -> Answer<KidRoom> {
    read(&ask(Endpoint::KidRoom, "", NOTHING).await?)
}

/// Hands the tablet over to the children.
pub(crate) async fn enter_kid_mode(request: &HandOver) -> Answer<KidRoom> {
    read(&ask(Endpoint::EnterKidMode, "", Some(request)).await?)
}

/// Takes the tablet back.
pub(crate) async fn leave_kid_mode(request: &TakeBack) -> Answer<Overview> {
    read(&ask(Endpoint::LeaveKidMode, "", Some(request)).await?)
}
