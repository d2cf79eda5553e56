//! Letters that cron writes, each once an account: the second confirmation of a consent, word of a changed policy, and
//! what a parent has asked for. `notices` tells what has just happened; this room finds out what is due.
//!
//! Never in here: a letter that is neither essential nor ticked. The store asks for the tick in the very statement that
//! writes the letter.

use domain::{
    Language,
    id::{AccountId, LetterId},
    mail::{CONFIRMED_AFTER_MS, DISAVOWAL_LIFETIME_MS, Occasion, TIPS_AFTER_MS, Topic, season},
    policy,
};

use crate::{
    Edge,
    digest::{self, Purpose},
    error::{Failure, Fault},
    locales::{self, NoticeMail},
    mail,
    notices::Posted,
    settings::Settings,
    store::{Disavowal, Recipient, Unconfirmed},
};

/// How many letters may wait when a round of cron is through: as many as the next round sends. More would only grow old.
const MOST_WAITING: usize = 20;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Writes what is due, as far as there is room, and tells how many letters that were. What matters most comes first.
pub(crate) async fn write_due(edge: &Edge, now_ms: i64) -> Result<usize, Failure> {
    let room = MOST_WAITING.saturating_sub(edge.store.letters_waiting().await?);
    let mut left = room;
    for due in edge
        .store
        .consents_to_confirm(now_ms - CONFIRMED_AFTER_MS, left)
        .await?
    {
        confirm_consent(edge, &due, now_ms).await?;
        left -= 1;
    }
    let in_use_since_ms = now_ms - edge.settings.idle_account_days * DAY_MS;
    let occasion = Occasion::Policy(policy::VERSION);
    let due = edge
        .store
        .accounts_to_tell_of_policy(policy::VERSION, in_use_since_ms, left);
    left -= write_all(edge, occasion, due.await?, now_ms).await?;
    if let Some(year) = season(now_ms) {
        let occasion = Occasion::Season(year);
        let due = edge.store.accounts_to_tell_of_season(occasion, left);
        left -= write_all(edge, occasion, due.await?, now_ms).await?;
    }
    let due = edge
        .store
        .accounts_to_give_tips(now_ms - TIPS_AFTER_MS, left);
    left -= write_all(edge, Occasion::FirstCall, due.await?, now_ms).await?;
    Ok(room - left)
}

async fn confirm_consent(edge: &Edge, due: &Unconfirmed, now_ms: i64) -> Result<(), Failure> {
    let token = edge.platform.random_token()?;
    let disavowal = Disavowal {
        token_hash: digest::of_token(&token),
        expires_at_ms: now_ms + DISAVOWAL_LIFETIME_MS,
    };
    let words = locales::letters(due.to.language);
    let day = locales::day(due.to.language, due.granted_at_ms);
    let version = locales::day_of_version(due.to.language, &due.text_version);
    let scope = if due.send_to_openai == 1 {
        words.consent_with_calls
    } else {
        words.consent_without_calls
    };
    let told = [
        ("scope", scope),
        ("day", &day),
        ("version", &version),
        ("shown_in", words.language_name(due.shown_in)),
        ("token", &token),
    ];
    let letter = written(&edge.settings, due.to.language, &words.consent, &told);
    let posted = posted(edge, &due.to, "consent", letter, None)?;
    let occasion = Occasion::Consent(&due.consent);
    edge.store
        .write_letter(&due.to.id, occasion, &posted, Some(&disavowal), now_ms)
        .await
}

/// Writes the letter of an occasion that is the same for everybody, and tells how many that were.
async fn write_all(
    edge: &Edge,
    occasion: Occasion<'_>,
    due: Vec<Recipient>,
    now_ms: i64,
) -> Result<usize, Failure> {
    for to in &due {
        let words = locales::letters(to.language);
        let (kind, mail) = match occasion {
            Occasion::Consent(_) => continue,
            Occasion::Policy(_) => ("policy", &words.policy),
            Occasion::Season(_) => ("season", &words.season),
            Occasion::FirstCall => ("tips", &words.tips),
        };
        let token = match occasion.topic() {
            Some(topic) => Some(unsubscribe_token(edge, &to.id, topic)?),
            None => None,
        };
        let news = [
            ("news", words.policy_news.1),
            ("token", token.as_deref().unwrap_or_default()),
        ];
        let letter = written(&edge.settings, to.language, mail, &news);
        let unsubscribe = token.map(|token| {
            let path = domain::wire::Endpoint::Unsubscribe.path(&token);
            format!("{}{path}", edge.settings.public_origin)
        });
        let posted = posted(edge, to, kind, letter, unsubscribe)?;
        edge.store
            .write_letter(&to.id, occasion, &posted, None, now_ms)
            .await?;
    }
    Ok(due.len())
}

/// Fills a letter in. What is filled in is ours: no word of a parent's comes into a letter.
fn written(
    settings: &Settings,
    language: Language,
    mail: &NoticeMail,
    told: &[(&str, &str)],
) -> mail::Letter {
    let own = [
        ("origin", settings.public_origin.as_str()),
        ("support", settings.support_email.as_str()),
    ];
    let filled = |text: &str| {
        told.iter()
            .chain(&own)
            .fold(text.to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
    };
    mail::letter(language, filled(mail.subject), &filled(mail.body))
}

fn posted(
    edge: &Edge,
    to: &Recipient,
    kind: &'static str,
    letter: mail::Letter,
    unsubscribe: Option<String>,
) -> Result<Posted, Fault> {
    Ok(Posted {
        id: LetterId::from_random(edge.platform.random()?),
        kind,
        address: to.email.clone(),
        letter,
        unsubscribe,
    })
}

/// The token by which letters of a topic are turned off: the account and a keyed hash of it and the topic. It says nothing
/// of the address, and it never runs out, because an old letter must be as easy to stop as a new one.
fn unsubscribe_token(edge: &Edge, account: &AccountId, topic: Topic) -> Result<String, Fault> {
    let key = edge.platform.secret("CODE_KEY")?;
    Ok(format!("{account}{}", signature(&key, account, topic)))
}

fn signature(key: &str, account: &AccountId, topic: Topic) -> String {
    digest::keyed(
        key,
        Purpose::Unsubscribe,
        &[account.as_str(), topic.as_str()],
    )
}

/// Whose letters about what a token turns off; `None` for a token that is none of ours.
pub(crate) fn read_unsubscribe_token(key: &str, token: &str) -> Option<(AccountId, Topic)> {
    let (account, signed) = token.split_at_checked(32)?;
    let account: AccountId = account.parse().ok()?;
    let topic = Topic::ALL
        .into_iter()
        .find(|&topic| signature(key, &account, topic) == signed)?;
    Some((account, topic))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything(language: Language) -> Vec<mail::Letter> {
        let settings = Settings::read(|_| None);
        let words = locales::letters(language);
        let told = [
            ("scope", words.consent_with_calls),
            ("day", "23. november 2026"),
            ("version", "23. november 2026"),
            ("shown_in", words.language_name(Language::En)),
            ("token", "0123456789abcdef"),
            ("news", words.policy_news.1),
        ];
        [&words.consent, &words.policy, &words.season, &words.tips]
            .map(|mail| written(&settings, language, mail, &told))
            .into()
    }

    #[test]
    fn every_letter_is_filled_in_and_leads_only_to_our_own_pages() {
        for language in Language::ALL {
            for letter in everything(language) {
                for part in [&letter.subject, &letter.text, &letter.html] {
                    assert!(!part.contains(['{', '[']), "{part}");
                }
                assert!(letter.text.contains("support@callsanta.space"));
                for tell_tale in ["<img", "url(", "<script"] {
                    assert!(!letter.html.contains(tell_tale), "{tell_tale}");
                }
                for part in [&letter.text, &letter.html] {
                    for link in part.split("http").skip(1) {
                        assert!(link.starts_with("s://callsanta.space"), "{link}");
                    }
                }
            }
        }
    }

    #[test]
    fn r28_what_nobody_needs_can_be_turned_off_in_the_letter_itself() {
        for language in Language::ALL {
            let words = locales::letters(language);
            for mail in [&words.season, &words.tips] {
                assert!(mail.body.contains("({origin}/breve/afmeld#{token})"));
            }
            for mail in [&words.consent, &words.policy] {
                assert!(!mail.body.contains("afmeld"));
            }
            assert!(
                words
                    .consent
                    .body
                    .contains("({origin}/samtykke/ikke-mig#{token})")
            );
        }
    }

    #[test]
    fn p26_what_is_new_is_said_of_todays_version_and_in_the_policys_own_words() {
        for language in Language::ALL {
            let page = match language {
                Language::Da => include_str!("../../app/locales/policy/privacy.da.md"),
                Language::En => include_str!("../../app/locales/policy/privacy.en.md"),
            };
            let (version, news) = locales::letters(language).policy_news;
            assert_eq!(version, policy::VERSION, "say what is new in this version");
            assert!(page.replace('\n', " ").contains(news), "{language:?}");
        }
    }

    #[test]
    fn a_token_turns_off_its_own_topic_of_its_own_account_and_no_other_key_made_it() {
        let account = AccountId::from_random([7; 16]);
        let token = |topic| format!("{account}{}", signature("k", &account, topic));
        for topic in Topic::ALL {
            let read = read_unsubscribe_token("k", &token(topic));
            assert_eq!(read, Some((account.clone(), topic)));
            assert_eq!(read_unsubscribe_token("K", &token(topic)), None);
        }
        let other = AccountId::from_random([8; 16]);
        let forged = token(Topic::Season).replace(account.as_str(), other.as_str());
        for wrong in ["", "æøå", account.as_str(), &forged, &"ø".repeat(48)] {
            assert_eq!(read_unsubscribe_token("k", wrong), None, "{wrong}");
        }
    }
}
