//! The service worker with the list of what it keeps, and the page that it shows where there is no line.
//!
//! Never in the list: the policy's long texts, which are read once, and anything that is a person's.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result, ensure};

use super::site::collect_files;
use crate::paths;

/// Where the built page will lie is not known before its folder has its name, so the page is filled in by two steps:
/// its words before the folder is named, because they are part of its content, and its own address after.
pub fn write_offline_words(staging: &Path) -> Result<()> {
    let page = staging.join("keeper/offline.html");
    let mut html = std::fs::read_to_string(&page).context("the offline page")?;
    for language in ["da", "en"] {
        let path = paths::root().join(format!("app/locales/{language}.json"));
        let texts: BTreeMap<String, BTreeMap<String, String>> =
            serde_json::from_str(&std::fs::read_to_string(path)?)?;
        let words = texts.get("offline").context("no words for offline")?;
        for (name, text) in words {
            html = html.replace(&format!("{{{{{language}.{name}}}}}"), text);
        }
    }
    Ok(std::fs::write(page, html)?)
}

/// Writes `service-worker.js` to the site's root; `base` is the versioned folder's address, such as `/b/<hash>/`.
pub fn assemble(site: &Path, versioned: &Path, base: &str) -> Result<()> {
    let page = versioned.join("keeper/offline.html");
    let html = std::fs::read_to_string(&page)?.replace("{{build}}", base);
    ensure!(
        !html.contains("{{"),
        "the offline page has a gap that nothing fills"
    );
    std::fs::write(page, html)?;

    let mut files = Vec::new();
    collect_files(versioned, &mut files)?;
    let mut kept = Vec::new();
    for file in files {
        let name = file.strip_prefix(versioned)?.to_string_lossy().into_owned();
        if !name.starts_with("locales/policy/") {
            // Cloudflare serves pages without their ending, and sends whoever asks with it elsewhere.
            let name = name.trim_end_matches(".html");
            kept.push(format!("{base}{name}"));
        }
    }
    kept.sort();
    let script = site.join("service-worker.js");
    let text = std::fs::read_to_string(&script)
        .context("service-worker.js")?
        .replace("{{build}}", base)
        .replace("[\"{{files}}\"]", &serde_json::to_string(&kept)?);
    ensure!(
        !text.contains("{{"),
        "the service worker has a gap that nothing fills"
    );
    Ok(std::fs::write(script, text)?)
}
