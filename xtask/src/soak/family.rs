//! A family: who it is, what it has, and above all what it was told, for whatever was told has to be true in the end.

use fastrand::Rng;
use serde_json::{Value, json};

use super::{buying::Bought, calling::Called, script::Deed, world::World};
use crate::http::{Answer, Browser};

/// How often something is asked again whose answer was cut off, or that could not be done just now.
const TRIES: usize = 6;

/// How far an account has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// It may have been made; nobody was told so.
    Unknown,
    /// The parent is signed in.
    There,
    /// Its deletion was asked for, and whether it came to that was never answered.
    PerhapsGone,
    /// It is deleted.
    Gone,
}

/// A family.
#[derive(Debug)]
pub struct Family {
    /// By which the account is known.
    pub email: String,
    /// How far it has come.
    pub account: Account,
    pub(super) browser: Browser,
    pub(super) child: Option<String>,
    /// What it clicked on.
    pub bought: Vec<Bought>,
    /// The calls that it was told of.
    pub called: Vec<Called>,
    /// Whether a call was asked for of which nothing was answered.
    pub unanswered_calls: usize,
}

impl Family {
    /// A family that has not come yet.
    pub fn new(world: &World, seed: u64, hand: usize, number: usize) -> Self {
        let network = format!("10.{}.{}.{}", hand + 1, number / 250, number % 250 + 1);
        Self {
            browser: Browser::from_network(world.place.port, network),
            ..Self::at(&format!("family-{seed}-{hand}-{number}@example.dk"))
        }
    }

    /// A family by its address.
    pub(super) fn at(email: &str) -> Self {
        Self {
            email: email.to_owned(),
            account: Account::Unknown,
            browser: Browser::default(),
            child: None,
            bought: Vec::new(),
            called: Vec::new(),
            unanswered_calls: 0,
        }
    }

    /// Whether the parent is signed in and a child can call.
    pub fn is_at_home(&self) -> bool {
        self.account == Account::There && self.child.is_some()
    }

    /// Whether nothing more can be done as this family.
    pub fn is_gone(&self) -> bool {
        matches!(self.account, Account::Gone | Account::PerhapsGone)
    }

    /// Signs in, agrees, and makes a profile, as often as it takes.
    pub fn move_in(&mut self, world: &World) -> bool {
        for _ in 0..TRIES {
            if self.account == Account::Unknown && !self.sign_in(world) {
                continue;
            }
            if self.make_child(world) {
                return true;
            }
        }
        false
    }

    fn sign_in(&mut self, world: &World) -> bool {
        let body = json!({"email": self.email, "language": "da"});
        let Some(asked) = self.post(world, "/api/sign-in/code", &body) else {
            return false;
        };
        let code = self.code_in_the_mail(world);
        let (202, Some(code)) = (asked.status, code) else {
            return false;
        };
        let entered = self.post(world, "/api/sign-in", &json!({ "code": code }));
        if entered.is_some_and(|entered| entered.status == 200) {
            self.account = Account::There;
        }
        self.account == Account::There
    }

    fn make_child(&mut self, world: &World) -> bool {
        let consent = json!({"text_version": CONSENT, "language": "da", "custody": true, "collect_child_data": true,
            "send_to_openai": true});
        // Agreeing again is another act of the same consent.
        let agreed = self.post(world, "/api/consents", &consent);
        if agreed.is_none_or(|agreed| agreed.status != 201) {
            return false;
        }
        let profile = json!({"name": "Alma", "age": 6, "language": "da"});
        let made = self.post(world, "/api/children", &profile);
        self.child = made.and_then(|made| made.body["id"].as_str().map(str::to_owned));
        self.child.is_some()
    }

    /// The code in the newest mail that has one.
    fn code_in_the_mail(&self, world: &World) -> Option<String> {
        let path = format!("/inbox.json?to={}", self.email);
        let inbox = world.stand_in("GET", &path, &Value::Null).ok()?;
        inbox.body.as_array()?.iter().find_map(|mail| {
            let start: String = mail["subject"].as_str()?.chars().take(9).collect();
            let digits = start.chars().filter(char::is_ascii_digit).count();
            (digits == 8).then_some(start)
        })
    }

    /// Asks for something; `None` where the answer was cut off.
    pub fn post(&mut self, world: &World, path: &str, body: &Value) -> Option<Answer> {
        world.ask(&mut self.browser, "POST", path, Some(body))
    }

    /// Does it, if it fits what the family has.
    pub fn act(&mut self, world: &World, deed: Deed, dice: &mut Rng) -> bool {
        match deed {
            Deed::StartCall
            | Deed::Connect
            | Deed::Heartbeat
            | Deed::EndCall
            | Deed::FallSilent
            | Deed::Complain => self.about_calls(world, deed, dice),
            Deed::DeleteAccount => {
                self.delete_account(world);
                true
            }
            deed => self.about_money(world, deed, dice),
        }
    }

    /// Deletes the account with a code, and asks again where the answer was cut off.
    fn delete_account(&mut self, world: &World) {
        world
            .counts()
            .deletions
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        for _ in 0..TRIES {
            let purpose = json!({"purpose": "delete_account"});
            let asked = self.post(world, "/api/account/confirm-code", &purpose);
            match asked.map(|asked| asked.status) {
                Some(202) => {}
                // Signed out: the deletion had begun before its answer was cut off.
                Some(401) if self.account == Account::PerhapsGone => return,
                _ => continue,
            }
            let Some(code) = self.code_in_the_mail(world) else {
                continue;
            };
            self.account = Account::PerhapsGone;
            let deleted = self.post(world, "/api/account/delete", &json!({ "code": code }));
            if deleted.is_some_and(|deleted| deleted.status == 204) {
                self.account = Account::Gone;
                return;
            }
        }
        self.account = Account::PerhapsGone;
    }
}

/// The consent as it is shown today.
const CONSENT: &str = domain::consent::TEXT_VERSION;
