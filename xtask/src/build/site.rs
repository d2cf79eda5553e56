//! The site: the shell, the public files, and one folder named by the content of everything in it.
//!
//! ```text
//! site/index.html            the neutral shell, served for every path that is no file
//! site/first/<language>/…    the shell with a first screen in it, for sign-in and dashboard; filled by the edge likewise
//! site/_headers              the header table, for Cloudflare's file server
//! site/<language>/index.html the landing pages, prerendered; the edge fills in prices and the operator's facts
//! site/<public files>
//! site/b/<hash>/…            all that follows is kept by browsers for a year, because a change gives another hash
//! site/b/<hash>/first.js     has the app come, which start.js starts
//! site/b/<hash>/*.wasm       the app, and the parts of it that are fetched later
//! site/b/<hash>/fonts/…
//! site/b/<hash>/santa/…
//! site/b/<hash>/locales/…
//! site/b/<hash>/keeper/…     what the app needs to be installed, and the page for where there is no line
//! site/service-worker.js     keeps the files of one build; lists them
//! ```

use std::{
    fmt::Write as _,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use domain::wire::headers::{self, Environment};

use super::{first, keeper, landing, wasm};
use crate::{paths, progress::Reporter, tools};

/// Public files that belong to the build folder instead of the site's root.
const VERSIONED: [&str; 6] = [
    "keeper",
    "santa",
    "greeting",
    "start.js",
    "first.js",
    "landing.js",
];
/// The typefaces, by the package that each comes from, its file there and its name here.
const FONTS: [(&str, &str, &str); 2] = [
    ("young-serif", "young-serif-latin-400-normal", "heading"),
    ("figtree", "figtree-latin-wght-normal", "text"),
];

/// Assembles the site; returns its folder and the versioned folder in it.
pub fn assemble(
    report: &Reporter,
    app: &Path,
    santa: &Path,
    out: &Path,
    may_connect_to: &[&str],
) -> Result<(PathBuf, PathBuf)> {
    let root = paths::root();
    if out.exists() {
        std::fs::remove_dir_all(out)?;
    }
    let staging = out.join("b/staging");
    std::fs::create_dir_all(&staging)?;

    copy_module(app, &staging)?;
    copy_module(santa, &staging.join("santa"))?;
    copy_tree(&root.join("app/locales"), &staging.join("locales"), &[])?;
    // Those words stand in the landing pages already.
    std::fs::remove_dir_all(staging.join("locales/landing"))?;
    copy_fonts(&staging.join("fonts"))?;
    for name in VERSIONED {
        let from = root.join("public").join(name);
        // The greeting is there only where the operator has had it made.
        if !from.exists() && name == "greeting" {
            continue;
        }
        if from.is_dir() {
            copy_tree(&from, &staging.join(name), &["md"])?;
        } else {
            std::fs::copy(&from, staging.join(name)).with_context(|| format!("public/{name}"))?;
        }
    }
    bundle_scripts(report, &staging)?;
    bundle_style(report, "index", &staging.join("style.css"))?;

    keeper::write_offline_words(&staging)?;
    let hash = content_hash(&staging)?;
    let address = format!("/b/{hash}/");
    let versioned = out.join("b").join(&hash);
    std::fs::rename(&staging, &versioned)?;

    for entry in std::fs::read_dir(root.join("public"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if VERSIONED.contains(&name.as_str()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &out.join(&name), &["md"])?;
        } else {
            std::fs::copy(entry.path(), out.join(&name))?;
        }
    }
    let first_hash = first::write(report, out, &address)?;
    keeper::assemble(out, &versioned, &address)?;
    let landing_hash = landing::write(report, out, &address)?;
    std::fs::write(
        out.join("_headers"),
        headers_file(may_connect_to, &[first_hash, landing_hash])?,
    )?;
    Ok((out.to_owned(), versioned))
}

/// Takes the typefaces from their packages, each with its licence beside it.
fn copy_fonts(to: &Path) -> Result<()> {
    let packages = paths::root().join("node_modules");
    std::fs::create_dir_all(to)?;
    for (family, file, name) in FONTS {
        let package = ["@fontsource", "@fontsource-variable"]
            .map(|scope| packages.join(scope).join(family))
            .into_iter()
            .find(|package| package.exists())
            .with_context(|| format!("the typeface {family} is not installed"))?;
        std::fs::copy(
            package.join(format!("files/{file}.woff2")),
            to.join(format!("{name}.woff2")),
        )?;
        std::fs::copy(package.join("LICENSE"), to.join(format!("{name}.OFL.txt")))?;
    }
    Ok(())
}

/// Makes one file of `style/<name>.css` and all that it imports; pictures and typefaces stay where they are.
pub fn bundle_style(report: &Reporter, name: &str, to: &Path) -> Result<()> {
    report.run(
        tools::npm_tool("esbuild")
            .arg(paths::root().join(format!("style/{name}.css")))
            .args(["--bundle", "--minify", "--log-level=warning"])
            .args(["--external:*.webp", "--external:*.woff2"])
            .arg("--external:/icons/*")
            .arg(format!("--outfile={}", to.display())),
    )
}

/// Makes one script of what starts the app, so that a browser asks once and not three times in a row.
fn bundle_scripts(report: &Reporter, staging: &Path) -> Result<()> {
    for alone in ["landing.js", "first.js"] {
        let script = staging.join(alone);
        report.run(
            tools::npm_tool("esbuild")
                .arg(&script)
                .args(["--minify", "--format=esm", "--target=es2022"])
                .args(["--log-level=error", "--allow-overwrite"])
                .arg(format!("--outfile={}", script.display())),
        )?;
    }
    let start = staging.join("start.js");
    report.run(
        tools::npm_tool("esbuild")
            .arg(&start)
            .args([
                "--bundle",
                "--minify",
                "--format=esm",
                "--target=es2022",
                "--log-level=error",
                "--allow-overwrite",
            ])
            .arg(format!("--outfile={}", start.display())),
    )?;
    for bundled in ["app.js", wasm::LINK] {
        std::fs::remove_file(staging.join(bundled)).with_context(|| bundled.to_owned())?;
    }
    Ok(())
}

/// Copies what a build of a module left; its stamp stays behind.
fn copy_module(from: &Path, to: &Path) -> Result<()> {
    copy_tree(from, to, &[])?;
    std::fs::remove_file(to.join(wasm::STAMP)).context("a module without its stamp")
}

/// Copies a folder, but for files with these endings.
pub fn copy_tree(from: &Path, to: &Path, but: &[&str]) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from).with_context(|| from.display().to_string())? {
        let (entry, target) = {
            let entry = entry?;
            let target = to.join(entry.file_name());
            (entry.path(), target)
        };
        if entry.is_dir() {
            copy_tree(&entry, &target, but)?;
        } else if !entry
            .extension()
            .is_some_and(|ending| but.iter().any(|left| ending == *left))
        {
            std::fs::copy(&entry, &target)?;
        }
    }
    Ok(())
}

/// A name for everything in a folder: sixteen hexadecimal digits that change with any file's name or content.
fn content_hash(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    collect_files(folder, &mut files)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(file.strip_prefix(folder)?.to_string_lossy().as_bytes());
        hasher.write(&std::fs::read(&file)?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Every file under a folder.
pub fn collect_files(folder: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect_files(&path, into)?
        } else {
            into.push(path)
        }
    }
    Ok(())
}

fn headers_file(may_connect_to: &[&str], inline_style_hashes: &[String]) -> Result<String> {
    let environment = Environment {
        connect: may_connect_to,
        inline_style_hashes,
    };
    let mut file = String::from("/*\n");
    for (name, value) in headers::for_pages(&environment) {
        writeln!(file, "  {name}: {value}")?;
    }
    file.push_str("/b/*\n  Cache-Control: public, max-age=31536000, immutable\n");
    Ok(file)
}
