//! What programs take.

use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Milliseconds of a run.
#[derive(Clone, Copy, Default)]
pub struct Taken {
    processor: f64,
    clock: f64,
}

impl Taken {
    /// Of each of several things that were done in one run.
    pub fn each(self, things: usize) -> Self {
        let things = f64::from(u32::try_from(things).unwrap_or(u32::MAX));
        Self {
            processor: self.processor / things,
            clock: self.clock / things,
        }
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ms ({:.2} ms)", self.processor, self.clock)
    }
}

/// Runs each line so many times, in turn, so that what else the machine does meets all alike; the means.
pub fn in_turn(folder: &Path, lines: &[&[String]], runs: usize) -> Result<Vec<Taken>> {
    let mut all = vec![(Duration::ZERO, 0); lines.len()];
    for run in 0..=runs {
        for (line, (clock, ticks)) in lines.iter().zip(&mut all) {
            let (began, before) = (Instant::now(), children()?);
            once(folder, line)?;
            // The first one fills caches.
            if run > 0 {
                *clock += began.elapsed();
                *ticks += children()? - before;
            }
        }
    }
    let runs = f64::from(u32::try_from(runs)?);
    let mean = |(clock, ticks): (Duration, u64)| Taken {
        // A tick is 10 ms on every Linux; over many runs it is fine enough.
        processor: f64::from(u32::try_from(ticks).unwrap_or(u32::MAX)) * 10.0 / runs,
        clock: clock.as_secs_f64() * 1000.0 / runs,
    };
    Ok(all.into_iter().map(mean).collect())
}

fn once(folder: &Path, line: &[String]) -> Result<()> {
    let (program, arguments) = line.split_first().context("an empty line")?;
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let status = status.with_context(|| format!("cannot start `{program}`"))?;
    match status.code() {
        // What is found makes buf exit with 100, and the others with 1 or 2.
        Some(0 | 1 | 2 | 100) => Ok(()),
        _ => bail!("`{program}` failed: {status}"),
    }
}

/// Ticks of processor time that all programs together took which were started here and have ended.
fn children() -> Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(')').context("no name of a program")?;
    let mut fields = fields.split_whitespace().skip(13);
    let mut next = || {
        fields
            .next()
            .context("too few fields")?
            .parse::<u64>()
            .context("no number")
    };
    Ok(next()? + next()?)
}
