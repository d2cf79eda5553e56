//! The small form in which long texts are written: headings, paragraphs, lists, a condition before a block.
//!
//! ```text
//! # The title
//!
//! ## A heading {#anchor}
//!
//! A paragraph with {fact}, **weight** and a [link](place).
//!
//! ?condition
//! - an item, there only where the condition holds; `?!condition` for its opposite
//! ```
//!
//! It is no Markdown: what is not named here is plain text, and no markup of the web can get through. The app's build
//! script compiles this file too, to refuse a text that can't be read; it therefore stands on nothing else.

/// A text as it was written, nothing filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The title.
    pub title: String,
    /// What stands before the first heading is a section with neither anchor nor title.
    pub sections: Vec<Section>,
}

/// A heading with what stands under it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The part of an address that leads here.
    pub anchor: String,
    /// The heading.
    pub title: String,
    /// Its paragraphs and lists.
    pub blocks: Vec<Block>,
}

/// A paragraph or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Under which condition it is shown; empty for always.
    pub condition: String,
    /// Whether it is a list.
    pub is_list: bool,
    /// The paragraph alone, or the list's items.
    pub texts: Vec<String>,
}

/// A stretch of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Plain words.
    Plain(&'a str),
    /// Words with weight.
    Strong(&'a str),
    /// Words that lead to a place.
    Link(&'a str, &'a str),
}

impl Document {
    /// Reads a text; says what is wrong where it is not in the form.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut blocks = text.trim().split("\n\n");
        let title = blocks
            .next()
            .and_then(|first| first.strip_prefix("# "))
            .ok_or("there is no title")?
            .to_owned();
        let mut sections = vec![Section::default()];
        for block in blocks {
            if let Some(heading) = block.strip_prefix("## ") {
                sections.push(section(heading)?);
            } else if let Some(section) = sections.last_mut() {
                section.blocks.push(read_block(block)?);
            }
        }
        Ok(Self { title, sections })
    }
}

fn section(heading: &str) -> Result<Section, String> {
    let (title, anchor) = heading
        .strip_suffix('}')
        .and_then(|rest| rest.split_once(" {#"))
        .ok_or_else(|| format!("a heading without an anchor: {heading}"))?;
    Ok(Section {
        anchor: anchor.to_owned(),
        title: title.to_owned(),
        blocks: Vec::new(),
    })
}

fn read_block(block: &str) -> Result<Block, String> {
    let (condition, body) = match block.strip_prefix('?') {
        Some(rest) => rest
            .split_once('\n')
            .ok_or_else(|| format!("a condition without a block: {block}"))?,
        None => ("", block),
    };
    let is_list = body.starts_with("- ");
    let mut texts: Vec<String> = Vec::new();
    for line in body.lines() {
        match (line.strip_prefix("- "), texts.last_mut()) {
            (Some(item), _) if is_list => texts.push(item.to_owned()),
            (_, Some(text)) => {
                text.push(' ');
                text.push_str(line.trim());
            }
            (_, None) => texts.push(line.to_owned()),
        }
    }
    if body.starts_with(['#', '?']) || texts.iter().any(|text| text.trim().is_empty()) {
        return Err(format!("a block that can't be read: {block}"));
    }
    Ok(Block {
        condition: condition.to_owned(),
        is_list,
        texts,
    })
}

/// Takes a text apart. Markup that is not closed is plain text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        match marked(rest) {
            Some((piece, length)) => {
                pieces.extend(words(text, plain, at));
                pieces.push(piece);
                at += length;
                plain = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    pieces.extend(words(text, plain, at));
    pieces
}

fn words(text: &str, from: usize, to: usize) -> Option<Piece<'_>> {
    text.get(from..to)
        .filter(|words| !words.is_empty())
        .map(Piece::Plain)
}

/// The marked piece that a text begins with, and how long it is with its marks.
fn marked(text: &str) -> Option<(Piece<'_>, usize)> {
    if let Some(rest) = text.strip_prefix("**") {
        let (strong, _) = rest.split_once("**")?;
        return Some((Piece::Strong(strong), strong.len() + 4));
    }
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (place, _) = rest.split_once(')')?;
    Some((Piece::Link(label, place), label.len() + place.len() + 4))
}
