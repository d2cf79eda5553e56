//! Filling the templates of prerendered pages with the words of one language.
//!
//! `[[group.name]]` is a text of a language file and is filled here, escaped; what the build knows itself under another mark
//! is HTML already. `{{name}}` is known to the deployment only and is filled by the edge (`domain::landing`).

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use domain::{Language, landing};
use sha2::{Digest as _, Sha256};

use super::site::bundle_style;
use crate::{paths, progress::Reporter};

/// The texts of a language, by group and name.
pub type Texts = BTreeMap<String, BTreeMap<String, String>>;

/// The woven heart, as `app/src/components/heart.rs` draws it.
pub const HEART: &str = concat!(
    r#"<svg class="heart" viewBox="0 0 100 96" aria-hidden="true" focusable="false"><g transform="translate(50 8) rotate(45)">"#,
    r#"<path class="heart-white" d="M60 0v60H0a30 30 0 0 1 0-60z"></path><path class="heart-red" d="M0 0a30 30 0 0 1 60 0z"></path>"#,
    r#"<path class="heart-red" d="M0 0h20v20H0zM40 0h20v20H40zM20 20h20v20H20zM0 40h20v20H0zM40 40h20v20H40z"></path></g></svg>"#,
);

/// Reads a language file, its path seen from the project's root.
pub fn texts(path: impl AsRef<Path>) -> Result<Texts> {
    let path = paths::root().join(path);
    let json = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&json).with_context(|| path.display().to_string())
}

/// Reads a template, its path seen from the project's root.
pub fn template(path: &str) -> Result<String> {
    std::fs::read_to_string(paths::root().join(path)).with_context(|| path.to_owned())
}

/// Bundles `style/<name>.css` for the inside of a document, so that its first paint waits for no style sheet; `build` is the
/// versioned folder's address.
pub fn style(report: &Reporter, name: &str, build: &str) -> Result<String> {
    let bundled = paths::own().join(format!("{name}.css"));
    bundle_style(report, name, &bundled)?;
    let style = std::fs::read_to_string(bundled)?;
    Ok(style.trim().replace("./fonts/", &format!("{build}fonts/")))
}

/// What the policy allows an inline style by: `sha256-…`.
pub fn hash_of(style: &str) -> String {
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes()));
    format!("sha256-{digest}")
}

/// Fills every `[[mark]]`: from `own` where that knows it, else from the texts.
///
/// # Errors
///
/// Where nothing is known under a mark, and where a text holds a mark itself.
pub fn fill(template: &str, texts: &Texts, own: impl Fn(&str) -> Option<String>) -> Result<String> {
    let mut page = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("[[") {
        page.push_str(before);
        let (mark, after) = after.split_once("]]").context("a mark that does not end")?;
        match own(mark) {
            Some(html) => page.push_str(&html),
            None => {
                let words = mark
                    .split_once('.')
                    .and_then(|(group, name)| texts.get(group)?.get(name))
                    .with_context(|| format!("no words for [[{mark}]]"))?;
                landing::escape_into(&mut page, words);
            }
        }
        rest = after;
    }
    page.push_str(rest);
    ensure!(!page.contains("[["), "a text holds a mark of the build");
    Ok(page)
}

/// What every page says of its language and its build.
pub fn of_language(language: Language, build: &str, mark: &str) -> Option<String> {
    let is_danish = language == Language::Da;
    let by_language = |danish: &str, english: &str| match language {
        Language::Da => danish.to_owned(),
        Language::En => english.to_owned(),
    };
    Some(match mark {
        "lang" => language.tag().to_owned(),
        "build" => build.to_owned(),
        "heart" => HEART.to_owned(),
        "locale" => by_language("da_DK", "en_GB"),
        "privacy_path" => by_language("/privatliv", "/privacy"),
        "terms_path" => by_language("/vilkaar", "/terms"),
        "is.da" => is_danish.to_string(),
        "is.en" => (!is_danish).to_string(),
        _ => return None,
    })
}
