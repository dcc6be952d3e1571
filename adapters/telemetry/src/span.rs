//! Spans as the library has them.

use holdpoint_traces::{Kind, Span, Value};
use opentelemetry::trace::{
    SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

pub(super) fn exported(span: Span, scope: InstrumentationScope) -> SpanData {
    let trace = TraceId::from_bytes(span.own.trace.bits().to_be_bytes());
    let id = |span: u64| SpanId::from_bytes(span.to_be_bytes());
    let parent = span.parent.map_or(SpanId::INVALID, id);
    let own = id(span.own.span);
    let context = SpanContext::new(trace, own, TraceFlags::SAMPLED, false, TraceState::NONE);
    let attribute = |(name, value): (&'static str, Value)| match value {
        Value::Text(text) => KeyValue::new(name, text),
        Value::Number(number) => KeyValue::new(name, number),
        Value::Flag(flag) => KeyValue::new(name, flag),
    };
    SpanData {
        span_context: context,
        parent_span_id: parent,
        parent_span_is_remote: span.parent.is_some() && span.kind == Kind::Server,
        span_kind: match span.kind {
            Kind::Server => SpanKind::Server,
            Kind::Client => SpanKind::Client,
            Kind::Internal => SpanKind::Internal,
        },
        name: span.name.into(),
        start_time: span.begun,
        end_time: span.begun + span.took,
        attributes: span.attributes.into_iter().map(attribute).collect(),
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: match span.failed {
            true => Status::error(""),
            false => Status::Unset,
        },
        instrumentation_scope: scope,
    }
}
