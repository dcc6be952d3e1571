//! Programs that end with what started them.

use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};
use tempfile::TempDir;
use tokio::signal::unix::{SignalKind, signal};

/// A program that is ended when this goes away, also when a test fails or panics.
pub(crate) struct Running(Child);

impl Running {
    /// Starts a program whose output says, in a line with `sign`, that it is ready; gives what follows the sign.
    pub(crate) fn start(
        command: &mut Command,
        sign: &str,
        says: impl FnOnce(&mut Child) -> Option<Box<dyn Read + Send>>,
    ) -> Result<(Self, String, Lines)> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).spawn();
        let mut running = Self(child.with_context(|| format!("cannot start `{name}`"))?);
        let said = says(&mut running.0).with_context(|| format!("`{name}` says nothing"))?;
        let mut lines: Lines = Box::new(BufReader::new(said).lines().map_while(Result::ok));
        let found = lines.find_map(|line| Some(line.split_once(sign)?.1.trim().to_owned()));
        let found = found.with_context(|| format!("`{name}` never said `{sign}`"))?;
        Ok((running, found, lines))
    }
}

/// What a program goes on to say.
pub(crate) type Lines = Box<dyn Iterator<Item = String> + Send>;

/// Reads on, so that the pipe never fills.
pub(crate) fn drain(lines: Lines) {
    std::thread::spawn(move || lines.for_each(drop));
}

impl Drop for Running {
    fn drop(&mut self) {
        // It holds samples only: nothing is lost.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A temporary directory that everything of a run lies in. All programs of the run bear it in their arguments, and end
/// with it: browsers outlive a driver that was killed.
pub(crate) struct Room(TempDir);

impl Room {
    pub(crate) fn new() -> Result<Self> {
        let room = tempfile::Builder::new()
            .prefix("holdpoint-browser-")
            .tempdir();
        Ok(Self(room.context("there is no place for temporary files")?))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Has a run that is broken off from outside leave nothing behind, either.
    pub(crate) fn end_when_told(&self) {
        let room = self.path().to_owned();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            let told = async {
                let mut ended = signal(SignalKind::terminate())?;
                let mut hung_up = signal(SignalKind::hangup())?;
                tokio::select! {
                    _ = ended.recv() => {}
                    _ = hung_up.recv() => {}
                    _ = tokio::signal::ctrl_c() => {}
                }
                Ok::<_, std::io::Error>(())
            };
            if let Ok(Ok(())) = runtime.map(|runtime| runtime.block_on(told)) {
                end_all_of(&room);
                // What is left of it is a sample.
                let _ = std::fs::remove_dir_all(&room);
                std::process::exit(130);
            }
        });
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        end_all_of(self.path());
    }
}

fn end_all_of(room: &Path) {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return;
    };
    for process in processes.flatten() {
        let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        let ours = String::from_utf8_lossy(&line).contains(&*room.to_string_lossy());
        let name = process.file_name().to_string_lossy().into_owned();
        if ours && name.parse::<u32>().is_ok() && name != std::process::id().to_string() {
            // It may have ended in the meantime.
            let _ = Command::new("kill").args(["-9", &name]).status();
        }
    }
}
