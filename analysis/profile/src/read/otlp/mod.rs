//! Traces in OTLP JSON (<https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding>).

mod run;
mod span;
mod step;
mod tree;

pub(super) use run::runs;
pub(super) use span::spans;
