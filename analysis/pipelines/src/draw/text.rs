//! As text for a terminal.

use super::layers::{Layers, layers};
use super::lines::{entered, kind, notes, short, stage, title};
use super::scene::{Band, Item, bands};
use crate::plan::Graph;

/// A graph as text: stage by stage, and in each what can run at the same time beside each other.
#[must_use]
pub fn text(graph: &Graph) -> String {
    let bands = bands(graph);
    let items = || bands.iter().flat_map(|band| &band.items);
    let width = items()
        .map(|item| title(item).chars().count())
        .max()
        .unwrap_or(0)
        .min(48);
    let name = if graph.title.is_empty() {
        &graph.pipeline
    } else {
        &graph.title
    };
    let count = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    let (stages, steps) = (
        count(graph.stages.len(), "stage"),
        count(graph.steps(), "step"),
    );
    let mut text = format!("{name}: {stages}, {steps}\n");
    for (at, band) in bands.iter().enumerate() {
        let mark = if at == 0 { "●" } else { "↓" };
        let (name, said) = (stage(graph, band.stage), entered(graph, band.stage));
        text.push_str(format!("\n{mark} {name}  {said}").trim_end_matches(' '));
        text.push('\n');
        rows(graph, band, &layers(band), width, &mut text);
    }
    text
}

fn rows(graph: &Graph, band: &Band<'_>, layers: &Layers, width: usize, text: &mut String) {
    for (number, row) in layers.rows.iter().enumerate() {
        // Places where links pass come after the items.
        let items = row.iter().copied().filter(|spot| *spot < band.items.len());
        let mut items: Vec<usize> = items.collect();
        items.sort_unstable();
        for (at, item) in items
            .iter()
            .filter_map(|item| band.items.get(*item))
            .enumerate()
        {
            let number = if at == 0 {
                (number + 1).to_string()
            } else {
                String::new()
            };
            let title = short(&title(item), width);
            let said = short(&said(graph, band, item).join(" · "), 120);
            let line = format!("  {number:>3}  {title:<width$}  {:<9}  {said}", kind(item));
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
}

/// What there is to say of an item; what it comes after only if that is not plain.
fn said(graph: &Graph, band: &Band<'_>, item: &Item<'_>) -> Vec<String> {
    let mut said = notes(graph, item);
    if !band.is_line() && !item.after.is_empty() {
        let after = item.after.iter().filter_map(|early| band.items.get(*early));
        let after: Vec<_> = after.map(|early| early.title.clone()).collect();
        said.insert(0, format!("after {}", listed(&after)));
    }
    said
}

/// The first few.
fn listed(names: &[String]) -> String {
    match names {
        [first, second, third, _, ..] => {
            format!("{first}, {second}, {third} and {} more", names.len() - 3)
        }
        few => few.join(", "),
    }
}
