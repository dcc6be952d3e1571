//! The way to a value, found when somebody asks for it.

use std::sync::OnceLock;

use holdpoint_findings::{Document, Value, pointer};

/// Which value each value of a document stands in, and as which of its children.
#[derive(Debug, Default)]
pub(crate) struct Pointers(OnceLock<Vec<Option<(u32, u32)>>>);

impl Pointers {
    /// The pointer that leads to a value of this document. What an alias stands for has the pointer of its first place.
    pub(crate) fn of(&self, document: &Document, value: Value<'_>) -> String {
        let parents = self.0.get_or_init(|| parents(document));
        let mut steps = Vec::new();
        let mut at = value.id();
        while let Some(Some((parent, child))) = parents.get(at as usize) {
            steps.push(*child);
            at = *parent;
        }
        let mut found = String::new();
        let mut value = document.root();
        for step in steps.iter().rev() {
            let step = *step as usize;
            if let Some(field) = value.fields().nth(step) {
                pointer::push(&mut found, field.key);
                value = field.value;
            } else if let Some(item) = value.items().nth(step) {
                pointer::push(&mut found, &step.to_string());
                value = item;
            }
        }
        found
    }
}

fn parents(document: &Document) -> Vec<Option<(u32, u32)>> {
    let root = document.root();
    let mut parents = Vec::new();
    let mut left = vec![root];
    while let Some(value) = left.pop() {
        let children = value.items().chain(value.fields().map(|field| field.value));
        for (child, number) in children.zip(0_u32..) {
            let at = child.id() as usize;
            if parents.len() <= at {
                parents.resize(at + 1, None);
            }
            if let Some(parent @ None) = parents.get_mut(at)
                && child.id() != root.id()
            {
                *parent = Some((value.id(), number));
                left.push(child);
            }
        }
    }
    parents
}
