//! Fewer crossings: each layer is put in the order of the middles of what its spots are linked to, forwards and backwards, as
//! Sugiyama, Tagawa and Toda describe it (1981); the best order that was met is kept.

use super::layers::Layers;

const SWEEPS: usize = 8;
/// Layers times spots; larger drawings stay in the order of the file.
const WORK: usize = 2_000_000;
/// In larger drawings crossings are not counted, as that takes the square of their links.
const COUNTED: usize = 400;

/// Puts the spots of each layer in order.
pub(super) fn order(layers: &mut Layers) {
    let (before, after) = neighbours(layers);
    let mut best = layers.rows.clone();
    let mut least = crossings(layers);
    let work = layers.rows.len().saturating_mul(layers.spots.len());
    for sweep in 0..SWEEPS {
        if least == Some(0) || work > WORK {
            break;
        }
        let count = layers.rows.len();
        for step in 0..count {
            let (row, linked) = match sweep % 2 {
                0 => (step, &before),
                _ => (count - 1 - step, &after),
            };
            sort(layers, row, linked);
        }
        let now = crossings(layers);
        if now < least || least.is_none() {
            best.clone_from(&layers.rows);
            least = now;
        }
    }
    layers.rows = best;
}

type Neighbours = Vec<Vec<usize>>;

fn neighbours(layers: &Layers) -> (Neighbours, Neighbours) {
    let mut before = vec![Vec::new(); layers.spots.len()];
    let mut after = before.clone();
    for link in &layers.links {
        for two in link.windows(2) {
            let [early, late] = two else { continue };
            if let Some(list) = before.get_mut(*late) {
                list.push(*early);
            }
            if let Some(list) = after.get_mut(*early) {
                list.push(*late);
            }
        }
    }
    (before, after)
}

/// Where each spot is in its layer.
fn positions(layers: &Layers) -> Vec<usize> {
    let mut positions = vec![0; layers.spots.len()];
    for row in &layers.rows {
        for (at, spot) in row.iter().enumerate() {
            if let Some(position) = positions.get_mut(*spot) {
                *position = at;
            }
        }
    }
    positions
}

fn sort(layers: &mut Layers, row: usize, linked: &Neighbours) {
    let positions = positions(layers);
    let position = |spot: usize| positions.get(spot).copied().unwrap_or_default();
    let middle = |spot: usize| {
        let linked = linked.get(spot).map_or(&[][..], Vec::as_slice);
        match linked.len() {
            // What is linked to nothing stays where it is.
            0 => position(spot) * 1_000,
            count => linked.iter().map(|one| position(*one)).sum::<usize>() * 1_000 / count,
        }
    };
    if let Some(row) = layers.rows.get_mut(row) {
        row.sort_by_key(|spot| middle(*spot));
    }
}

/// How often links cross between neighbouring layers; none if there are too many to be counted.
pub(super) fn crossings(layers: &Layers) -> Option<usize> {
    let positions = positions(layers);
    let position = |spot: usize| positions.get(spot).copied().unwrap_or_default();
    let mut by_layer: Vec<Vec<(usize, usize)>> = vec![Vec::new(); layers.rows.len()];
    for two in layers.links.iter().flat_map(|link| link.windows(2)) {
        let [early, late] = two else { continue };
        let layer = layers
            .layer
            .get(*early)
            .and_then(|layer| by_layer.get_mut(*layer));
        if let Some(links) = layer {
            links.push((position(*early), position(*late)));
        }
    }
    let mut count = 0;
    for links in &by_layer {
        if links.len() > COUNTED {
            return None;
        }
        for (at, one) in links.iter().enumerate() {
            let others = links.iter().skip(at + 1);
            count += others
                .filter(|two| (one.0 < two.0 && one.1 > two.1) || (one.0 > two.0 && one.1 < two.1))
                .count();
        }
    }
    Some(count)
}
