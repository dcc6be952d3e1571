//! The file behind a configuration: where its items stand.

use std::sync::Arc;

use crate::diagnostic::{Source, Span};
use crate::yaml::Node;

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) source: Arc<Source>,
    pub(crate) root: Arc<Node>,
}

impl Document {
    /// Where the value at the path stands, or the nearest that there is above it.
    pub(crate) fn locate(&self, path: &[&str]) -> Span {
        self.root.locate(path)
    }

    /// Whether the file gives a value there.
    pub(crate) fn gives(&self, path: &[&str]) -> bool {
        let mut node = Some(&*self.root);
        for step in path {
            node = node.and_then(|node| node.get(step));
        }
        node.is_some()
    }
}
