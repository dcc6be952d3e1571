//! As a flowchart of Mermaid (mermaid.js.org/syntax/flowchart.html).

use super::lines::{kind, short, stage, title};
use super::scene::{Item, bands};
use crate::model::Work;
use crate::plan::Graph;

/// A graph as a flowchart of Mermaid, a stage as a subgraph.
#[must_use]
pub fn mermaid(graph: &Graph) -> String {
    let mut text = "flowchart LR\n".to_owned();
    let mut last = None;
    for band in bands(graph) {
        let id = format!("stage{}", band.stage);
        text.push_str(&format!(
            "  subgraph {id}[\"{}\"]\n    direction LR\n",
            escaped(&stage(graph, band.stage))
        ));
        for (at, item) in band.items.iter().enumerate() {
            text.push_str(&format!("    {}{}\n", name(band.stage, at), shape(item)));
        }
        for (at, item) in band.items.iter().enumerate() {
            for early in &item.after {
                text.push_str(&format!(
                    "    {} --> {}\n",
                    name(band.stage, *early),
                    name(band.stage, at)
                ));
            }
        }
        text.push_str("  end\n");
        if let Some(last) = last.replace(id.clone()) {
            text.push_str(&format!("  {last} --> {id}\n"));
        }
    }
    text
}

fn name(stage: usize, item: usize) -> String {
    format!("s{stage}n{item}")
}

/// Hold points have six corners, what people do is round.
fn shape(item: &Item<'_>) -> String {
    let label = format!("{}<br/>{}", escaped(&short(&title(item), 60)), kind(item));
    match item.node.task.as_ref().map(|task| &task.work) {
        Some(Work::Gate(_) | Work::Wait(_)) => format!("{{{{\"{label}\"}}}}"),
        Some(Work::Approval(_) | Work::Manual(_)) => format!("([\"{label}\"])"),
        _ if item.count > 1 => format!("[[\"{label}\"]]"),
        _ => format!("[\"{label}\"]"),
    }
}

/// Letters that have a meaning in Mermaid, as entities.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => written.push_str("#quot;"),
            '#' => written.push_str("#35;"),
            '<' => written.push_str("#lt;"),
            '>' => written.push_str("#gt;"),
            '&' => written.push_str("#amp;"),
            '\n' | '\r' => written.push(' '),
            '`' => written.push('\''),
            c => written.push(c),
        }
    }
    written
}
