//! Mail: which letters there are beside codes, when each is due, and which of them a parent has to have asked for.
//!
//! Codes, security, receipts, changes of the policy and word of the account itself are essential: they belong to the
//! service. What is left has a [`Topic`], is off until the parent ticks it (markedsføringsloven § 10) and can be turned
//! off by one click in the letter itself.

use serde::{Deserialize, Serialize};

use crate::id::ConsentId;

/// The version of the words that stand beside the ticks; kept with each tick as proof of what was agreed to.
pub const CHOICE_TEXT_VERSION: &str = "2026-11-23";

/// How long after a consent its second confirmation is mailed, in milliseconds. COPPA's "email plus" wants it delayed, so
/// that it reaches the parent at another hour than the code did; a day is also time enough to make the first call, which
/// never waits for it.
pub const CONFIRMED_AFTER_MS: i64 = DAY_MS;

/// How long the link "this wasn't me" in that letter works, in milliseconds.
pub const DISAVOWAL_LIFETIME_MS: i64 = 30 * DAY_MS;

/// How long after the first call tips are due, in milliseconds: when the child asks for the next one.
pub const TIPS_AFTER_MS: i64 = 3 * DAY_MS;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What a parent may ask to get letters about. Nothing of it is sent unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// News of the season, once a year.
    Season,
    /// Tips for the calls, once, some days after the first.
    Tips,
}

impl Topic {
    /// Every topic, in the order of the page.
    pub const ALL: [Topic; 2] = [Topic::Season, Topic::Tips];

    /// The name under which the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Topic::Season => "season",
            Topic::Tips => "tips",
        }
    }
}

/// What gives rise to a letter; each gives rise to one, once an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion<'a> {
    /// An act of consent, which is confirmed a second time.
    Consent(&'a ConsentId),
    /// A new version of the policy and the terms.
    Policy(&'a str),
    /// The December of a year.
    Season(i64),
    /// The first call.
    FirstCall,
}

impl Occasion<'_> {
    /// The name under which the store keeps it; no account has two letters under one name.
    pub fn key(self) -> String {
        match self {
            Occasion::Consent(act) => format!("consent/{act}"),
            Occasion::Policy(version) => format!("policy/{version}"),
            Occasion::Season(year) => format!("season/{year}"),
            Occasion::FirstCall => "tips/first-call".to_owned(),
        }
    }

    /// What the parent must have asked for; `None` where the letter is essential.
    pub fn topic(self) -> Option<Topic> {
        match self {
            Occasion::Consent(_) | Occasion::Policy(_) => None,
            Occasion::Season(_) => Some(Topic::Season),
            Occasion::FirstCall => Some(Topic::Tips),
        }
    }
}

/// The year whose Christmas is being counted down to: from the 1st to the 20th of December, so that no letter about it
/// comes when it is all but over. `None` in the rest of the year.
pub fn season(now_ms: i64) -> Option<i64> {
    let (year, month, day) = civil(now_ms.div_euclid(DAY_MS));
    (month == 12 && day <= 20).then_some(year)
}

/// Year, month and day of a day counted from 1 January 1970, by the calendar's own 400-year cycle.
fn civil(day: i64) -> (i64, i64, i64) {
    // Counted from 1 March of the year 0, so that the leap day comes last.
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let in_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + later, month, in_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_dates() {
        for (day, date) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (20_780, (2026, 11, 23)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ] {
            assert_eq!(civil(day), date);
        }
    }

    #[test]
    fn the_season_begins_on_the_first_of_december_and_ends_in_good_time() {
        let first = 20_788 * DAY_MS;
        for (now_ms, expected) in [
            (first - 1, None),
            (first, Some(2026)),
            (first + 20 * DAY_MS - 1, Some(2026)),
            (first + 20 * DAY_MS, None),
            (first + 365 * DAY_MS, Some(2027)),
        ] {
            assert_eq!(season(now_ms), expected);
        }
    }

    #[test]
    fn every_letter_that_nobody_needs_has_a_topic_and_the_others_have_none() {
        let act = ConsentId::from_random([7; 16]);
        assert_eq!(Occasion::Consent(&act).topic(), None);
        assert_eq!(Occasion::Policy("2026-11-23").topic(), None);
        assert_eq!(Occasion::Season(2026).topic(), Some(Topic::Season));
        assert_eq!(Occasion::FirstCall.topic(), Some(Topic::Tips));
    }

    #[test]
    fn the_stored_name_of_a_topic_is_the_one_on_the_wire() {
        for topic in Topic::ALL {
            assert_eq!(serde_json::to_value(topic).unwrap(), topic.as_str());
        }
    }
}
