//! Stages that are one line, or a heap: in rows, as text is, so that they are neither very long nor very high.

use super::super::card::{HEIGHT, WIDTH};
use super::super::layers::Layers;
use super::super::scene::Band;
use super::{ACROSS, ALONG, HEAD, MARGIN, OWN, Placed};

/// Cards in a row.
const ROW: usize = 5;
/// Between rows of a line, so that there is a way back for its link.
const BETWEEN: i64 = 30;

/// Whether each comes after the one before it, or none after any.
pub(super) fn fit(band: &Band<'_>) -> bool {
    let heap = band.items.len() > 3 && band.items.iter().all(|item| item.after.is_empty());
    heap || (band.is_line() && band.items.len() > ROW)
}

pub(super) fn place<'g>(band: Band<'g>, layers: Layers) -> Placed<'g> {
    let heap = band.items.iter().all(|item| item.after.is_empty());
    let between = if heap { ACROSS } else { BETWEEN };
    let along = if heap { ACROSS } else { ALONG };
    let size = |count: usize| i64::try_from(count).unwrap_or(0);
    let corner = |at: usize| {
        let (row, column) = (size(at / ROW), size(at % ROW));
        (column * (WIDTH + along), row * (HEIGHT + between))
    };
    let count = band.items.len();
    let columns = size(count.min(ROW));
    let rows = size(count.div_ceil(ROW));
    Placed {
        at: (0..count).map(corner).collect(),
        band,
        layers,
        down: false,
        rows: true,
        width: columns * (WIDTH + along) - along + 2 * MARGIN,
        height: rows * (HEIGHT + between) - between + HEAD + MARGIN,
    }
}

/// A link to the next card: straight, or around the corner to the next row.
pub(super) fn link(one: &Placed<'_>, (early, late): (usize, usize), svg: &mut String) {
    let corner = |spot: usize| one.at.get(spot).copied().unwrap_or_default();
    let ((x1, y1), (x2, y2)) = (corner(early), corner(late));
    let path = match y1 == y2 {
        true => format!("M{} {}H{}", x1 + WIDTH, y1 + HEIGHT / 2, x2 - 2),
        false => {
            let (from, to, middle) = (x1 + WIDTH / 2, x2 + WIDTH / 2, y1 + HEIGHT + 10);
            format!("M{from} {}V{middle}H{to}V{}", y1 + HEIGHT, y2 - 2)
        }
    };
    svg.push_str(&format!(
        "<path class=\"link\" marker-end=\"url(#head{OWN})\" d=\"{path}\"/>\n"
    ));
}
