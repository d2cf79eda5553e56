//! The workspace's own commands. `cargo xtask` alone lists them.
//!
//! Everything that a developer or CI does with the project goes through here, so that both do the same. Nothing of the
//! product may live here: what ships is in `app`, `santa`, `edge` and `domain`.
#![allow(
    clippy::print_stdout,
    reason = "this program's only output is the terminal"
)]

mod audit;
mod bench;
mod browser_bench;
mod budget;
mod build;
mod database;
mod deploy;
mod dev;
mod greeting;
mod http;
mod paths;
mod progress;
mod santa;
mod screens;
mod soak;
mod soak_call;
mod stack;
mod stats;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask <command>

  dev            builds everything, starts it on this machine and prints the address to open
  test [suite…]  runs every check and test that CI runs, or only the suites named; what has not changed since it last
                 passed is skipped (--all skips nothing)
  test journeys -- WORDS…
                 runs the specs whose file or name matches, on a stack that it starts and ends
  build          builds what is deployed, into dist/release
  stats          prints how much the service is used, a line a day (-- --remote asks the deployed one)
  audit          proves that the books are even (-- --remote asks the deployed database)
  bench ledger   proves that a long history makes neither a balance nor a call dearer to the database
  soak money     buys, calls, refunds and withdraws at random while the runtime is killed, then proves that no credit was
                 lost, doubled or overdrawn (-- --seed N does again what an earlier one did)
  screens        pictures of every screen with a page that shows them, in target/screens: Danish, light, phone and tablet
                 (-- --all: every size, both languages, light and dark; -- --pseudo: what nobody has translated;
                 -- --install: the few that a device shows before the app is installed, anew into public/install)
  santa-sheet    draws Santa in every study, for people's eyes (low|full, WIDTHxHEIGHT, name,name narrow it)
  santa-still    draws the pictures of him anew that are shipped: the stills, the app's icons, the one for shared links
  greeting       has OpenAI say Santa's greeting for the landing pages, with the key in OPENAI_API_KEY
  bench lips     how well Santa's mouth follows a voice whose phonemes are known
  bench santa    what Santa's body costs: meshing, bytes, work for a frame
  bench call     how soon Santa is heard, against a page with the official client of the Realtime API
  bench size     every file of the build, raw, gz and br, against budgets.json
  bench start    what Lighthouse says of landing, sign-in and dashboard
  soak call      a call of fifteen minutes in Chromium, which must not make the page grow (soak call 120: of two)
  deploy         builds, migrates the database and deploys by wrangler (-- --dry-run only checks)
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next();
    let given: Vec<String> = arguments.collect();
    let rest: Vec<String> = given
        .iter()
        .filter(|argument| *argument != "--")
        .cloned()
        .collect();
    std::env::set_current_dir(paths::root())?;
    match command.as_deref() {
        Some("dev") => dev::run(),
        Some("test") => test::run(&given),
        Some("run-suite") => test::run_apart(rest.first().map(String::as_str)),
        Some("serve-lane") => test::lane::serve(rest.first().map(String::as_str)),
        Some("build") => {
            tools::prepare()?;
            let built = build::build(build::Flavor::Release)?;
            budget::check(&built)
        }
        Some("audit") => audit::run(&rest),
        Some("bench") => bench::run(&rest),
        Some("soak") if rest.first().is_some_and(|name| name == "call") => {
            soak_call::run(rest.get(1).map(String::as_str))
        }
        Some("soak") => soak::run(&rest),
        Some("screens") => screens::run(&rest),
        Some("santa-sheet") => santa::sheet::run(&rest),
        Some("santa-still") => santa::sheet::still(),
        Some("stats") => stats::run(&rest),
        Some("greeting") => greeting::run(),
        Some("deploy") => deploy::run(&rest),
        None | Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            Ok(())
        }
        Some(unknown) => bail!("there is no command {unknown}\n\n{HELP}"),
    }
}
