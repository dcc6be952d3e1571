//! What a server measures of itself, in Prometheus' text format 0.0.4.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use holdpoint_engine::Engine;

/// Upper bounds of the histogram's buckets, in seconds.
const BOUNDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// Requests of one route that ended with one status.
#[derive(Debug, Default, Clone)]
struct Series {
    count: u64,
    seconds: f64,
    /// Not cumulative: how many fell into each bucket.
    buckets: [u64; BOUNDS.len()],
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(&'static str, u16), Series>>,
    open: AtomicI64,
    streams: AtomicI64,
}

/// A request that is being answered.
pub(crate) struct Counted<'a>(&'a Metrics);

/// A stream that is open as long as this is there.
pub(crate) struct Streaming<'a>(&'a AtomicI64);

impl Metrics {
    pub(crate) fn begin(&self) -> Counted<'_> {
        self.open.fetch_add(1, Ordering::Relaxed);
        Counted(self)
    }

    pub(crate) fn stream(&self) -> Streaming<'_> {
        self.streams.fetch_add(1, Ordering::Relaxed);
        Streaming(&self.streams)
    }

    fn add(&self, route: &'static str, status: u16, took: Duration) {
        let mut all = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let series = all.entry((route, status)).or_default();
        let seconds = took.as_secs_f64();
        series.count += 1;
        series.seconds += seconds;
        let mut places = series.buckets.iter_mut().zip(BOUNDS);
        if let Some((place, _)) = places.find(|(_, bound)| seconds <= *bound) {
            *place += 1;
        }
    }

    /// All measurements as text.
    pub(crate) fn text(&self, engine: &Engine) -> String {
        let mut page = Page::default();
        let published = engine.published();
        page.gauge(
            "holdpoint_ledger_entries",
            "Entries in the ledger.",
            published.size(),
        );
        let witnessed = engine.horizon().map_or(0, |horizon| horizon.size);
        page.gauge(
            "holdpoint_ledger_witnessed_entries",
            "Entries below the newest checkpoint that enough witnesses have cosigned.",
            witnessed,
        );
        page.gauge(
            "holdpoint_ledger_contradicted",
            "1 if the ledger does not extend a checkpoint that it signed before.",
            u64::from(engine.contradiction().is_some()),
        );
        page.fleet(engine);
        let behind = published.head.as_ref().map_or(0, |head| head.time_ms);
        page.gauge(
            "holdpoint_ledger_newest_entry_timestamp_ms",
            "When the newest entry was written, in milliseconds since the epoch.",
            behind,
        );
        page.gauge(
            "holdpoint_http_requests_open",
            "Requests that are being answered.",
            self.open.load(Ordering::Relaxed),
        );
        page.gauge(
            "holdpoint_http_streams_open",
            "Streams of entries that somebody listens to.",
            self.streams.load(Ordering::Relaxed),
        );
        if let Some(bytes) = resident() {
            let help = "Memory that the process has, in bytes.";
            page.gauge("process_resident_memory_bytes", help, bytes);
        }
        let all = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        page.requests(&all);
        page.0
    }
}

impl Counted<'_> {
    pub(crate) fn end(self, route: &'static str, status: u16, took: Duration) {
        self.0.add(route, status, took);
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Streaming<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn head(&mut self, name: &str, help: &str, kind: &str) {
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} {kind}"));
    }

    fn gauge(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.head(name, help, "gauge");
        self.line(format_args!("{name} {value}"));
    }

    /// How it stands among several servers, if it is one of several.
    fn fleet(&mut self, engine: &Engine) {
        let Some(state) = engine.fleet() else { return };
        let (lag, passed) = (
            "holdpoint_fleet_lag_entries",
            "holdpoint_fleet_passed_total",
        );
        self.gauge(
            "holdpoint_fleet_decides",
            "1 if this server decides commands and has the duties that only one may have.",
            u64::from(state.decides),
        );
        self.gauge(
            "holdpoint_fleet_holder_known",
            "1 if this server decides, or knows who does.",
            u64::from(state.decides || state.holder.is_some()),
        );
        self.gauge(
            lag,
            "Entries that this server has not folded yet.",
            state.lag,
        );
        self.head(
            passed,
            "Commands passed on to the server that decides.",
            "counter",
        );
        self.line(format_args!("{passed} {}", state.passed));
        let sat = "holdpoint_fleet_takeovers_total";
        self.head(sat, "How often this server has begun to decide.", "counter");
        self.line(format_args!("{sat} {}", state.sat));
    }

    fn requests(&mut self, all: &BTreeMap<(&'static str, u16), Series>) {
        let name = "holdpoint_http_request_duration_seconds";
        let help = "How long requests took until the head of their answer, by route and status.";
        self.head(name, help, "histogram");
        for ((route, status), series) in all {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            let mut below = 0;
            for (bound, count) in BOUNDS.iter().zip(series.buckets) {
                below += count;
                self.line(format_args!(
                    "{name}_bucket{{{labels},le=\"{bound}\"}} {below}"
                ));
            }
            self.line(format_args!(
                "{name}_bucket{{{labels},le=\"+Inf\"}} {}",
                series.count
            ));
            self.line(format_args!("{name}_sum{{{labels}}} {}", series.seconds));
            self.line(format_args!("{name}_count{{{labels}}} {}", series.count));
        }
    }
}

/// Resident memory in bytes, as Linux tells it.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_cumulative_and_end_with_the_count() {
        let metrics = Metrics::default();
        for ms in [1, 4, 400, 20_000] {
            metrics.add("submit", 200, Duration::from_millis(ms));
        }
        let mut page = Page::default();
        page.requests(&metrics.requests.lock().unwrap());
        let value = |part: &str| {
            let line = page.0.lines().find(|line| line.contains(part)).unwrap();
            line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()
        };
        assert_eq!(value("le=\"0.001\""), 1.0);
        assert_eq!(value("le=\"0.005\""), 2.0);
        assert_eq!(value("le=\"0.25\""), 2.0);
        assert_eq!(value("le=\"0.5\""), 3.0);
        assert_eq!(value("le=\"10\""), 3.0);
        assert_eq!(value("le=\"+Inf\""), 4.0);
        assert_eq!(value("_count{"), 4.0);
        assert!((value("_sum{") - 20.405).abs() < 1e-9);
    }

    #[test]
    fn what_was_begun_is_ended() {
        let metrics = Metrics::default();
        let one = metrics.begin();
        let two = metrics.begin();
        let stream = metrics.stream();
        assert_eq!(metrics.open.load(Ordering::Relaxed), 2);
        one.end("me", 200, Duration::ZERO);
        drop(two);
        drop(stream);
        assert_eq!(metrics.open.load(Ordering::Relaxed), 0);
        assert_eq!(metrics.streams.load(Ordering::Relaxed), 0);
        assert_eq!(metrics.requests.lock().unwrap().len(), 1);
    }
}
