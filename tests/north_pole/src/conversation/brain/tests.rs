//! Tables of what Santa says to whom, in both languages.

use super::*;

const ALL_TOOLS: [&str; 3] = ["note_wish", "call_grown_up", "say_goodbye"];

fn instructions(language: &str) -> String {
    let child = json!({"name": "Alma", "age": 6, "language": language, "wishes": ["en rød cykel", "Lego"],
        "behaviour_notes": "Hjælper sin lillebror.", "preferences": "heste"});
    format!("<language>{language}</language><child_profile>{child}</child_profile>")
}

fn heard() -> Moment {
    Moment {
        heard_voice: true,
        tools: ALL_TOOLS.map(str::to_owned).to_vec(),
        ..Moment::default()
    }
}

fn written(text: &str) -> Moment {
    Moment {
        texts: vec![text.into()],
        heard_voice: false,
        ..heard()
    }
}

fn talk(language: &str, turns: usize) -> Vec<Turn> {
    let mut brain = Brain::new(&instructions(language));
    (0..turns).map(|_| brain.turn(&heard())).collect()
}

#[test]
fn the_greeting_names_the_child_and_says_ai() {
    for (language, disclosure) in [
        ("da", "en AI – ikke et menneske"),
        ("en", "an AI, not a person"),
    ] {
        let greeting = &talk(language, 1)[0].text;
        assert!(
            greeting.contains("Alma") && greeting.contains(disclosure),
            "{greeting}"
        );
    }
}

#[test]
fn a_given_opening_is_said_to_the_letter_and_followed_by_a_question() {
    for (opening, said) in [
        (
            "Ho ho ho, Bo! Her er jeg.",
            "Ho ho ho, Bo! Her er jeg. Hvordan har du det i dag?",
        ),
        ("Ho ho ho, Bo! Er du der?", "Ho ho ho, Bo! Er du der?"),
    ] {
        let mut brain = Brain::new(&format!(
            "<language>da</language><opening>{opening}</opening>"
        ));
        assert_eq!(brain.turn(&Moment::default()).text, said);
    }
}

#[test]
fn the_talk_covers_the_profile() {
    for language in ["da", "en"] {
        let said: String = talk(language, 8)
            .into_iter()
            .map(|turn| turn.text + "\n")
            .collect();
        for matter in [
            "Alma",
            "en rød cykel",
            "Lego",
            "Hjælper sin lillebror",
            "heste",
            "6",
        ] {
            assert!(
                said.contains(matter),
                "{language}: {matter} is missing in {said}"
            );
        }
    }
}

#[test]
fn every_turn_asks_something_and_none_breaks_the_rules() {
    let banned = [
        "strømpe",
        "stocking",
        "artig",
        "uartig",
        "naughty",
        "jeg lover at",
        "i promise you",
        "jeg kan se",
        "i can see",
        "{",
    ];
    for language in ["da", "en"] {
        for turn in talk(language, 30) {
            assert!(turn.text.contains('?'), "no question: {}", turn.text);
            let lower = turn.text.to_lowercase();
            assert!(banned.iter().all(|word| !lower.contains(word)), "{lower}");
        }
    }
}

#[test]
fn no_line_follows_itself() {
    for language in ["da", "en"] {
        let turns = talk(language, 30);
        assert!(turns.windows(2).all(|pair| pair[0].text != pair[1].text));
    }
}

#[test]
fn a_wish_is_not_told_twice() {
    let mut brain = Brain::new("<child_profile>{\"wishes\":[\"a kite\"]}</child_profile>");
    let told = (0..6)
        .filter(|_| brain.turn(&heard()).text.contains("a kite"))
        .count();
    assert_eq!(told, 1);
}

#[test]
fn written_words_are_answered() {
    let cases = [
        ("da", "Er du rigtig?", "en AI, ikke et menneske", None),
        ("en", "Are you real?", "an AI, not a person", None),
        ("da", "farvel", "Farvel, Alma", Some("say_goodbye")),
        ("en", "goodbye", "Goodbye, Alma", Some("say_goodbye")),
        ("da", "han slår mig", "116 111", Some("call_grown_up")),
        ("en", "I am scared", "grown-up", Some("call_grown_up")),
        ("da", "Kan du se mig?", "kun høre", None),
        (
            "da",
            "Jeg ønsker mig en hundehvalp",
            "en hundehvalp",
            Some("note_wish"),
        ),
        ("en", "The child has been silent.", "still here", None),
    ];
    for (language, text, answer, tool) in cases {
        let mut brain = Brain::new(&instructions(language));
        brain.turn(&heard());
        let turn = brain.turn(&written(text));
        assert!(turn.text.contains(answer), "{text} → {}", turn.text);
        assert_eq!(
            turn.tool_calls.first().map(|call| call.name.as_str()),
            tool,
            "{text}"
        );
    }
}

#[test]
fn a_response_obeys_its_own_instructions() {
    let mut brain = Brain::new(&instructions("da"));
    let told = |words: &str| Moment {
        instructions: Some(words.into()),
        ..heard()
    };
    assert_eq!(
        brain.turn(&told("Now <say>Hej med jer</say>")).text,
        "Hej med jer"
    );
    assert!(
        brain
            .turn(&told("Sig farvel nu"))
            .text
            .contains("Farvel, Alma")
    );
    assert!(
        brain
            .turn(&told("Please wind down the talk"))
            .text
            .contains("Farvel, Alma")
    );
}

#[test]
fn a_talk_that_is_led_towards_its_end_is_not_ended() {
    for (language, cue) in [
        (
            "da",
            "Samtalen nærmer sig sin slutning. Led den hen mod farvel, og spørg om én sidste ting.",
        ),
        (
            "en",
            "The talk is coming to its end. Lead it towards goodbye, and ask for one last thing.",
        ),
    ] {
        let mut brain = Brain::new(&instructions(language));
        let turn = brain.turn(&Moment {
            instructions: Some(cue.into()),
            ..heard()
        });
        assert!(
            turn.text.contains('?') && turn.tool_calls.is_empty(),
            "{}",
            turn.text
        );
    }
}

#[test]
fn after_goodbye_a_tools_answer_starts_nothing_new() {
    let mut brain = Brain::new(&instructions("en"));
    assert_eq!(brain.turn(&written("goodbye")).tool_calls.len(), 1);
    let again = brain.turn(&Moment {
        heard_voice: false,
        ..heard()
    });
    assert!(
        !again.text.contains('?') && again.tool_calls.is_empty(),
        "{}",
        again.text
    );
}

#[test]
fn a_wish_is_noted_only_when_the_child_spoke_and_the_tool_is_there() {
    let mut brain = Brain::new(&instructions("da"));
    brain.turn(&Moment::default());
    let noted = brain.turn(&heard()).tool_calls;
    assert_eq!(
        noted,
        [ToolCall {
            name: "note_wish".into(),
            arguments: json!({"wish": "en rød cykel"})
        }]
    );

    let mut brain = Brain::new(&instructions("da"));
    brain.turn(&Moment::default());
    assert_eq!(
        brain
            .turn(&Moment {
                tools: vec![],
                ..heard()
            })
            .tool_calls,
        []
    );
}

#[test]
fn a_seeded_conversation_goes_on_instead_of_beginning_again() {
    let mut brain = Brain::new(&instructions("da"));
    let seeded = Moment {
        seeded: true,
        texts: vec!["Vi snakkede om cyklen".into()],
        ..Moment::default()
    };
    assert!(brain.turn(&seeded).text.contains("sne på linjen"));
}

#[test]
fn a_parents_braces_are_spoken_and_not_filled_in() {
    let mut brain =
        Brain::new("<language>en</language><child_profile>{\"name\":\"{wish}\"}</child_profile>");
    assert!(brain.turn(&heard()).text.contains("{wish}"));
}

#[test]
fn a_child_whose_name_is_misread_puts_him_right_once_and_not_if_he_was_told() {
    for (language, name, sound) in [("da", "Sigrid", "SI-gri"), ("en", "Siobhan", "shi-VAWN")] {
        let instructions = |preferences: &str| {
            let child = json!({"name": name, "preferences": preferences});
            format!("<language>{language}</language><child_profile>{child}</child_profile>")
        };
        let spoken = || Moment {
            tools: vec!["note_name_sound".into()],
            ..heard()
        };
        let mut brain = Brain::new(&instructions("heste"));
        assert_eq!(
            brain.turn(&spoken()).tool_calls,
            [],
            "the greeting comes first"
        );
        let put_right = brain.turn(&spoken());
        assert!(put_right.text.contains(name), "{}", put_right.text);
        assert_eq!(
            put_right.tool_calls,
            [ToolCall {
                name: "note_name_sound".into(),
                arguments: json!({"name": name, "sound": sound})
            }]
        );
        assert_eq!(brain.turn(&spoken()).tool_calls, [], "once");

        let mut told = Brain::new(&instructions(&format!("Say {sound}.")));
        let turns: Vec<_> = (0..4).map(|_| told.turn(&spoken())).collect();
        assert!(turns.iter().all(|turn| turn.tool_calls.is_empty()));
    }
}
