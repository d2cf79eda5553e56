//! Calls as scripts: `at <ms> <what happened>`, then what is expected of the machine. The scripts stand in
//! `tests/scripts`, one file a subject; [`script`] tells how they are read.

mod fault_table;
mod script;
mod stories;
mod world;

use script::Case;

const SUBJECTS: [(&str, &str); 10] = [
    ("start", include_str!("scripts/start.calls")),
    ("greeting", include_str!("scripts/greeting.calls")),
    ("turns", include_str!("scripts/turns.calls")),
    ("requests", include_str!("scripts/requests.calls")),
    ("silence", include_str!("scripts/silence.calls")),
    ("farewell", include_str!("scripts/farewell.calls")),
    ("tools", include_str!("scripts/tools.calls")),
    ("repair", include_str!("scripts/repair.calls")),
    ("edge", include_str!("scripts/edge.calls")),
    ("tablet", include_str!("scripts/tablet.calls")),
];

fn play_subject(wanted: &str) {
    let (_, text) = SUBJECTS.iter().find(|(name, _)| *name == wanted).unwrap();
    let faults: Vec<String> = script::cases(text)
        .iter()
        .filter_map(|case| case.play().err().map(|fault| format!("{wanted} {fault}")))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

macro_rules! subjects {
    ($($name:ident)+) => {
        $(#[test]
        fn $name() {
            play_subject(stringify!($name));
        })+

        #[test]
        fn every_subject_is_played() {
            assert_eq!([$(stringify!($name)),+], SUBJECTS.map(|(name, _)| name));
        }
    };
}

subjects! { start greeting turns requests silence farewell tools repair edge tablet }

#[test]
fn there_are_scripts_enough_and_none_stands_there_twice() {
    let cases: Vec<Case> = SUBJECTS
        .iter()
        .flat_map(|(_, text)| script::cases(text))
        .collect();
    let mut titles: Vec<&str> = cases.iter().map(|case| case.title).collect();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), cases.len(), "two scripts have one title");
    assert!(cases.len() >= 150, "{} scripts", cases.len());
}

#[test]
fn a_script_that_does_not_hold_is_told_with_its_line() {
    let text = "== it rings\nafter tapped\nis ringing\n";
    let fault = script::cases(text)[0].play().unwrap_err();
    assert!(
        fault.contains("it rings") && fault.contains("line 3"),
        "{fault}"
    );
}

#[test]
fn the_candle_burns_from_one_to_nothing() {
    let machine = script::after("greeted");
    assert_eq!(machine.view(1_100).candle, 1.0);
    assert_eq!(machine.view(151_100).candle, 0.5);
    assert_eq!(machine.view(151_100).minutes_left, Some(3));
    assert_eq!(machine.view(999_999).candle, 0.0);
    assert_eq!(super::Machine::default().view(0).minutes_left, None);
}
