//! As SVG that stands alone: no script, nothing from elsewhere, readable by a screen reader.

mod rows;

use super::card::{HEIGHT, WIDTH, card, escaped};
use super::layers::{Layers, Spot, layers};
use super::lines::{entered, short, stage};
use super::scene::{Band, bands};
use super::style::SHEET;
use crate::plan::Graph;

const MARGIN: i64 = 20;
const HEAD: i64 = 34;
/// Between layers, and between cards beside each other.
const ALONG: i64 = 44;
const ACROSS: i64 = 20;
/// Stages with more layers run downwards, as they would be too wide.
const WIDE: usize = 6;

/// A stage with the places of its spots.
struct Placed<'g> {
    band: Band<'g>,
    layers: Layers,
    down: bool,
    /// It stands in rows, one after the other.
    rows: bool,
    /// The left upper corner of each spot, within the stage.
    at: Vec<(i64, i64)>,
    width: i64,
    height: i64,
}

/// Between stages.
const GAP: i64 = 34;
/// Stands in ids for what tells one drawing on a page from another; no text can have it, as control letters are taken out.
const OWN: char = '\u{1}';

/// A graph as SVG: stages one below the other, in each the steps from left to right, or downwards in long ones.
#[must_use]
pub fn svg(graph: &Graph) -> String {
    let placed: Vec<_> = bands(graph).into_iter().map(place).collect();
    let widest = placed.iter().map(|one| one.width).max().unwrap_or(0);
    let width = widest.max(WIDTH + 2 * MARGIN) + 2 * MARGIN;
    let height = placed.iter().map(|one| one.height + GAP).sum::<i64>() - GAP + 2 * MARGIN;
    let mut svg = head(graph, width, height.max(2 * MARGIN));
    let mut y = MARGIN;
    for (at, one) in placed.iter().enumerate() {
        if at > 0 {
            let (x, from, to) = (MARGIN + 40, y - GAP, y - 2);
            svg.push_str(&format!(
                "<path class=\"link\" marker-end=\"url(#head{OWN})\" d=\"M{x} {from}V{to}\"/>\n"
            ));
        }
        drawn(graph, one, (y, width - 2 * MARGIN), &mut svg);
        y += one.height + GAP;
    }
    svg.push_str("</svg>\n");
    let own = graph.digest().get(..8).unwrap_or_default();
    svg.replace(OWN, &format!("-{own}"))
}

fn head(graph: &Graph, width: i64, height: i64) -> String {
    let name = if graph.title.is_empty() {
        &graph.pipeline
    } else {
        &graph.title
    };
    let (name, described) = (escaped(&short(name, 200)), escaped(&described(graph)));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pipeline\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"title{OWN} desc{OWN}\">\n\
         <title id=\"title{OWN}\">{name}</title>\n<desc id=\"desc{OWN}\">{described}</desc>\n<style>{SHEET}</style>\n\
         <defs><marker id=\"head{OWN}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
         orient=\"auto-start-reverse\"><path class=\"head\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
         <rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n"
    )
}

/// For those who do not see it.
fn described(graph: &Graph) -> String {
    let stages: Vec<_> = (0..graph.stages.len()).map(|at| stage(graph, at)).collect();
    let text = format!(
        "{} steps in {} stages, one after the other: {}",
        graph.steps(),
        stages.len(),
        stages.join("; ")
    );
    short(&text, 1_000)
}

fn place(band: Band<'_>) -> Placed<'_> {
    let layers = layers(&band);
    if rows::fit(&band) {
        return rows::place(band, layers);
    }
    let down = layers.rows.len() > WIDE;
    let most = layers.rows.iter().map(Vec::len).max().unwrap_or(0);
    let length = |number: usize, size: i64, gap: i64| {
        let number = i64::try_from(number).unwrap_or(0);
        (number * (size + gap) - gap).max(0)
    };
    let (along, across) = match down {
        true => ((HEIGHT, ALONG - 12), (WIDTH, ACROSS)),
        false => ((WIDTH, ALONG), (HEIGHT, ACROSS)),
    };
    let whole = length(most, across.0, across.1);
    let mut at = vec![(0, 0); layers.spots.len()];
    for (layer, row) in layers.rows.iter().enumerate() {
        let start = (whole - length(row.len(), across.0, across.1)) / 2;
        for (number, spot) in row.iter().enumerate() {
            let far = length(layer, along.0, along.1) + if layer > 0 { along.1 } else { 0 };
            let aside =
                start + length(number, across.0, across.1) + if number > 0 { across.1 } else { 0 };
            if let Some(place) = at.get_mut(*spot) {
                *place = if down { (aside, far) } else { (far, aside) };
            }
        }
    }
    let deep = length(layers.rows.len(), along.0, along.1);
    let (width, height) = if down { (whole, deep) } else { (deep, whole) };
    Placed {
        band,
        layers,
        down,
        rows: false,
        at,
        width: width + 2 * MARGIN,
        height: height + HEAD + MARGIN,
    }
}

fn drawn(graph: &Graph, one: &Placed<'_>, (y, width): (i64, i64), svg: &mut String) {
    let name = stage(graph, one.band.stage);
    let said = entered(graph, one.band.stage);
    svg.push_str(&format!(
        "<g transform=\"translate({MARGIN} {y})\"><rect class=\"band\" width=\"{width}\" height=\"{}\" rx=\"10\"/>\
         <text class=\"name\" x=\"{MARGIN}\" y=\"22\">{} <tspan class=\"said\" dx=\"8\">{}</tspan></text>\n<g transform=\"translate({MARGIN} {HEAD})\">\n",
        one.height,
        escaped(&short(&name, 60)),
        escaped(&short(&said, 80)),
    ));
    for link in &one.layers.links {
        curve(one, link, svg);
    }
    for (spot, (x, y)) in one.layers.spots.iter().zip(&one.at) {
        if let Spot::Item(item) = spot
            && let Some(item) = one.band.items.get(*item)
        {
            card(graph, item, (*x, *y), svg);
        }
    }
    svg.push_str("</g></g>\n");
}

/// A link through its spots.
fn curve(one: &Placed<'_>, link: &[usize], svg: &mut String) {
    if let (true, [early, late]) = (one.rows, link) {
        return rows::link(one, (*early, *late), svg);
    }
    let corner = |spot: usize| one.at.get(spot).copied().unwrap_or_default();
    let is_card = |spot: usize| matches!(one.layers.spots.get(spot), Some(Spot::Item(_)));
    let (w, h) = (WIDTH, HEIGHT);
    // Where it leaves a spot, and where it enters one.
    let out = |spot: usize| {
        let (x, y) = corner(spot);
        if one.down {
            (x + w / 2, y + h)
        } else {
            (x + w, y + h / 2)
        }
    };
    let into = |spot: usize| {
        let (x, y) = corner(spot);
        let back = i64::from(is_card(spot)) * 2;
        if one.down {
            (x + w / 2, y - back)
        } else {
            (x - back, y + h / 2)
        }
    };
    let Some(first) = link.first() else { return };
    let (x, y) = out(*first);
    let mut path = format!("M{x} {y}");
    for two in link.windows(2) {
        let [early, late] = two else { continue };
        let ((x1, y1), (x2, y2)) = (out(*early), into(*late));
        let bend = if one.down {
            (y2 - y1) / 2
        } else {
            (x2 - x1) / 2
        };
        let (c1, c2) = match one.down {
            true => ((x1, y1 + bend), (x2, y2 - bend)),
            false => ((x1 + bend, y1), (x2 - bend, y2)),
        };
        path.push_str(&format!("C{} {} {} {} {x2} {y2}", c1.0, c1.1, c2.0, c2.1));
        if !is_card(*late) {
            let (x, y) = out(*late);
            path.push_str(&format!("L{x} {y}"));
        }
    }
    svg.push_str(&format!(
        "<path class=\"link\" marker-end=\"url(#head{OWN})\" d=\"{path}\"/>\n"
    ));
}
