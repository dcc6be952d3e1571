//! Spans: begun, given attributes, and handed on when they end.

use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

use holdpoint_logs::TraceId;

use crate::TraceParent;

/// What a span is seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody's request is answered.
    Server,
    /// Another server is asked.
    Client,
    /// Work within.
    Internal,
}

/// What an attribute says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, which nobody has typed.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// A span that has ended.
#[derive(Debug, Clone)]
pub struct Span {
    /// What was done, in few words of which there are few.
    pub name: String,
    /// What it is seen from outside.
    pub kind: Kind,
    /// Its own ids.
    pub own: TraceParent,
    /// The span that it is a part of.
    pub parent: Option<u64>,
    /// When it began.
    pub begun: SystemTime,
    /// How long it took.
    pub took: Duration,
    /// Names by the semantic conventions of OpenTelemetry, where those have one.
    pub attributes: Vec<(&'static str, Value)>,
    /// Whether it went wrong.
    pub failed: bool,
}

/// Where spans go when they end. It must be quick.
pub type Sink = Box<dyn Fn(Span) + Send + Sync>;

struct Installed {
    /// Traces that nobody else has begun are recorded if their id is below this.
    below: u64,
    sink: Sink,
}

static INSTALLED: OnceLock<Installed> = OnceLock::new();

/// Says where spans go, and which part (0 to 1) of the traces that begin here is recorded; what others have begun is recorded
/// if they say so. Says whether that was new: it can be said once.
pub fn install(part: f64, sink: Sink) -> bool {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it saturates, and is never negative"
    )]
    let below = (part.clamp(0.0, 1.0) * 18_446_744_073_709_551_615.0) as u64;
    INSTALLED.set(Installed { below, sink }).is_ok()
}

/// A span that goes on.
#[derive(Debug)]
pub struct Open {
    span: Span,
    since: Instant,
}

/// Begins a span, as a part of another or as a trace of its own; none if it is not recorded. Only who answers requests begins
/// traces.
#[must_use]
pub fn begin(name: &str, kind: Kind, parent: Option<TraceParent>) -> Option<Open> {
    let installed = INSTALLED.get()?;
    let mut random = [0; 24];
    getrandom::fill(&mut random).ok()?;
    let [first, second, third] = [0, 8, 16].map(|at| {
        let bytes = random
            .get(at..at + 8)
            .and_then(|bytes| bytes.try_into().ok());
        u64::from_be_bytes(bytes.unwrap_or_default())
    });
    let sampled = match (parent, kind) {
        (Some(parent), _) => parent.sampled,
        (None, Kind::Server) => first <= installed.below && installed.below > 0,
        (None, _) => false,
    };
    if !sampled {
        return None;
    }
    let fresh = TraceId::new(u128::from(second) << 64 | u128::from(first | 1));
    let own = TraceParent {
        trace: parent.map_or(fresh, |parent| parent.trace),
        span: third | 1,
        sampled,
    };
    Some(Open {
        span: Span {
            name: name.to_owned(),
            kind,
            own,
            parent: parent.map(|parent| parent.span),
            begun: SystemTime::now(),
            took: Duration::ZERO,
            attributes: Vec::new(),
            failed: false,
        },
        since: Instant::now(),
    })
}

impl Open {
    /// Its ids, for whatever is a part of it.
    #[must_use]
    pub fn own(&self) -> TraceParent {
        self.span.own
    }

    /// Calls it something better than was known when it began.
    pub fn rename(&mut self, name: String) {
        self.span.name = name;
    }

    /// Says something of it.
    pub fn say(&mut self, name: &'static str, value: impl Into<Value>) {
        self.span.attributes.push((name, value.into()));
    }

    /// Says that it went wrong.
    pub fn fail(&mut self) {
        self.span.failed = true;
    }

    /// Ends it.
    pub fn end(self) {
        let Self { mut span, since } = self;
        span.took = since.elapsed();
        if let Some(installed) = INSTALLED.get() {
            (installed.sink)(span);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::{Kind, begin, install};
    use crate::TraceParent;

    #[test]
    fn spans_of_a_trace_know_each_other_and_are_recorded_as_whoever_began_it_says() {
        assert!(begin("early", Kind::Server, None).is_none());
        let ended = Arc::new(Mutex::new(Vec::new()));
        let place = Arc::clone(&ended);
        let sink = move |span| place.lock().map(|mut all| all.push(span)).unwrap_or(());
        assert!(install(1.0, Box::new(sink)));
        assert!(!install(0.0, Box::new(drop)));

        let outer = begin("outer", Kind::Server, None).expect("all are recorded");
        let mut inner = begin("inner", Kind::Internal, Some(outer.own())).expect("as the outer");
        inner.say("count", 3u64);
        inner.fail();
        let (parent, trace) = (outer.own().span, outer.own().trace);
        inner.end();
        outer.end();
        let ended = ended.lock().expect("nobody panics");
        assert_eq!(ended.len(), 2);
        assert_eq!(ended[0].parent, Some(parent));
        assert_eq!(ended[0].own.trace, trace);
        assert!(ended[0].failed && !ended[1].failed && ended[1].parent.is_none());

        let elsewhere = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        assert!(begin("left out", Kind::Server, TraceParent::of_header(elsewhere)).is_none());
        assert!(begin("within nothing", Kind::Internal, None).is_none());
    }
}
