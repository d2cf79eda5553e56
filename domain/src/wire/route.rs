//! The route table: every path of the edge, its method and who may call it.
//!
//! The edge dispatches by it and the app builds its addresses from it, so neither spells a path a second time. What
//! is not in the table does not exist. The route that moves a test build's clock is compiled in only under the
//! feature `test-clock`, so a release build does not hold even its name.

/// The HTTP methods that the edge knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes or does.
    Post,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// The method's name in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }

    /// Whether a call by this method changes something, and so needs an `Origin` of ours.
    pub fn writes(self) -> bool {
        self != Method::Get
    }
}

/// Who may call an endpoint. Anything else is refused before the handler is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anybody.
    Public,
    /// A signed-in parent.
    Parent,
    /// A signed-in parent, or a tablet that was handed over in kid mode.
    Kid,
    /// A sender that proves itself by a signature or a token instead of a cookie.
    SignedExternal,
    /// Anybody, in a build with the `test-clock` feature only.
    #[cfg(feature = "test-clock")]
    Test,
}

macro_rules! endpoints {
    (
        $($(#[$doc:meta])* $name:ident = $method:ident $path:literal $access:ident;)+
        @ test-clock
        $($(#[$test_doc:meta])* $test_name:ident = $test_method:ident $test_path:literal Test;)+
    ) => {
        /// Something that can be asked of the edge.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Endpoint {
            $($(#[$doc])* $name,)+
            $($(#[$test_doc])* #[cfg(feature = "test-clock")] $test_name,)+
        }

        impl Endpoint {
            /// Every endpoint, in the order of the table.
            pub const ALL: &'static [Endpoint] = &[
                $(Endpoint::$name,)+
                $(#[cfg(feature = "test-clock")] Endpoint::$test_name,)+
            ];

            /// The method, the path with `{}` for each identifier, and who may call.
            pub const fn spec(self) -> (Method, &'static str, Access) {
                match self {
                    $(Endpoint::$name => (Method::$method, $path, Access::$access),)+
                    $(#[cfg(feature = "test-clock")]
                    Endpoint::$test_name => (Method::$test_method, $test_path, Access::Test),)+
                }
            }
        }
    };
}

endpoints! {
    /// Whether the edge is up.
    Health = Get "/api/health" Public;
    /// What the deployment tells everybody: operator, limits, processors.
    Config = Get "/api/config" Public;
    /// Sends a sign-in code by mail.
    RequestCode = Post "/api/sign-in/code" Public;
    /// Trades a code for a session.
    EnterCode = Post "/api/sign-in" Public;
    /// Gives out a challenge to sign in with a passkey.
    PasskeyChallenge = Post "/api/sign-in/passkey/challenge" Public;
    /// Trades an answered challenge for a session.
    SignInWithPasskey = Post "/api/sign-in/passkey" Public;
    /// Trades an invitation for a session in kid mode.
    Pair = Post "/api/pair" Public;
    /// Ends the pairing of the device that asks.
    LeavePairing = Post "/api/pair/leave" Kid;
    /// The devices that are paired.
    Pairings = Get "/api/pairings" Parent;
    /// Invites a device; an invitation from before no longer works.
    InviteDevice = Post "/api/pairings" Parent;
    /// Ends a pairing.
    EndPairing = Delete "/api/pairings/{}" Parent;
    /// The passkeys of the account.
    Passkeys = Get "/api/passkeys" Parent;
    /// Gives out what a browser needs to make a passkey.
    InvitePasskey = Post "/api/passkeys/challenge" Parent;
    /// Adds a passkey.
    AddPasskey = Post "/api/passkeys" Parent;
    /// Gives a passkey another name.
    RenamePasskey = Put "/api/passkeys/{}" Parent;
    /// Removes a passkey.
    RemovePasskey = Post "/api/passkeys/{}/removal" Parent;
    /// Ends the session of this browser.
    SignOut = Post "/api/sign-out" Parent;
    /// Everything the dashboard shows.
    Overview = Get "/api/overview" Parent;
    /// Notes that the parent has seen the policy and the terms as they are now.
    PolicySeen = Post "/api/policy/seen" Parent;
    /// Grants consent.
    GrantConsent = Post "/api/consents" Parent;
    /// Takes consent back.
    WithdrawConsent = Post "/api/consents/withdrawal" Parent;
    /// Deletes the account whose consent was not the parent's doing, by the link in the letter about it.
    Disavow = Post "/api/consents/disavowal" Public;
    /// Asks for letters about something, or no longer.
    ChooseLetters = Put "/api/account/letters" Parent;
    /// Leads who opens the link of a letter's `List-Unsubscribe` to the page that asks; turns nothing off.
    ShowUnsubscribe = Get "/api/letters/unsubscribe/{}" SignedExternal;
    /// Turns the letters off that the link came with, at once and without a cookie (RFC 8058).
    Unsubscribe = Post "/api/letters/unsubscribe/{}" SignedExternal;
    /// Everything the account page shows.
    Account = Get "/api/account" Parent;
    /// Changes the parent's name and language.
    ChangeAccount = Put "/api/account" Parent;
    /// Everything that is kept of the account, as one file.
    ExportAccount = Get "/api/account/export" Parent;
    /// Sends a code that confirms one purpose in this session.
    RequestConfirmation = Post "/api/account/confirm-code" Parent;
    /// Gives out a challenge by which a passkey confirms one purpose in this session.
    ConfirmationChallenge = Post "/api/account/confirm-challenge" Parent;
    /// Sends a code to the address that the account shall move to, on a fresh proof.
    ChangeEmail = Post "/api/account/email" Parent;
    /// Moves the account there, with that code.
    ConfirmEmail = Post "/api/account/email/confirm" Parent;
    /// Deletes the account, on a fresh proof.
    DeleteAccount = Post "/api/account/delete" Parent;
    /// Ends every session of the account.
    EndSessions = Delete "/api/sessions" Parent;
    /// Ends one session of the account.
    EndSession = Delete "/api/sessions/{}" Parent;
    /// Makes a child's profile.
    CreateChild = Post "/api/children" Parent;
    /// Changes a child's profile.
    UpdateChild = Put "/api/children/{}" Parent;
    /// Deletes a child's profile.
    DeleteChild = Delete "/api/children/{}" Parent;
    /// Holds credits and mints the token for a call.
    StartCall = Post "/api/calls" Kid;
    /// Tells the id under which OpenAI knows the call.
    CallConnected = Post "/api/calls/{}/connected" Kid;
    /// Tells that the call is still going on.
    CallHeartbeat = Post "/api/calls/{}/heartbeat" Kid;
    /// Gives a call whose line broke another token, on the same hold and once.
    ReconnectCall = Post "/api/calls/{}/legs" Kid;
    /// Santa asked for a grown-up; carries nothing else.
    CallGrownUp = Post "/api/calls/{}/grown-up" Kid;
    /// Ends the call and settles it.
    EndCall = Post "/api/calls/{}/end" Kid;
    /// What a tablet in kid mode may know.
    KidRoom = Get "/api/kid" Kid;
    /// Hands the tablet over to the children.
    EnterKidMode = Post "/api/kid/enter" Parent;
    /// Sends the code by which a grown-up who forgot the PIN takes the tablet back, and which does nothing else.
    LeaveKidModeCode = Post "/api/kid/leave/code" Kid;
    /// Gives out the challenge by which a passkey does the same.
    LeaveKidModeChallenge = Post "/api/kid/leave/challenge" Kid;
    /// Takes the tablet back with the grown-up's PIN or a fresh proof.
    LeaveKidMode = Post "/api/kid/leave" Kid;
    /// Opens a payment page for a pack.
    StartPurchase = Post "/api/purchases" Parent;
    /// How a purchase stands.
    ShowPurchase = Get "/api/purchases/{}" Parent;
    /// Leads to Stripe's receipt.
    ShowReceipt = Get "/api/purchases/{}/receipt" Parent;
    /// What withdrawing from each purchase would return.
    Withdrawal = Get "/api/withdrawal" Parent;
    /// Withdraws from a purchase.
    Withdraw = Post "/api/purchases/{}/withdrawal" Parent;
    /// Purchases, calls and refunds with the balance after each.
    History = Get "/api/history" Parent;
    /// "It did not go well": gives the first call complained of back.
    Complain = Post "/api/calls/{}/complaint" Parent;
    /// Stripe's notices, proved by their signature.
    StripeNotice = Post "/api/stripe/webhook" SignedExternal;
    @ test-clock
    /// Moves the clock of a test build.
    MoveClock = Post "/api/test/clock" Test;
    /// Puts it back to the time of day; calls that go on are ended first.
    ResetClock = Delete "/api/test/clock" Test;
}

/// An endpoint together with the identifier in its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched<'a> {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// What stands in place of `{}`, unchecked; empty where the path has none.
    pub id: &'a str,
}

impl Endpoint {
    /// The method to call by.
    pub const fn method(self) -> Method {
        self.spec().0
    }

    /// Who may call.
    pub const fn access(self) -> Access {
        self.spec().2
    }

    /// The path with `id` in place of `{}`; paths without an identifier ignore it.
    pub fn path(self, id: &str) -> String {
        self.spec().1.replace("{}", id)
    }

    /// Finds the endpoint of a request.
    pub fn find<'a>(method: &str, path: &'a str) -> Option<Matched<'a>> {
        Self::ALL.iter().find_map(|&endpoint| {
            let (own_method, pattern, _) = endpoint.spec();
            let id = id_in(pattern, path)?;
            (own_method.as_str() == method).then_some(Matched { endpoint, id })
        })
    }

    /// Whether any endpoint has this path, under whatever method: the difference between 404 and 405.
    pub fn path_exists(path: &str) -> bool {
        Self::ALL
            .iter()
            .any(|endpoint| id_in(endpoint.spec().1, path).is_some())
    }
}

/// What stands in `path` where `pattern` has `{}`; `None` where the two do not fit.
fn id_in<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    match pattern.split_once("{}") {
        None => (pattern == path).then_some(""),
        Some((before, after)) => path
            .strip_prefix(before)?
            .strip_suffix(after)
            .filter(|id| !id.is_empty() && !id.contains('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_is_found_by_its_own_path() {
        for &endpoint in Endpoint::ALL {
            let path = endpoint.path("0123");
            let found = Endpoint::find(endpoint.method().as_str(), &path).unwrap();
            assert_eq!(found.endpoint, endpoint);
            assert_eq!(found.id.is_empty(), !endpoint.spec().1.contains("{}"));
        }
    }

    #[test]
    fn no_two_endpoints_share_method_and_path() {
        let mut seen = std::collections::HashSet::new();
        for endpoint in Endpoint::ALL {
            assert!(
                seen.insert((endpoint.method(), endpoint.spec().1)),
                "{endpoint:?}"
            );
        }
    }

    #[test]
    fn what_is_not_in_the_table_is_not_found() {
        for (method, path) in [
            ("GET", "/api"),
            ("GET", "/api/children/"),
            ("PUT", "/api/children/a/b"),
            ("DELETE", "/api/calls/0123"),
            ("PATCH", "/api/overview"),
            ("GET", "/api/overview/"),
        ] {
            assert_eq!(Endpoint::find(method, path), None, "{method} {path}");
        }
        assert!(Endpoint::path_exists("/api/overview"));
        assert!(!Endpoint::path_exists("/api/unheard-of"));
    }

    #[test]
    fn a_tablet_in_kid_mode_reaches_only_the_call_and_the_way_out() {
        let open_to_kids: Vec<_> = Endpoint::ALL
            .iter()
            .filter(|e| e.access() == Access::Kid)
            .collect();
        assert_eq!(
            open_to_kids,
            [
                &Endpoint::LeavePairing,
                &Endpoint::StartCall,
                &Endpoint::CallConnected,
                &Endpoint::CallHeartbeat,
                &Endpoint::ReconnectCall,
                &Endpoint::CallGrownUp,
                &Endpoint::EndCall,
                &Endpoint::KidRoom,
                &Endpoint::LeaveKidModeCode,
                &Endpoint::LeaveKidModeChallenge,
                &Endpoint::LeaveKidMode,
            ]
        );
    }
}
