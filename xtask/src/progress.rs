//! Long work that shows what it is doing, why it takes time, and how long it took.

use std::{
    io::{BufRead, BufReader, IsTerminal, Write},
    process::{Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// How many of a failed command's last lines are shown.
const LINES_SHOWN: usize = 100;

/// Runs `work` under a heading; `why` tells the reader what takes the time.
pub fn step<T>(what: &str, why: &str, work: impl FnOnce(&Reporter) -> Result<T>) -> Result<T> {
    let reporter = Reporter::default();
    let (done, finished) = mpsc::channel::<()>();
    let display = std::thread::spawn({
        let (reporter, what, why) = (reporter.clone(), what.to_owned(), why.to_owned());
        move || show(&what, &why, &reporter, &finished)
    });
    let started = Instant::now();
    let result = work(&reporter);
    drop(done);
    let _ = display.join();
    let mark = if result.is_ok() { "✓" } else { "✗" };
    let seconds = started.elapsed().as_secs_f32();
    println!("{mark} {what} ({seconds:.1} s)");
    result
}

/// Where running work leaves the line that is shown beside its heading.
#[derive(Clone, Default)]
pub struct Reporter {
    line: Arc<Mutex<String>>,
}

impl Reporter {
    /// Runs a command, shows its latest line, and shows its last lines where it fails.
    pub fn run(&self, command: &mut Command) -> Result<()> {
        self.output(command).map(drop)
    }

    /// The same; tells everything that it said.
    pub fn output(&self, command: &mut Command) -> Result<String> {
        let name = command.get_program().to_string_lossy().into_owned();
        // One pipe for both, so that what is said as an error keeps its place among the rest.
        let (lines, writer) = std::io::pipe()?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(writer.try_clone()?)
            .stderr(writer)
            .spawn()
            .with_context(|| format!("{name} could not be started"))?;
        // The command holds the other end, too, until it is told of something else.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut said = Vec::new();
        for line in BufReader::new(lines).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            self.say(&line);
            said.push(line);
        }
        let status = child.wait()?;
        if !status.success() {
            let shown = said[said.len().saturating_sub(LINES_SHOWN)..].join("\n");
            bail!("{name} failed ({status}):\n{shown}");
        }
        Ok(said.join("\n"))
    }

    /// Sets the line beside the heading.
    pub fn say(&self, line: &str) {
        if let Ok(mut shown) = self.line.lock() {
            *shown = line.trim().chars().take(70).collect();
        }
    }

    fn line(&self) -> String {
        self.line
            .lock()
            .map(|line| line.clone())
            .unwrap_or_default()
    }
}

/// On a terminal one line that moves; elsewhere a line at the start and one now and then.
fn show(what: &str, why: &str, reporter: &Reporter, finished: &mpsc::Receiver<()>) {
    let terminal = std::io::stdout().is_terminal();
    let started = Instant::now();
    if !terminal {
        println!("… {what}: {why}");
    }
    let pause = if terminal {
        Duration::from_millis(200)
    } else {
        Duration::from_secs(60)
    };
    while let Err(mpsc::RecvTimeoutError::Timeout) = finished.recv_timeout(pause) {
        let (seconds, line) = (started.elapsed().as_secs(), reporter.line());
        if terminal {
            let beside = if line.is_empty() { why } else { &line };
            print!("\r\x1b[2K… {what} ({seconds} s) {beside}");
            let _ = std::io::stdout().flush();
        } else {
            println!("  still at it after {seconds} s: {line}");
        }
    }
    if terminal {
        print!("\r\x1b[2K");
    }
}
