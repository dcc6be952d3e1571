//! Traces of the program itself: what took how long on behalf of which request, here and on other servers.
//!
//! Ids and the header `traceparent` are those of [W3C Trace Context](https://www.w3.org/TR/trace-context/). Whoever works on
//! behalf of a request does so [within] its span, and whatever begins there is a part of it. Nothing is measured
//! until somebody has said where [finished spans](Span) go.

mod current;
mod parent;
mod span;

pub use current::{Within, carry, current, within};
pub use parent::TraceParent;
pub use span::{Kind, Open, Sink, Span, Value, begin, install};
