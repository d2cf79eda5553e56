//! Turns the two language files into constants and functions of the module `text`.
//!
//! A key that is missing from one file, a placeholder that only one language fills, or a file that is not two levels of
//! text stops the build, so that neither can reach a reader. Only the keys are compiled in; the words themselves are
//! fetched, one language at a time.

#[path = "../domain/src/policy/document.rs"]
#[expect(dead_code, reason = "the app takes more of it than this script")]
mod document;

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

type Texts = BTreeMap<String, BTreeMap<String, String>>;

fn main() -> Result<(), String> {
    let danish = read("locales/da.json")?;
    let english = read("locales/en.json")?;
    let mut faults = differences(&danish, &english);
    faults.extend(differences(&english, &danish));
    for name in ["privacy", "terms"] {
        let [danish, english] = ["da", "en"].map(|language| read_long(name, language));
        if shape(&danish?) != shape(&english?) {
            faults.push(format!("policy/{name} has other passages or placeholders"));
        }
    }
    if !faults.is_empty() {
        return Err(format!("the languages differ: {}", faults.join("; ")));
    }
    let folder = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(
        Path::new(&folder).join("text.rs"),
        constants(&danish, &english),
    )
    .map_err(|error| error.to_string())
}

/// Reads a language file and checks its shape and its names.
fn read(path: &str) -> Result<Texts, String> {
    println!("cargo::rerun-if-changed={path}");
    let json = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let texts: Texts = serde_json::from_str(&json).map_err(|error| format!("{path}: {error}"))?;
    for (group, entries) in &texts {
        for (name, text) in entries {
            let well_named = |word: &str| {
                word.starts_with(|c: char| c.is_ascii_lowercase())
                    && word
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            };
            if !well_named(group) || !well_named(name) {
                return Err(format!("{path}: {group}.{name} is not in snake case"));
            }
            if text.trim().is_empty() {
                return Err(format!("{path}: {group}.{name} is empty"));
            }
            if !placeholders(text)?.iter().all(|word| well_named(word)) {
                return Err(format!(
                    "{path}: {group}.{name} has a placeholder that is no name"
                ));
            }
        }
    }
    Ok(texts)
}

/// Reads a long text, which the app fetches as it stands.
fn read_long(name: &str, language: &str) -> Result<document::Document, String> {
    let path = format!("locales/policy/{name}.{language}.md");
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    document::Document::read(&text).map_err(|error| format!("{path}: {error}"))
}

/// What both languages of a long text must have alike: section by section, the conditions and placeholders of each block.
fn shape(document: &document::Document) -> Vec<Vec<(String, Vec<String>)>> {
    let block = |block: &document::Block| {
        let mut names = placeholders(&block.texts.join(" ")).unwrap_or_default();
        names.sort();
        (block.condition.clone(), names)
    };
    let sections = document.sections.iter();
    sections
        .map(|section| section.blocks.iter().map(block).collect())
        .collect()
}

/// What `one` has that `other` has not, or fills otherwise.
fn differences(one: &Texts, other: &Texts) -> Vec<String> {
    let mut faults = Vec::new();
    for (group, entries) in one {
        for (name, text) in entries {
            match other.get(group).and_then(|entries| entries.get(name)) {
                None => faults.push(format!("{group}.{name} is in one file only")),
                Some(counterpart) => {
                    let sorted = |text: &str| {
                        let mut names = placeholders(text).unwrap_or_default();
                        names.sort();
                        names
                    };
                    if sorted(text) != sorted(counterpart) {
                        faults.push(format!("{group}.{name} has other placeholders"));
                    }
                }
            }
        }
    }
    faults
}

/// The names between braces, each once, in the order of the text.
fn placeholders(text: &str) -> Result<Vec<String>, String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (_, after) = rest.split_at(open + 1);
        let close = after
            .find('}')
            .ok_or_else(|| format!("an open brace in {text:?}"))?;
        let name = &after[..close];
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = &after[close + 1..];
    }
    Ok(names)
}

/// A module per group: a constant per text, a function per text that has something to fill in.
fn constants(danish: &Texts, english: &Texts) -> String {
    let mut code = String::new();
    for (group, entries) in danish {
        // The words of the page that stands in where there is no line; the build writes them into it.
        if group == "offline" {
            continue;
        }
        let _ = writeln!(code, "pub(crate) mod {group} {{");
        for (name, text) in entries {
            let meaning = english
                .get(group)
                .and_then(|entries| entries.get(name))
                .map_or("", String::as_str);
            let _ = writeln!(code, "    /// {meaning}");
            let names = placeholders(text).unwrap_or_default();
            if names.is_empty() {
                let constant = name.to_uppercase();
                let _ = writeln!(
                    code,
                    "    pub(crate) const {constant}: crate::words::Key = crate::words::Key(\"{group}.{name}\");"
                );
            } else {
                let arguments: Vec<_> = names
                    .iter()
                    .map(|name| format!("{name}: impl ToString"))
                    .collect();
                let values: Vec<_> = names
                    .iter()
                    .map(|name| format!("(\"{name}\", {name}.to_string())"))
                    .collect();
                let _ = writeln!(
                    code,
                    "    pub(crate) fn {name}({}) -> crate::words::Text {{ crate::words::Text::filled(\"{group}.{name}\", vec![{}]) }}",
                    arguments.join(", "),
                    values.join(", ")
                );
            }
        }
        code.push_str("}\n");
    }
    code
}
