//! North Pole: the local stand-in for OpenAI's Realtime API, for Stripe and for the mail provider.
//!
//! With it the product runs, in a test or on a developer's machine, with no key and no network, over the same
//! protocols as in production: HTTP with OpenAI's strictness, real WebRTC, a conversation that listens and
//! answers, and a voice. It keeps everything in memory, logs nothing of what is said, and must never be linked
//! into the product (its voice is GPL).

mod config;
mod conversation;
mod faults;
mod ids;
mod mail;
mod north_pole;
mod openai;
mod pace;
mod page;
mod report;
mod rtc;
mod stripe;
mod voice;
mod web;

use std::io::Write;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::north_pole::NorthPole;

/// How long open connections may hold up the end.
const LONGEST_ENDING: Duration = Duration::from_millis(1_500);

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            let _ = writeln!(std::io::stderr(), "North Pole: {fault}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::read(std::env::args().skip(1), |name| std::env::var(name).ok())?;
    str0m::crypto::from_feature_flags().install_process_default();
    let listener = TcpListener::bind(config.listen).await?;
    let pole = Arc::new(NorthPole::new(config)?);
    let (mut terminated, mut interrupted) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    writeln!(
        std::io::stdout(),
        "North Pole listening on http://{}",
        listener.local_addr()?
    )?;

    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let server =
        axum::serve(listener, web::routes(pole.clone())).with_graceful_shutdown(async move {
            // An error means that the sender is gone, and so is the reason to go on.
            let _ = stopped.changed().await;
        });
    let server = tokio::spawn(async move { server.await });
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    pole.hang_up_all();
    stop.send_replace(true);
    // Requests that wait on purpose (a fault of kind "timeout") don't end by themselves.
    let _ = tokio::time::timeout(LONGEST_ENDING, server).await;
    Ok(())
}

/// Locks, whether or not another thread died while it held the lock: the data are a test's notes.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The time in Unix milliseconds.
fn unix_ms() -> u64 {
    std::time::UNIX_EPOCH
        .elapsed()
        .map_or(0, |since| since.as_millis() as u64)
}
