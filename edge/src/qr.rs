//! QR codes, as one SVG path: the app draws it without knowing what a QR code is, and gets no markup from anywhere.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

use crate::error::Fault;

/// The quiet border that a camera needs, in modules.
const BORDER: i32 = 4;

/// A QR code to be drawn as one path.
pub(crate) struct QrPicture {
    /// The dark modules, in the language of an SVG path.
    pub(crate) path: String,
    /// Width and height in modules, the quiet border included.
    pub(crate) size: u32,
}

/// Draws a text; a row of dark modules is one stretch of the path.
pub(crate) fn draw(text: &str) -> Result<QrPicture, Fault> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|_| Fault::new("drawing a QR code", "the text is too long"))?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size())
                .take_while(|x| code.get_module(*x, y))
                .count();
            if run > 0 {
                // Writing into a string can't fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + BORDER, y + BORDER);
            }
            x += i32::try_from(run).unwrap_or(0) + 1;
        }
    }
    Ok(QrPicture {
        size: u32::try_from(code.size() + 2 * BORDER).unwrap_or(0),
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules that a path darkens.
    fn modules(picture: &QrPicture) -> Vec<(i32, i32)> {
        let stretches = picture.path.split('M').skip(1);
        stretches
            .flat_map(|stretch| {
                let (start, rest) = stretch.split_once('h').unwrap();
                let (x, y) = start.split_once(' ').unwrap();
                let run: i32 = rest.split('v').next().unwrap().parse().unwrap();
                let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
                (x..x + run).map(move |x| (x, y))
            })
            .collect()
    }

    #[test]
    fn the_path_darkens_the_modules_of_the_code_and_no_other() {
        let text = "https://callsanta.space/par#0123456789abcdef0123456789abcdef";
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        let picture = draw(text).unwrap();
        assert_eq!(picture.size, 41);
        let expected: Vec<_> = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .map(|(x, y)| (x + BORDER, y + BORDER))
            .collect();
        assert_eq!(modules(&picture), expected);
    }

    #[test]
    fn what_no_code_can_hold_is_a_fault() {
        assert!(draw(&"x".repeat(4_000)).is_err());
    }
}
