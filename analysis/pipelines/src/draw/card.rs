//! Cards: a step or a matrix as it is drawn.

use super::lines::{kind, notes, short, title};
use super::scene::Item;
use crate::expression::Test;
use crate::model::Work;
use crate::plan::Graph;

/// How wide and high a card is.
pub(super) const WIDTH: i64 = 224;
pub(super) const HEIGHT: i64 = 48;

/// Letters that fit on a card.
const TITLE: usize = 25;
const NOTE: usize = 33;

/// Text as it is written in XML; letters that XML does not have are shown as such.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\t' | '\n' | '\r' => written.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => written.push('\u{fffd}'),
            c => written.push(c),
        }
    }
    written
}

fn class(item: &Item<'_>) -> &'static str {
    match item.node.task.as_ref().map(|task| &task.work) {
        Some(Work::Gate(_) | Work::Wait(_)) => "hold",
        Some(Work::Approval(_) | Work::Manual(_)) => "people",
        Some(Work::Deploy(_) | Work::RollBack(_) | Work::Verify(_)) => "deploy",
        _ => "work",
    }
}

/// A card with its left upper corner there.
pub(super) fn card(graph: &Graph, item: &Item<'_>, (x, y): (i64, i64), svg: &mut String) {
    let said: Vec<_> = std::iter::once(kind(item).to_owned())
        .chain(notes(graph, item))
        .collect();
    let told = escaped(&short(
        &format!("{}: {}", item.node.id, said.join(", ")),
        400,
    ));
    let class = format!("{}{}", class(item), maybe(item));
    let open =
        format!("<g class=\"{class}\" transform=\"translate({x} {y})\"><title>{told}</title>");
    svg.push_str(&open);
    // A matrix is a pile of cards.
    for by in [8, 4].into_iter().filter(|_| item.count > 1).chain([0]) {
        svg.push_str(&outline(item, by));
    }
    let title = escaped(&short(&title(item), TITLE));
    let note = escaped(&short(&said.join(" · "), NOTE));
    svg.push_str(&format!(
        "<rect class=\"mark\" x=\"10\" y=\"12\" width=\"4\" height=\"{}\" rx=\"2\"/>\
         <text class=\"title\" x=\"22\" y=\"21\">{title}</text><text class=\"note\" x=\"22\" y=\"37\">{note}</text></g>\n",
        HEIGHT - 24,
    ));
}

/// Whether it may not run.
fn maybe(item: &Item<'_>) -> &'static str {
    match &item.node.when {
        Some(Test::Known(false)) => " maybe off",
        Some(_) => " maybe",
        None => "",
    }
}

/// Its shape says what it is, too: hold points have corners cut off, what people do is round.
fn outline(item: &Item<'_>, by: i64) -> String {
    let (w, h) = (WIDTH, HEIGHT);
    match class(item) {
        "hold" => format!(
            "<path class=\"card\" d=\"M{} {by}h{}l8 8v{}l-8 8h-{}l-8 -8v-{}z\"/>",
            by + 8,
            w - 16,
            h - 16,
            w - 16,
            h - 16,
        ),
        "people" => format!(
            "<rect class=\"card\" x=\"{by}\" y=\"{by}\" width=\"{w}\" height=\"{h}\" rx=\"{}\"/>",
            h / 2
        ),
        _ => format!(
            "<rect class=\"card\" x=\"{by}\" y=\"{by}\" width=\"{w}\" height=\"{h}\" rx=\"6\"/>"
        ),
    }
}
