use super::*;
use crate::consent::{TEXT_VERSION, Ticks};

fn consent() -> GrantedConsent {
    GrantedConsent::from_ticks(&Ticks {
        language: crate::Language::Da,
        text_version: TEXT_VERSION.into(),
        custody: true,
        collect_child_data: true,
        send_to_openai: true,
    })
    .unwrap()
}

fn alma() -> Draft {
    Draft {
        name: "Alma".into(),
        age: 6,
        ..Draft::default()
    }
}

#[test]
fn a_name_and_an_age_are_enough() {
    assert!(Profile::new(&alma(), &consent()).is_ok());
}

#[test]
fn every_limit_has_its_error() {
    let table: Vec<(Draft, Field, Wrong)> = vec![
        (
            Draft {
                name: " \u{200b} ".into(),
                ..alma()
            },
            Field::Name,
            Wrong::Missing,
        ),
        (
            Draft {
                name: "a".repeat(41),
                ..alma()
            },
            Field::Name,
            Wrong::TooLong,
        ),
        (Draft { age: 2, ..alma() }, Field::Age, Wrong::OutOfRange),
        (Draft { age: 13, ..alma() }, Field::Age, Wrong::OutOfRange),
        (
            Draft {
                wishes: vec!["lego".into(); 21],
                ..alma()
            },
            Field::Wishes,
            Wrong::TooMany,
        ),
        (
            Draft {
                wishes: vec!["l".repeat(121)],
                ..alma()
            },
            Field::Wishes,
            Wrong::TooLong,
        ),
        (
            Draft {
                behaviour_notes: "a".repeat(601),
                ..alma()
            },
            Field::BehaviourNotes,
            Wrong::TooLong,
        ),
        (
            Draft {
                preferences: "a".repeat(601),
                ..alma()
            },
            Field::Preferences,
            Wrong::TooLong,
        ),
    ];
    for (draft, field, wrong) in table {
        assert_eq!(
            Profile::new(&draft, &consent()),
            Err(vec![FieldError { field, wrong }]),
            "{field:?} {wrong:?}"
        );
    }
}

#[test]
fn letters_count_and_not_bytes() {
    assert!(
        Profile::new(
            &Draft {
                name: "å".repeat(40),
                ..alma()
            },
            &consent()
        )
        .is_ok()
    );
}

#[test]
fn texts_are_tidied_and_empty_wishes_go() {
    let draft = Draft {
        name: "  Al\u{202e}ma\n".into(),
        wishes: vec!["en\tcykel".into(), "   ".into()],
        ..alma()
    };
    let profile = Profile::new(&draft, &consent()).unwrap();
    assert_eq!(profile.fields().name, "Al ma");
    assert_eq!(profile.fields().wishes, ["en cykel"]);
}

#[test]
fn a_names_sound_joins_what_the_parent_wrote_and_replaces_what_was_learnt_before() {
    let table = [
        (Language::Da, "", "Navnet siges: AL-ma."),
        (Language::En, "", "The name is said: AL-ma."),
        (
            Language::Da,
            "Har en kat",
            "Har en kat. Navnet siges: AL-ma.",
        ),
        (
            Language::Da,
            " Har en kat!\n",
            "Har en kat! Navnet siges: AL-ma.",
        ),
        (
            Language::Da,
            "Navnet siges: al-MA. Har en kat.",
            "Har en kat. Navnet siges: AL-ma.",
        ),
        (
            Language::Da,
            "Bange for hunde. Navnet siges: al-MA",
            "Bange for hunde. Navnet siges: AL-ma.",
        ),
    ];
    for (language, before, after) in table {
        let draft = Draft {
            language,
            preferences: before.into(),
            ..alma()
        };
        let learnt = draft.with_name_sound("AL-ma");
        assert_eq!(learnt.preferences, after);
        assert_eq!(learnt.clone().with_name_sound("AL-ma"), learnt, "once");
        assert_eq!(learnt.problems(), []);
    }
    let full = Draft {
        preferences: "a".repeat(TEXT_CHARACTERS),
        ..alma()
    };
    let too_long = FieldError {
        field: Field::Preferences,
        wrong: Wrong::TooLong,
    };
    assert_eq!(full.with_name_sound("AL-ma").problems(), [too_long]);
}

#[test]
fn an_honest_answer_has_the_same_name_everywhere() {
    for answer in HonestAnswer::ALL {
        assert_eq!(
            serde_json::to_value(answer).unwrap(),
            serde_json::Value::from(answer.tag())
        );
    }
}

#[test]
fn neither_type_prints_a_name() {
    let profile = Profile::new(&alma(), &consent()).unwrap();
    assert!(!format!("{profile:?} {:?}", alma()).contains("Alma"));
}
