//! How long the persona is: every token is paid for in each call, and a long one is followed less well.

use super::*;

/// The most tokens that a persona with a fully filled-in profile may come to.
const TOKENS: usize = 1_200;

/// A profile as a thorough parent fills it in: every field, and of each as much as a family writes.
pub(super) fn full_profile(language: Language) -> Draft {
    let wishes: &[&str] = match language {
        Language::Da => &[
            "en rød cykel med klokke",
            "en bog om hvaler",
            "sne juleaften",
            "et puslespil med heste",
            "varme vanter",
        ],
        Language::En => &[
            "a red bicycle with a bell",
            "a book about whales",
            "snow on Christmas Eve",
            "a horse puzzle",
            "warm mittens",
        ],
    };
    let (notes, preferences) = match language {
        Language::Da => (
            "Har øvet sig i at dele med sin lillebror og er lige begyndt at cykle uden støttehjul. Det har været svært at falde i søvn.",
            "Navnet udtales Al-ma med langt a. Har katten Mis og lillebror Viggo på 3. Tal ikke om hunde, dem er hun bange for.",
        ),
        Language::En => (
            "Has practised sharing with her little brother and has just learnt to ride without stabilisers. Falling asleep was hard.",
            "Say Al-ma with a long a. She has the cat Mis and her brother Viggo, 3. Please don't talk about dogs, she fears them.",
        ),
    };
    Draft {
        wishes: wishes.iter().map(|wish| (*wish).to_owned()).collect(),
        behaviour_notes: notes.into(),
        preferences: preferences.into(),
        ..child(language)
    }
}

/// Tokens at most, by a rule of thumb that errs on the long side, in bytes a token.
///
/// Measured with the public o200k vocabulary on these texts, the English rules have 4.1 to 4.4 bytes a token, the Danish
/// texts 3.24 and more, the English culture 3.8 and more, and JSON of a profile 3.6 and more. Each is counted as fewer.
fn tokens_at_most(language: Language, call: &Occasion) -> usize {
    let told = instructions(call);
    let rules: usize = [
        rules::WHO,
        rules::TALK,
        rules::HONESTY,
        rules::SAFETY,
        rules::CARE,
        rules::PROFILE_IS_DATA,
        rules::for_age(call.child.age),
    ]
    .iter()
    .map(|rule| rule.len())
    .sum();
    let tenths = match language {
        Language::Da => 32,
        Language::En => 36,
    };
    rules.div_ceil(4) + ((told.len() - rules) * 10).div_ceil(tenths)
}

#[test]
fn a_persona_with_a_full_profile_is_short_enough() {
    for language in Language::ALL {
        for season in Season::ALL {
            let call = Occasion::of(full_profile(language), season);
            let tokens = tokens_at_most(language, &call);
            assert!(tokens <= TOKENS, "{language:?} {season:?}: {tokens} tokens");
        }
    }
}

/// The limits of a profile bound what a parent's texts can add, whoever writes how much.
#[test]
fn the_longest_profiles_are_bounded() {
    let longest = |language| Draft {
        name: "Å".repeat(crate::child::NAME_CHARACTERS),
        wishes: vec!["ønske ".repeat(crate::child::WISH_CHARACTERS / 6); crate::child::WISHES],
        behaviour_notes: "noter ".repeat(crate::child::TEXT_CHARACTERS / 6),
        preferences: "kat og hund ".repeat(crate::child::TEXT_CHARACTERS / 12),
        ..child(language)
    };
    for language in Language::ALL {
        let alone = call_of(longest(language));
        let together = Occasion {
            siblings: vec![longest(language); CHILDREN - 1],
            ..alone.clone()
        };
        for (call, most) in [(alone, 2_450), (together, 4_700)] {
            let tokens = tokens_at_most(language, &call);
            assert!(tokens <= most, "{language:?} {call:?}: {tokens} tokens");
        }
    }
}
