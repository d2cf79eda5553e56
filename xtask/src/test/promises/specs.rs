//! The tests that Playwright runs. The table names them as their source writes them, so a name may leave something open:
//! `${language}` stands for each language, anything else for whatever is there.

use anyhow::{Result, ensure};

use super::proofs;
use crate::{paths, test::suite::Test};

const LANGUAGE: &str = "${language}";

/// The languages that the app speaks, by its files.
pub fn languages() -> Result<Vec<String>> {
    let mut languages = Vec::new();
    for entry in std::fs::read_dir(paths::root().join("app/locales"))? {
        let path = entry?.path();
        if let (Some(name), true) = (
            path.file_stem().and_then(|name| name.to_str()),
            path.extension().is_some_and(|ending| ending == "json"),
        ) {
            languages.push(name.to_owned());
        }
    }
    ensure!(!languages.is_empty(), "no languages were found");
    languages.sort();
    Ok(languages)
}

/// The tests of the table that are not among those that passed, each with its promise.
pub fn unproven(table: &str, passed: &[Test], languages: &[String]) -> Vec<String> {
    proofs(table, ".ts")
        .into_iter()
        .flat_map(|proof| {
            let names: Vec<_> = if proof.name.contains(LANGUAGE) {
                let spoken = |language: &String| proof.name.replace(LANGUAGE, language);
                languages.iter().map(spoken).collect()
            } else {
                vec![proof.name.to_owned()]
            };
            names
                .into_iter()
                .filter(|name| {
                    !passed
                        .iter()
                        .any(|test| test.place == proof.file && fits(name, &test.name))
                })
                .map(|name| format!("{}: {} {name}", proof.id, proof.file))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Whether a name is what its source wrote, with anything in the places that were left open.
fn fits(written: &str, name: &str) -> bool {
    let Some((start, rest)) = written.split_once("${") else {
        return written == name;
    };
    let Some(left) = name.strip_prefix(start) else {
        return false;
    };
    let rest = rest.split_once('}').map_or("", |(_, rest)| rest);
    (0..=left.len())
        .filter_map(|at| left.get(at..))
        .any(|left| fits(rest, left))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
| P7 | The call is personal | `tests/e2e/call.spec.ts` a call (${language})<br>`domain/src/a.rs` b |
| R26 | Signing in | `tests/edge/passkeys.spec.ts` a passkey is added (${kind}) and used |
";

    fn test(place: &str, name: &str) -> Test {
        Test {
            place: place.to_owned(),
            name: name.to_owned(),
            seconds: None,
        }
    }

    #[test]
    fn each_language_has_to_pass_and_any_kind_does() {
        let languages = ["da".to_owned(), "en".to_owned()];
        let mut passed = vec![
            test("tests/e2e/call.spec.ts", "a call (da)"),
            test("tests/e2e/call.spec.ts", "a call (en)"),
            test(
                "tests/edge/passkeys.spec.ts",
                "a passkey is added (ES256) and used",
            ),
        ];
        assert_eq!(unproven(TABLE, &passed, &languages), Vec::<String>::new());
        passed.remove(1);
        passed[1].name.push_str(" twice");
        assert_eq!(
            unproven(TABLE, &passed, &languages),
            [
                "P7: tests/e2e/call.spec.ts a call (en)",
                "R26: tests/edge/passkeys.spec.ts a passkey is added (${kind}) and used"
            ]
        );
        let elsewhere = [test("tests/e2e/other.spec.ts", "a call (da)")];
        assert_eq!(unproven(TABLE, &elsewhere, &languages).len(), 3);
    }

    #[test]
    fn the_languages_are_those_of_the_app() {
        assert_eq!(languages().unwrap(), ["da", "en"]);
    }
}
