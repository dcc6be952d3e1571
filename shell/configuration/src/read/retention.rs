//! How long names and reasons behind decisions are kept.

use holdpoint_domain::retention::{Class, Retention};

use super::{Reader, keys};
use crate::model::Section;
use crate::yaml::{Entry, Node, Value};

const DAY: u32 = 24 * 3_600;

impl Reader<'_> {
    /// For how long, and classes by name; an empty section keeps nothing longer than the people whose it is.
    pub(super) fn retention(&mut self, root: &Node, node: &Node) -> Option<Retention> {
        if matches!(node.value, Value::Null) {
            return None;
        }
        let span = root.locate(&["retention"]);
        let fields = self.fields("the retention", span, node, keys::RETENTION)?;
        let keep = fields.get("keep").map(|node| self.whole_days(node));
        let classes = fields
            .get("classes")
            .map(Node::entries)
            .unwrap_or_default()
            .iter()
            .filter_map(|entry| self.retention_class(entry));
        let classes = classes.collect();
        Some(Retention {
            days: keep.unwrap_or(Some(0))?,
            classes,
        })
    }

    fn whole_days(&mut self, node: &Node) -> Option<u32> {
        self.duration(node).map(|seconds| seconds.div_ceil(DAY))
    }

    fn retention_class(&mut self, entry: &Entry) -> Option<Class> {
        let owner = format!("retention class `{}`", entry.key);
        let fields = self.fields(owner, entry.span, &entry.value, keys::RETENTION_CLASS)?;
        let keep = self.required(&fields, "keep", "2555d");
        let days = keep.and_then(|node| self.whole_days(node));
        let components = self.references(fields.get("components"), Section::Components);
        let units = self.references(fields.get("units"), Section::Units);
        Some(Class {
            name: entry.key.clone(),
            days: days?,
            components: components.into_iter().collect(),
            units: units.into_iter().collect(),
        })
    }
}
