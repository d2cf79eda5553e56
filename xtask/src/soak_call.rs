//! `cargo xtask soak call`: a call of fifteen minutes in Chromium, in real time; the page's memory may grow by less than
//! 5 MB after the first minute. The journeys run the same for a minute.

use anyhow::Result;

use crate::browser_bench;

/// Talks for so many seconds, 860 unless told otherwise: Santa says goodbye at 880.
pub fn run(seconds: Option<&str>) -> Result<()> {
    let seconds = seconds.unwrap_or("860").to_owned();
    let line = browser_bench::run("soak", &[("CALL_SANTA_SOAK_SECONDS", seconds)])?;
    println!("{line}");
    Ok(())
}
