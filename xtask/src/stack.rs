//! Starting and stopping the programs that the product runs on: the stand-in and Cloudflare's runtime.
//!
//! Each is started as the leader of a process group and is always ended with its whole group: wrangler alone starts two
//! runtimes, and killing only the launcher would leave them behind.

use std::{
    io::{BufRead, BufReader},
    net::TcpStream,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

use crate::{build::Built, paths, tools};

/// How long a program may take to answer after it was started.
const PATIENCE: Duration = Duration::from_secs(90);

/// The leaders of the groups that run, for whoever has to go without a chance to drop them.
static LEADERS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Kills every group that was started and has not ended yet.
pub fn kill_all() {
    for leader in leaders().drain(..) {
        signal(leader, Signal::SIGKILL);
    }
}

fn leaders() -> MutexGuard<'static, Vec<u32>> {
    LEADERS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn signal(leader: u32, signal: Signal) {
    if let Ok(id) = i32::try_from(leader) {
        // The group may be gone already, which is what is wanted.
        let _ = killpg(Pid::from_raw(id), signal);
    }
}

/// A program with everything that it started.
pub struct Group {
    name: &'static str,
    leader: Child,
    log: PathBuf,
    is_killed: bool,
}

impl Group {
    /// Starts a program as the leader of its own group, its output going to the end of a log file.
    pub fn start(name: &'static str, log: PathBuf, command: &mut Command) -> Result<Self> {
        let file = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&log)?;
        let leader = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .process_group(0)
            .spawn()
            .with_context(|| format!("{name} could not be started"))?;
        leaders().push(leader.id());
        Ok(Self {
            name,
            leader,
            log,
            is_killed: false,
        })
    }

    /// Kills the program with everything that it started, in the middle of whatever they do.
    pub fn kill(&mut self) {
        self.signal(Signal::SIGKILL);
        self.strike_off();
        let _ = self.leader.wait();
        self.is_killed = true;
    }

    /// Waits until something listens on the port; fails with the log's end where the program stops before.
    pub fn wait_for_port(&mut self, port: u16) -> Result<()> {
        let since = Instant::now();
        loop {
            // wrangler listens on one family only, which differs between systems.
            if TcpStream::connect(("127.0.0.1", port)).is_ok()
                || TcpStream::connect(("::1", port)).is_ok()
            {
                return Ok(());
            }
            if let Some(status) = self.leader.try_wait()? {
                bail!(
                    "{} stopped at once ({status}):\n{}",
                    self.name,
                    self.log_end()
                );
            }
            ensure!(
                since.elapsed() < PATIENCE,
                "{} does not answer on port {port}:\n{}",
                self.name,
                self.log_end()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether the program is still there.
    pub fn is_running(&mut self) -> bool {
        matches!(self.leader.try_wait(), Ok(None))
    }

    /// The last lines that the program wrote.
    pub fn log_end(&self) -> String {
        let Ok(file) = std::fs::File::open(&self.log) else {
            return String::new();
        };
        let lines: Vec<String> = BufReader::new(file).lines().map_while(Result::ok).collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    fn signal(&self, wanted: Signal) {
        signal(self.leader.id(), wanted);
    }

    /// Strikes it off the list: its number may be another's from now on.
    fn strike_off(&self) {
        leaders().retain(|leader| *leader != self.leader.id());
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Its number may be another's by now.
        if self.is_killed {
            return;
        }
        self.signal(Signal::SIGTERM);
        let since = Instant::now();
        while self.is_running() && since.elapsed() < Duration::from_secs(3) {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.signal(Signal::SIGKILL);
        self.strike_off();
        let _ = self.leader.wait();
    }
}

/// Where a stack listens, keeps its state and gets its secrets.
#[derive(Debug, Clone)]
pub struct Place {
    /// The port that the pages and the edge are served on.
    pub port: u16,
    /// The stand-in's port; `None` where the real services are used.
    pub stand_in_port: Option<u16>,
    /// D1, Durable Objects and their kin.
    pub state: PathBuf,
    /// Secrets and variables.
    pub variables: PathBuf,
    /// What the programs write down.
    pub logs: PathBuf,
}

impl Place {
    /// The address to open.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The stand-in's address.
    pub fn stand_in_url(&self) -> Option<String> {
        self.stand_in_port
            .map(|port| format!("http://localhost:{port}"))
    }
}

/// Everything that a call needs, running.
pub struct Stack {
    // Fields are dropped in this order: first who calls, then who is called.
    wrangler: Group,
    north_pole: Option<Group>,
}

impl Stack {
    /// Applies migrations, then starts the stand-in and the runtime with a build on it.
    pub fn start(place: &Place, built: &Built) -> Result<Self> {
        migrate(&place.state)?;
        Self::start_migrated(place, built)
    }

    /// The same on a database that is up to date.
    pub fn start_migrated(place: &Place, built: &Built) -> Result<Self> {
        let north_pole = place
            .stand_in_port
            .map(|port| start_north_pole(place, port))
            .transpose()?;
        let log = place.logs.join("wrangler.log");
        if log.exists() {
            std::fs::remove_file(&log)?;
        }
        Ok(Self {
            wrangler: start_edge(place, built)?,
            north_pole,
        })
    }

    /// Kills the runtime with everything in it, without a warning. The stand-in goes on.
    pub fn kill_edge(&mut self) {
        self.wrangler.kill();
    }

    /// Starts the runtime again, on the state that it left.
    pub fn restart_edge(&mut self, place: &Place, built: &Built) -> Result<()> {
        self.wrangler = start_edge(place, built)?;
        Ok(())
    }

    /// Returns when a program of the stack has stopped by itself, with what it last wrote; `None` while all run.
    pub fn fallen(&mut self) -> Option<String> {
        let groups = std::iter::once(&mut self.wrangler).chain(self.north_pole.as_mut());
        groups
            .filter_map(|group| {
                (!group.is_running())
                    .then(|| format!("{} stopped:\n{}", group.name, group.log_end()))
            })
            .next()
    }
}

fn start_edge(place: &Place, built: &Built) -> Result<Group> {
    let mut wrangler = Group::start(
        "wrangler",
        place.logs.join("wrangler.log"),
        tools::wrangler()
            .env("CI", "1")
            .arg("dev")
            .arg(built.edge.join("index.js"))
            // Said outright: wrangler looks for it from the script's folder upward.
            .arg("--config")
            .arg(paths::root().join("wrangler.toml"))
            .args([
                "--local",
                "--no-bundle",
                "--show-interactive-dev-session=false",
                "--log-level=log",
            ])
            .args(["--port", &place.port.to_string()])
            .args(["--inspector-port", "0"])
            .arg("--assets")
            .arg(&built.site)
            .arg("--persist-to")
            .arg(&place.state)
            .arg("--env-file")
            .arg(&place.variables),
    )?;
    wrangler.wait_for_port(place.port)?;
    Ok(wrangler)
}

/// The stand-in's program, as cargo leaves it.
pub fn north_pole_program() -> PathBuf {
    paths::target().join("debug/north_pole")
}

/// Starts the stand-in alone; as Stripe it sends its webhooks to the place's edge.
pub fn start_north_pole(place: &Place, port: u16) -> Result<Group> {
    ensure!(
        TcpStream::connect(("127.0.0.1", port)).is_err(),
        "something else listens on port {port}; is another stack running?"
    );
    let log = place.logs.join("north-pole.log");
    if log.exists() {
        std::fs::remove_file(&log)?;
    }
    let mut group = Group::start(
        "north-pole",
        log,
        Command::new(north_pole_program())
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .args(["--webhook", &format!("{}/api/stripe/webhook", place.url())]),
    )?;
    group.wait_for_port(port)?;
    Ok(group)
}

/// Brings a database up to date, or makes it.
pub fn migrate(state: &Path) -> Result<()> {
    let output = tools::wrangler()
        .env("CI", "1")
        .args(["d1", "migrations", "apply", "DB", "--local", "--persist-to"])
        .arg(state)
        .stdin(Stdio::null())
        .output()?;
    ensure!(
        output.status.success(),
        "the database could not be brought up to date:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
