//! A pipeline taken out of its file means what it meant there.

use std::sync::Arc;

use holdpoint_findings::{Document, Source};
use holdpoint_pipelines::{Definition, Given, alone, plan};
use proptest::prelude::*;

fn document(text: &str) -> Document {
    let source = Source::new("holdpoint.yaml", text.as_bytes().to_vec()).unwrap();
    Document::read_yaml(&Arc::new(source)).unwrap()
}

/// The digest of the graph of a pipeline, if it can be planned.
fn digest(text: &str, name: &str) -> Option<String> {
    let definition = Definition::read(&document(text)).ok()?;
    let graph = plan(&definition, name, &Given::example()).ok()?;
    Some(graph.digest().to_owned())
}

#[test]
fn the_shop_means_the_same_without_its_file() {
    let text = include_str!("files/shop.yaml");
    let taken = alone(&document(text), "shop").unwrap();
    assert!(digest(text, "shop").is_some());
    assert_eq!(digest(&taken, "shop"), digest(text, "shop"));
    // What it does not use is left where it is.
    let more = format!("{text}\n  unused:\n    steps: [{{name: x, run: make}}]\n");
    assert_eq!(alone(&document(&more), "shop").unwrap(), taken);
    assert_eq!(alone(&document(text), "ship"), None);
}

#[test]
fn numbers_stay_as_they_are_written() {
    let text = "pipelines:\n  p:\n    stages:\n      - name: s\n        steps:\n          - {name: t, run: x, matrix: {v: [1.10, 1.1, 7, \"7\", true]}}\n";
    let taken = alone(&document(text), "p").unwrap();
    assert!(taken.contains("[\"1.10\",\"1.1\",7,\"7\",true]"), "{taken}");
    assert_eq!(digest(&taken, "p"), digest(text, "p"));
}

proptest! {
    #[test]
    fn whatever_is_defined_means_the_same_alone(text in crate::random::definition()) {
        let taken = alone(&document(&text), "p").unwrap();
        prop_assert_eq!(digest(&taken, "p"), digest(&text, "p"));
        // Taken out once more it is the very same text.
        prop_assert_eq!(alone(&document(&taken), "p").unwrap(), taken);
    }
}
