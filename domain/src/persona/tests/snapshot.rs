//! What Santa is told, to the letter, so that no change of it goes unseen. Written anew by
//! `CALL_SANTA_WRITE_SNAPSHOTS=1 cargo test -p domain`.

use super::*;

fn whole(language: Language) -> String {
    let call = call_of(size::full_profile(language));
    let cues = serde_json::to_string_pretty(&cues(language)).unwrap();
    let request = token_request(&call, "gpt-realtime-2.1-mini", "cedar");
    let tools = serde_json::to_string_pretty(&request["session"]["tools"]).unwrap();
    format!(
        "{}\n\n= cues\n{cues}\n\n= tools\n{tools}\n",
        instructions(&call)
    )
}

#[test]
fn the_persona_reads_as_it_was_approved() {
    let approved = Language::each_with([
        include_str!("snapshot.da.txt"),
        include_str!("snapshot.en.txt"),
    ]);
    for (language, approved) in approved {
        let whole = whole(language);
        if std::env::var_os("CALL_SANTA_WRITE_SNAPSHOTS").is_some() {
            let file = format!("src/persona/tests/snapshot.{}.txt", language.tag());
            std::fs::write(file, &whole).unwrap();
        } else {
            assert_eq!(whole, approved, "the persona in {language:?} has changed");
        }
    }
}
