//! Answers: what the edge sends back.

use serde::{Deserialize, Serialize};

use crate::{
    Language,
    call::EndReason,
    child::Draft,
    id::{CallId, ChildId},
    payment::Currency,
    wire::PackView,
};

/// What the deployment tells everybody who asks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Config {
    /// The company behind the service.
    pub operator_name: String,
    /// Its company number (CVR in Denmark).
    pub operator_number: String,
    /// Its postal address.
    pub operator_address: String,
    /// Where to write.
    pub support_email: String,
    /// Who carries the mail.
    pub mail_provider: String,
    /// The model that speaks.
    pub voice_model: String,
    /// Whether OpenAI's zero data retention is confirmed for this deployment.
    pub zero_data_retention: bool,
    /// Whether anything can be bought, so that Stripe is a processor.
    pub payments: bool,
    /// What can be bought, in the operator's order; empty where nothing can.
    pub packs: Vec<PackView>,
    /// The rate of the tax that the prices include, in percent.
    pub vat_percent: u32,
    /// How many years records of payments are kept.
    pub bookkeeping_years: u32,
    /// The hosts of the STUN servers that browsers are told of; whoever runs them sees IP addresses.
    pub stun_hosts: Vec<String>,
    /// How many credits a new account is given.
    pub welcome_credits: u32,
    /// Where a developer reads mail, on a development build only.
    pub inbox_url: Option<String>,
}

impl Config {
    /// What a credit costs at most, in hundredths of the currency; `None` where nothing is sold.
    pub fn dearest_credit(&self) -> Option<(u32, Currency)> {
        let dearest = self.packs.iter().max_by_key(|pack| pack.credit_minor())?;
        Some((dearest.credit_minor(), dearest.currency))
    }
}

/// Everything the parent's dashboard shows, in one answer.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// Whose account it is.
    pub account: AccountView,
    /// The consent that stands; `None` asks for one.
    pub consent: Option<ConsentView>,
    /// The children, oldest profile first.
    pub children: Vec<ChildView>,
    /// What can be spent.
    pub credits: CreditsView,
    /// Whether a payment page that was opened within the hour may still bring credits.
    pub awaits_payment: bool,
    /// The latest calls, newest first.
    pub calls: Vec<CallSummary>,
}

impl Overview {
    /// Whether a call can be asked for, as far as this tells. One that goes on has the credits on hold and gives its place
    /// to the next: a page that was lost while it rang must not lock the family out.
    pub fn may_call(&self) -> bool {
        let agreed = self
            .consent
            .as_ref()
            .is_some_and(|consent| consent.allows_calls);
        let one_goes_on = self.calls.iter().any(|call| call.reason.is_none());
        agreed && (self.credits.call_minutes > 0 || one_goes_on)
    }
}

/// The parent's own data.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountView {
    /// The address that codes go to.
    pub email: String,
    /// The language of the account's mail.
    pub language: Language,
    /// Whether the policy or the terms have changed since this parent last saw them.
    pub policy_changed: bool,
}

/// A consent that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentView {
    /// Which text was agreed to.
    pub text_version: String,
    /// When.
    pub granted_at_ms: i64,
    /// Whether calls may be made.
    pub allows_calls: bool,
}

/// A child's profile with its id.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ChildView {
    /// The profile's id.
    pub id: ChildId,
    /// Its content.
    #[serde(flatten)]
    pub profile: Draft,
}

/// The purse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditsView {
    /// Credits that can be spent; a credit is one started minute.
    pub balance: i64,
    /// The longest call that can be started now, in minutes.
    pub call_minutes: u32,
    /// What one credit costs where it costs most, in the currency's smallest unit; `None` where nothing is sold.
    pub price_minor: Option<u32>,
    /// The currency of that price.
    pub currency: Option<Currency>,
    /// Whether the account got no welcome credits because the day's were given away.
    pub trial_withheld: bool,
}

impl CreditsView {
    /// What so many credits cost at most, with the currency: the price that stands beside their figure (R22). `None`
    /// where nothing is sold.
    pub fn price_of(&self, credits: i64) -> Option<(i64, Currency)> {
        let price = i64::from(self.price_minor?);
        Some((price.checked_mul(credits)?, self.currency?))
    }
}

/// A call as the parent sees it afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallSummary {
    /// The call.
    pub id: CallId,
    /// Whose call it was; `None` when the profile is gone.
    pub child: Option<ChildId>,
    /// When it was started.
    pub started_at_ms: i64,
    /// How long Santa was on the line, in seconds; `None` while it goes on.
    pub seconds: Option<u32>,
    /// Credits used; `None` while it goes on.
    pub charged: Option<u32>,
    /// Why it ended; `None` while it goes on.
    pub reason: Option<EndReason>,
    /// Credits given back because it did not go well.
    pub given_back: u32,
    /// Whether Santa asked for a grown-up; of why nobody knows.
    #[serde(default)]
    pub grown_up_wanted: bool,
}

/// A call that may now be placed at OpenAI.
#[derive(Clone, Serialize, Deserialize)]
pub struct CallStarted {
    /// Our id of the call.
    pub call: CallId,
    /// The ephemeral token (`ek_…`), good for placing this call only.
    pub token: String,
    /// When the token stops working.
    pub token_expires_at_ms: i64,
    /// Where the offer is posted.
    pub calls_url: String,
    /// STUN servers, where the operator has set some.
    pub stun_urls: Vec<String>,
    /// The call's length at most, counted from the connection.
    pub limit_seconds: u32,
    /// How often a heartbeat is due.
    pub heartbeat_seconds: u32,
    /// What Santa is told along the way.
    pub cues: CallCues,
}

/// Another line of a call that goes on may now be placed at OpenAI.
#[derive(Clone, Serialize, Deserialize)]
pub struct CallReconnected {
    /// The ephemeral token (`ek_…`), good for placing this line only.
    pub token: String,
    /// When the token stops working.
    pub token_expires_at_ms: i64,
}

/// Cues: what the browser tells Santa at set points of the call, in the child's language.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallCues {
    /// To say when the child has been silent for a while.
    pub nudge: String,
    /// To tell a short rhyme when it has stayed silent.
    pub rhyme: String,
    /// To steer towards the end, a minute before it.
    pub wind_down: String,
    /// To say goodbye now.
    pub farewell: String,
    /// To excuse the sleigh's bad connection and go on, on a second line.
    pub reconnected: String,
    /// Santa's own words about the wishes that he has heard, `{wishes}` standing for them; for a second line.
    pub wishes_heard: String,
    /// The same about how names are said, `{names}` standing for them.
    pub names_learnt: String,
    /// What a child says that taps the picture for yes.
    pub yes: String,
    /// For no.
    pub no: String,
    /// For a wave.
    pub wave: String,
}

/// A call that was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallEnded {
    /// How long Santa was on the line, in seconds.
    pub seconds: u32,
    /// Credits used.
    pub charged: u32,
    /// Credits left.
    pub balance: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_have_a_price_where_something_is_sold() {
        let purse = |price_minor| CreditsView {
            balance: 5,
            call_minutes: 5,
            price_minor,
            currency: Some(Currency::DKK),
            trial_withheld: false,
        };
        let sold = purse(Some(490));
        assert_eq!(sold.price_of(5), Some((2_450, Currency::DKK)));
        assert_eq!(sold.price_of(-2), Some((-980, Currency::DKK)));
        assert_eq!(sold.price_of(i64::MAX), None);
        assert_eq!(purse(None).price_of(5), None);
    }

    #[test]
    fn a_call_can_be_asked_for_with_credits_or_in_place_of_one_that_goes_on() {
        // agreed to calls, minutes to spend, a call in the list and whether it goes on → may call
        let table = [
            (true, 5, None, true),
            (true, 0, None, false),
            (true, 0, Some(true), true),
            (true, 0, Some(false), false),
            (false, 5, Some(true), false),
        ];
        for (allows_calls, call_minutes, listed, expected) in table {
            let call = listed.map(|goes_on| CallSummary {
                id: CallId::from_random([1; 16]),
                child: None,
                started_at_ms: 0,
                seconds: None,
                charged: None,
                reason: (!goes_on).then_some(EndReason::HungUp),
                given_back: 0,
                grown_up_wanted: false,
            });
            let overview = Overview {
                account: AccountView {
                    email: "mor@example.dk".into(),
                    language: Language::Da,
                    policy_changed: false,
                },
                consent: Some(ConsentView {
                    text_version: "1".into(),
                    granted_at_ms: 0,
                    allows_calls,
                }),
                children: Vec::new(),
                credits: CreditsView {
                    balance: 0,
                    call_minutes,
                    price_minor: None,
                    currency: None,
                    trial_withheld: false,
                },
                awaits_payment: false,
                calls: call.into_iter().collect(),
            };
            assert_eq!(
                overview.may_call(),
                expected,
                "{allows_calls} {call_minutes} {listed:?}"
            );
        }
    }
}
