//! What is closed.

use holdpoint_schedule::{Span, Spans};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scope::Scope;
use super::{Standing, Stretch, WindowKind, WindowName};
use crate::State;
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;

/// Something that stands against a span.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// A blackout that it meets, or that it lies outside of maintenance windows.
    pub kind: WindowKind,
    /// The blackout; or the maintenance windows of which one would have to be on.
    pub windows: Vec<WindowName>,
    /// From when until when: the whole blackout, or the part of the span that lies outside.
    pub span: Stretch,
}

/// All that stands against deploying these components there within a span, in order of time; nothing if it is clear.
#[must_use]
pub fn closed<'c>(
    state: &State,
    environment: &EnvironmentName,
    components: impl IntoIterator<Item = &'c ComponentName>,
    span: Stretch,
) -> Vec<Closing> {
    let scope = Scope::of(state, environment, components);
    let within = span.span();
    let mut found = Vec::new();
    for standing in &scope.blackouts {
        let spans = of(state, standing, within);
        let meeting = spans.as_slice().iter().filter(|one| one.meets(&within));
        found.extend(meeting.map(|one| Closing {
            kind: WindowKind::Blackout,
            windows: vec![standing.window.name.clone()],
            span: (*one).into(),
        }));
    }
    let whole = Spans::from_iter([within]);
    for set in &scope.maintenance {
        let outside = whole.without(&union(state, set, within));
        let names: Vec<_> = set.iter().map(|one| one.window.name.clone()).collect();
        found.extend(outside.as_slice().iter().map(|one| Closing {
            kind: WindowKind::Maintenance,
            windows: names.clone(),
            span: (*one).into(),
        }));
    }
    found.sort_by(|a, b| (a.span, a.kind, &a.windows).cmp(&(b.span, b.kind, &b.windows)));
    found
}

/// Whether any blackout or maintenance window is about these components there, whenever that is.
#[must_use]
pub fn concerns<'c>(
    state: &State,
    environment: &EnvironmentName,
    components: impl IntoIterator<Item = &'c ComponentName>,
) -> bool {
    if state.windows.is_empty() {
        return false;
    }
    let scope = Scope::of(state, environment, components);
    !(scope.blackouts.is_empty() && scope.maintenance.is_empty())
}

/// When a window is, as far as it meets a span, in order.
#[must_use]
pub fn spans(state: &State, standing: &Standing, within: Stretch) -> Vec<Stretch> {
    let found = of(state, standing, within.span());
    found.as_slice().iter().map(|one| (*one).into()).collect()
}

/// The same as a set of moments; whole spans, also those that go beyond.
pub(super) fn of(state: &State, standing: &Standing, within: Span) -> Spans {
    let found = standing.timetable.within(state, within);
    found.into_iter().filter(|one| one.meets(&within)).collect()
}

pub(super) fn union(state: &State, set: &[&Standing], within: Span) -> Spans {
    set.iter().fold(Spans::default(), |all, one| {
        all.union(&of(state, one, within))
    })
}
