//! Stacks for tests, each in a lane of its own: its own ports, state and variables, so that several run side by side and no
//! test meets what another one did.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{
    build::{self, Built, Flavor},
    dev, paths, progress,
    stack::{Place, Stack},
};

/// The site's, the stand-in's, and one for an edge that a test starts beside it. `tests/stack/address.ts` counts alike.
const PORTS: u16 = 3;
/// The most workers of Playwright that there can be.
pub const MOST_WORKERS: u16 = 12;
const FIRST_PORT: u16 = 8797;

/// Who has a stack of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// One of Playwright's workers, from 0; benches and walks for pictures take the first.
    Worker(u16),
    /// The soak of the books.
    Soak,
    /// Independent clients of the stand-in.
    Peers,
}

impl Lane {
    fn number(self) -> u16 {
        match self {
            Lane::Worker(number) => number,
            Lane::Soak => MOST_WORKERS,
            Lane::Peers => MOST_WORKERS + 1,
        }
    }

    /// Where its stack is. `CALL_SANTA_TEST_PORT` moves all lanes to other ports.
    pub fn place(self) -> Result<Place> {
        let first = match std::env::var("CALL_SANTA_TEST_PORT") {
            Ok(port) => port.parse().context("CALL_SANTA_TEST_PORT is no port")?,
            Err(_) => FIRST_PORT,
        };
        let port: u16 = first + PORTS * self.number();
        let folder = folder().join(format!("lane-{}", self.number()));
        std::fs::create_dir_all(&folder)?;
        let place = Place {
            port,
            stand_in_port: Some(port + 1),
            state: folder.join("state"),
            variables: folder.join("test.vars"),
            logs: folder,
        };
        let text = std::fs::read_to_string(paths::root().join("tests/stack/test.vars"))?
            .replace("{port}", &port.to_string())
            .replace("{stand_in_port}", &(port + 1).to_string());
        std::fs::write(&place.variables, text)?;
        Ok(place)
    }

    /// Builds for tests and starts a stack with an empty database.
    pub fn start(self) -> Result<(Place, Built, Stack)> {
        let (place, built) = (self.place()?, build()?);
        empty(&place.state)?;
        let stack = progress::step(
            "Starting the test stack",
            "an empty database, the stand-in, the runtime",
            |_| Stack::start(&place, &built),
        )?;
        Ok((place, built, stack))
    }
}

/// What the journeys and their stacks write down.
pub fn folder() -> PathBuf {
    paths::own().join("journeys")
}

/// Builds what stacks for tests run: the stand-in, the site and the edge. The pages may connect to the first lane's stand-in.
pub fn build() -> Result<Built> {
    let flavor = flavor()?;
    dev::build_north_pole_beside(|| build::build(flavor))
}

fn flavor() -> Result<Flavor> {
    let stand_in = Lane::Worker(0).place()?.stand_in_url().unwrap_or_default();
    Ok(Flavor::Test { stand_in })
}

/// Makes an empty database that every worker's stack begins with a copy of.
pub fn prepare_databases() -> Result<()> {
    let state = migrated();
    empty(&state)?;
    progress::step("Making an empty database", "all migrations", |_| {
        crate::stack::migrate(&state)
    })
}

fn migrated() -> PathBuf {
    folder().join("migrated")
}

fn empty(state: &Path) -> Result<()> {
    if state.exists() {
        std::fs::remove_dir_all(state)?;
    }
    Ok(())
}

/// `cargo xtask serve-lane N`: a worker's stack on what was built before; ends when its standard input does, so that it never
/// outlives the worker.
pub fn serve(number: Option<&str>) -> Result<()> {
    let number = number
        .and_then(|number| number.parse::<u16>().ok())
        .filter(|number| *number < MOST_WORKERS)
        .with_context(|| format!("which lane? there are 0 to {}", MOST_WORKERS - 1))?;
    let place = Lane::Worker(number).place()?;
    empty(&place.state)?;
    build::copy_tree(&migrated(), &place.state)?;
    let built = of_its_own(&place)?;
    let mut stack = Stack::start_migrated(&place, &built)?;
    println!("Serving on {}", place.url());
    let (ended, end) = std::sync::mpsc::channel::<()>();
    std::thread::spawn(move || {
        // Nobody writes anything; what is waited for is the end.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        drop(ended);
    });
    while end.recv_timeout(std::time::Duration::from_millis(500))
        == Err(std::sync::mpsc::RecvTimeoutError::Timeout)
    {
        if let Some(why) = stack.fallen() {
            bail!(why);
        }
    }
    Ok(())
}

/// The build, with a copy of the site whose pages may connect to the lane's own stand-in and to no other.
fn of_its_own(place: &Place) -> Result<Built> {
    let built = build::found(&flavor()?)?;
    let site = place.logs.join("site");
    empty(&site)?;
    build::copy_tree(&built.site, &site)?;
    let headers = site.join("_headers");
    let first = Lane::Worker(0).place()?.stand_in_url().unwrap_or_default();
    let own = place.stand_in_url().unwrap_or_default();
    std::fs::write(
        &headers,
        std::fs::read_to_string(&headers)?.replace(&first, &own),
    )?;
    Ok(Built { site, ..built })
}
