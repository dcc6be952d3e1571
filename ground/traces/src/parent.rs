//! Which span something is a part of.

use std::fmt;

use holdpoint_logs::TraceId;

/// A span of a trace, as others are told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceParent {
    /// The trace.
    pub trace: TraceId,
    /// The span.
    pub span: u64,
    /// Whether it is recorded.
    pub sampled: bool,
}

impl TraceParent {
    /// That of a header `traceparent`, unless that is malformed.
    #[must_use]
    pub fn of_header(text: &str) -> Option<Self> {
        let trace = TraceId::of_header(text)?;
        let mut parts = text.split('-').skip(2);
        let span = u64::from_str_radix(parts.next()?, 16).ok()?;
        let flags = u8::from_str_radix(parts.next()?, 16).ok()?;
        let sampled = flags & 1 == 1;
        Some(Self {
            trace,
            span,
            sampled,
        })
    }
}

/// As the header has it.
impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flags = u8::from(self.sampled);
        write!(f, "00-{}-{:016x}-{flags:02x}", self.trace, self.span)
    }
}

#[cfg(test)]
mod tests {
    use super::TraceParent;

    #[test]
    fn a_header_is_read_and_written() {
        for text in [
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        ] {
            let read = TraceParent::of_header(text).map(|read| read.to_string());
            assert_eq!(read.as_deref(), Some(text));
        }
        let later = "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03-more";
        let read = TraceParent::of_header(later);
        assert!(read.is_some_and(|read| read.sampled));
        assert_eq!(TraceParent::of_header("00-x-y-01"), None);
    }
}
