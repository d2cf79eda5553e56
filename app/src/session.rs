//! Who is signed in, as a type: a page that needs a parent is given an [`Overview`] or is not drawn.
//!
//! Nothing of it is written to the browser's storage; the session itself is a cookie that no script can read.

use domain::wire::{Code, Config, CreditsView, HandOver, KidRoom, Overview, PairDevice, TakeBack};
use leptos::prelude::*;

use crate::{
    api::{self, Failure},
    problem,
};

/// Whether Santa has been on the line once; nothing is asked or offered for later before that.
pub(crate) fn has_called(overview: &Overview) -> bool {
    let talked = |seconds: Option<u32>| seconds.is_some_and(|seconds| seconds > 0);
    overview.calls.iter().any(|call| talked(call.seconds))
}

/// The part of the overview that changes while somebody looks at it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Purse {
    /// What can be spent.
    pub(crate) credits: CreditsView,
    /// Whether a payment may still come.
    pub(crate) awaits_payment: bool,
}

/// Whether a page would show both alike, but for the purse.
fn is_drawn_alike(old: &Overview, new: &Overview) -> bool {
    let with_the_old_purse = Overview {
        credits: old.credits,
        awaits_payment: old.awaits_payment,
        ..new.clone()
    };
    old.may_call() == new.may_call() && with_the_old_purse == *old
}

/// How the visitor stands with us.
#[derive(Clone)]
pub(crate) enum Standing {
    /// Not asked yet.
    Unknown,
    /// Nobody is signed in.
    SignedOut,
    /// A parent, with everything the dashboard shows.
    SignedIn(Box<Overview>),
    /// A tablet in kid mode, with all that it may know.
    Kid(Box<KidRoom>),
    /// We could not find out.
    Failed(Failure),
}

/// The visitor's standing and the deployment's facts, shared by all pages.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    standing: RwSignal<Standing>,
    purse: RwSignal<Option<Purse>>,
    config: RwSignal<Option<Config>>,
    /// How often the tablet changed hands on this page. What was asked before says nothing of who has it now.
    handovers: StoredValue<u32>,
    /// Whether the parent has put the offer of a passkey aside, for as long as this page lives.
    pub(crate) passkey_offer_aside: RwSignal<bool>,
    /// Where the last code was sent, in this page's memory only; a reload forgets it and still takes the code.
    pub(crate) code_sent_to: RwSignal<Option<String>>,
}

impl Session {
    /// A session of which nothing is known yet.
    pub(crate) fn unknown() -> Self {
        Self {
            standing: RwSignal::new(Standing::Unknown),
            purse: RwSignal::new(None),
            config: RwSignal::new(None),
            handovers: StoredValue::new(0),
            passkey_offer_aside: RwSignal::new(false),
            code_sent_to: RwSignal::new(None),
        }
    }

    /// The session that `main` provided; a fresh one where it did not, so that no page can panic for it.
    pub(crate) fn here() -> Self {
        use_context().unwrap_or_else(Self::unknown)
    }

    /// How the visitor stands, followed by the view that asks.
    pub(crate) fn standing(self) -> Standing {
        self.standing.get()
    }

    /// The parent's overview where one is signed in.
    pub(crate) fn overview(self) -> Option<Overview> {
        self.standing.with(|standing| match standing {
            Standing::SignedIn(overview) => Some((**overview).clone()),
            _ => None,
        })
    }

    /// The parent's purse, which follows the edge without the page round it being drawn again.
    pub(crate) fn purse(self) -> Option<Purse> {
        self.purse.get()
    }

    /// Takes in what the edge says of a parent.
    fn keep(self, overview: Overview) {
        let purse = Some(Purse {
            credits: overview.credits,
            awaits_payment: overview.awaits_payment,
        });
        let alike = self.standing.with_untracked(
            |standing| matches!(standing, Standing::SignedIn(old) if is_drawn_alike(old, &overview)),
        );
        let standing = Standing::SignedIn(Box::new(overview));
        if alike {
            self.standing.update_untracked(|own| *own = standing);
        } else {
            self.standing.set(standing);
        }
        if self.purse.get_untracked() != purse {
            self.purse.set(purse);
        }
    }

    /// What a tablet in kid mode may know, where this is one.
    pub(crate) fn kid_room(self) -> Option<KidRoom> {
        self.standing.with(|standing| match standing {
            Standing::Kid(room) => Some((**room).clone()),
            _ => None,
        })
    }

    /// The deployment's facts, once they are known.
    pub(crate) fn config(self) -> Option<Config> {
        self.config.get()
    }

    /// Asks the edge for the deployment's facts; without them pages just say less.
    pub(crate) async fn learn_config(self) {
        let _ = self.learn_config_or_fail().await;
    }

    /// Asks for the deployment's facts where a page can't do without them.
    pub(crate) async fn learn_config_or_fail(self) -> Result<(), Failure> {
        self.config.set(Some(api::config().await?));
        Ok(())
    }

    /// Asks the edge who is signed in. A hiccup does not throw a signed-in parent out, and an answer that comes after the
    /// tablet has changed hands is let go of.
    pub(crate) async fn refresh(self) -> Result<Overview, Failure> {
        let asked_at = self.handovers.get_value();
        let answer = api::overview().await;
        let is_late = || self.handovers.get_value() != asked_at;
        match &answer {
            _ if is_late() => {}
            Ok(overview) => self.keep(overview.clone()),
            // What is forbidden here is a parent's: the tablet was handed over.
            Err(failure) if problem::is(failure, Code::Forbidden) => {
                let room = api::kid_room().await;
                match room {
                    _ if is_late() => {}
                    Ok(room) => self.standing.set(Standing::Kid(Box::new(room))),
                    Err(failure) => self.note(&failure),
                }
            }
            Err(failure) => self.note(failure),
        }
        answer
    }

    /// The tablet has come into other hands, or out of all.
    fn change_hands(self, standing: Standing) {
        self.handovers.update_value(|count| *count += 1);
        match standing {
            Standing::SignedIn(overview) => self.keep(*overview),
            other => self.standing.set(other),
        }
    }

    /// Hands the tablet over to the children.
    pub(crate) async fn hand_over(self, asked: &HandOver) -> Result<(), Failure> {
        let room = api::enter_kid_mode(asked).await?;
        self.change_hands(Standing::Kid(Box::new(room)));
        Ok(())
    }

    /// Makes this device the children's.
    pub(crate) async fn pair(self, asked: &PairDevice) -> Result<(), Failure> {
        let room = api::pair(asked).await?;
        self.change_hands(Standing::Kid(Box::new(room)));
        Ok(())
    }

    /// Ends the pairing of this device, which then belongs to nobody.
    pub(crate) async fn leave_pairing(self) -> Result<(), Failure> {
        let answer = api::leave_pairing().await;
        if answer.as_ref().err().is_none_or(problem::is_signed_out) {
            self.left();
        }
        answer
    }

    /// Takes the tablet back.
    pub(crate) async fn take_back(self, asked: &TakeBack) -> Result<(), Failure> {
        let overview = api::leave_kid_mode(asked).await?;
        self.change_hands(Standing::SignedIn(Box::new(overview)));
        Ok(())
    }

    /// Lets the session follow a failure that was met elsewhere.
    pub(crate) fn note(self, failure: &Failure) {
        if problem::is_signed_out(failure) {
            self.standing.set(Standing::SignedOut);
        } else if !matches!(
            self.standing.get_untracked(),
            Standing::SignedIn(_) | Standing::Kid(_)
        ) {
            self.standing.set(Standing::Failed(failure.clone()));
        }
    }

    /// Signs out here, and at the edge where it can be reached.
    pub(crate) async fn sign_out(self) -> Result<(), Failure> {
        let answer = api::sign_out().await;
        if answer.as_ref().err().is_none_or(problem::is_signed_out) {
            self.left();
        }
        answer
    }

    /// Forgets the parent: the session has ended at the edge.
    pub(crate) fn left(self) {
        self.code_sent_to.set(None);
        self.change_hands(Standing::SignedOut);
    }
}
