//! What the witness has done, for Prometheus.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::LogRow;

/// Statuses that a submission is answered with; anything else counts as the last.
const STATUSES: [u16; 8] = [200, 400, 403, 404, 409, 413, 422, 500];

/// Counters since the start.
#[derive(Debug, Default)]
pub(crate) struct Counts([AtomicU64; STATUSES.len()]);

impl Counts {
    pub(crate) fn answered(&self, status: u16) {
        let at = STATUSES.iter().position(|known| *known == status);
        if let Some(counter) = self.0.get(at.unwrap_or(STATUSES.len() - 1)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// In the text format of Prometheus, version 0.0.4.
    pub(crate) fn text(&self, logs: &[LogRow]) -> String {
        let mut text = String::from(
            "# HELP holdpoint_witness_submissions_total Checkpoints that were submitted, by status of the answer.\n\
             # TYPE holdpoint_witness_submissions_total counter\n",
        );
        for (status, counter) in STATUSES.iter().zip(&self.0) {
            let count = counter.load(Ordering::Relaxed);
            let _ = writeln!(
                text,
                "holdpoint_witness_submissions_total{{status=\"{status}\"}} {count}"
            );
        }
        gauge(
            &mut text,
            "size",
            "Size of the newest head that was cosigned.",
            logs,
            |log| log.cosigned.as_ref().map_or(0, |cosigned| cosigned.size),
        );
        gauge(
            &mut text,
            "cosigned_seconds",
            "When that was, in seconds since the epoch.",
            logs,
            |log| log.cosigned.as_ref().map_or(0, |cosigned| cosigned.time),
        );
        gauge(
            &mut text,
            "forks",
            "Forks that the log has signed; at most 16 are kept.",
            logs,
            |log| log.forks.len() as u64,
        );
        text
    }
}

fn gauge(text: &mut String, name: &str, help: &str, logs: &[LogRow], value: fn(&LogRow) -> u64) {
    let _ = writeln!(text, "# HELP holdpoint_witness_log_{name} {help}");
    let _ = writeln!(text, "# TYPE holdpoint_witness_log_{name} gauge");
    for log in logs {
        let origin = log.origin.replace('\\', "\\\\").replace('"', "\\\"");
        let value = value(log);
        let _ = writeln!(
            text,
            "holdpoint_witness_log_{name}{{origin=\"{origin}\"}} {value}"
        );
    }
}
