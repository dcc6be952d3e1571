//! What stands still: the scope of a train before it departs, and an environment after a release.

use holdpoint_domain::environment::Freeze;
use holdpoint_domain::window::ScopeFreeze;

use crate::read::{Reader, keys};
use crate::yaml::{Node, Value};

impl Reader<'_> {
    /// When the scope of a departure is frozen.
    pub(super) fn scope_freeze(&mut self, node: &Node) -> Option<ScopeFreeze> {
        let fields = self.fields("the scope freeze", node.span, node, keys::SCOPE_FREEZE)?;
        let days = self.required(&fields, "working-days", "5")?;
        let working_days = days.text().and_then(|text| text.parse().ok());
        if working_days.is_none() {
            self.wrong(days, "how many working days, such as `5`", None);
        }
        let calendar = self.calendar_name(&fields);
        Some(ScopeFreeze {
            working_days: working_days?,
            calendar,
        })
    }

    /// How long an environment stands still after a release: a time, or a map with it.
    pub(in crate::read) fn freeze(&mut self, node: &Node) -> Option<Freeze> {
        if !matches!(node.value, Value::Map(_)) {
            return Some(Freeze {
                seconds: self.duration(node)?,
                everything: false,
            });
        }
        let fields = self.fields("the freeze", node.span, node, keys::FREEZE)?;
        let everything = self.flag(&fields, "everything", false);
        let seconds = { self.required(&fields, "for", "72h") }.and_then(|node| self.duration(node));
        Some(Freeze {
            seconds: seconds?,
            everything,
        })
    }
}
