//! Layers: each item stands one further than the last that it comes after, and links that pass layers have a place there.

use super::scene::Band;

/// A place in a layer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spot {
    /// An item.
    Item(usize),
    /// Where a link passes.
    Pass,
}

/// Items in layers. Spots are numbered; the items come first.
pub(super) struct Layers {
    pub(super) spots: Vec<Spot>,
    /// The layer of each spot.
    pub(super) layer: Vec<usize>,
    /// Spots by layer, in their order across it.
    pub(super) rows: Vec<Vec<usize>>,
    /// Links as the spots that they lead through.
    pub(super) links: Vec<Vec<usize>>,
}

/// So many places where links pass are made; beyond that links are drawn straight.
const PASSES: usize = 4_000;

/// The items of a stage in layers, with few crossings.
pub(super) fn layers(band: &Band<'_>) -> Layers {
    let mut layer: Vec<usize> = Vec::with_capacity(band.items.len());
    for item in &band.items {
        let before = item
            .after
            .iter()
            .filter_map(|early| layer.get(*early))
            .max();
        layer.push(before.map_or(0, |before| before + 1));
    }
    let mut made = Layers {
        spots: (0..band.items.len()).map(Spot::Item).collect(),
        layer,
        rows: Vec::new(),
        links: Vec::new(),
    };
    for (late, item) in band.items.iter().enumerate() {
        for early in &item.after {
            made.link(*early, late);
        }
    }
    let deepest = made.layer.iter().max().map_or(0, |deepest| deepest + 1);
    made.rows = vec![Vec::new(); deepest];
    for (spot, layer) in made.layer.iter().enumerate() {
        if let Some(row) = made.rows.get_mut(*layer) {
            row.push(spot);
        }
    }
    super::sweep::order(&mut made);
    made
}

impl Layers {
    fn layer(&self, spot: usize) -> usize {
        self.layer.get(spot).copied().unwrap_or_default()
    }

    fn link(&mut self, early: usize, late: usize) {
        let mut path = vec![early];
        let between = self.layer(early) + 1..self.layer(late);
        if self.spots.len() + between.len() < self.layer.len().max(PASSES) {
            for layer in between {
                path.push(self.spots.len());
                self.spots.push(Spot::Pass);
                self.layer.push(layer);
            }
        }
        path.push(late);
        self.links.push(path);
    }
}
