//! By what a request is found again, here and in the logs of others.

use std::fmt;

/// A request's own id: 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(u64);

impl RequestId {
    /// Of random bits.
    #[must_use]
    pub fn new(random: [u8; 8]) -> Self {
        Self(u64::from_be_bytes(random))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The id of a trace that a request belongs to, as W3C's `traceparent` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId(u128);

impl TraceId {
    /// Of these bits, at least one of which has to be set.
    #[must_use]
    pub fn new(bits: u128) -> Self {
        Self(bits)
    }

    /// Its bits.
    #[must_use]
    pub fn bits(self) -> u128 {
        self.0
    }

    /// That of a header `traceparent`, unless that is malformed. Nothing else of a header is ever passed on: whoever asks
    /// could write anything into it.
    #[must_use]
    pub fn of_header(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (version, trace, parent) = (parts.next()?, parts.next()?, parts.next()?);
        let flags = parts.next()?;
        let hex = |text: &str, length| {
            let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            text.len() == length && text.bytes().all(digit)
        };
        let known = hex(version, 2) && version != "ff" && hex(parent, 16) && hex(flags, 2);
        let closed = version != "00" || parts.next().is_none();
        let trace = Some(trace).filter(|trace| known && closed && hex(trace, 32));
        let trace = u128::from_str_radix(trace?, 16).ok()?;
        (trace != 0 && parent.bytes().any(|byte| byte != b'0')).then_some(Self(trace))
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{RequestId, TraceId};

    fn read(text: &str) -> Option<String> {
        TraceId::of_header(text).map(|trace| trace.to_string())
    }

    #[test]
    fn a_trace_is_read_as_w3c_writes_it() {
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let parent = "00f067aa0ba902b7";
        assert_eq!(
            read(&format!("00-{trace}-{parent}-01")).as_deref(),
            Some(trace)
        );
        assert_eq!(
            read(&format!("cc-{trace}-{parent}-01-later")).as_deref(),
            Some(trace)
        );
        for wrong in [
            format!("00-{trace}-{parent}-01-more"),
            format!("ff-{trace}-{parent}-01"),
            format!("00-{}-{parent}-01", "0".repeat(32)),
            format!("00-{trace}-{}-01", "0".repeat(16)),
            format!("00-{}-{parent}-01", trace.to_uppercase()),
            format!("00-{trace}-{parent}"),
            "rita@example.org".to_owned(),
        ] {
            assert_eq!(read(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_id_has_all_its_digits() {
        assert_eq!(
            RequestId::new([0, 0, 0, 0, 0, 0, 0, 255]).to_string(),
            "00000000000000ff"
        );
    }
}
