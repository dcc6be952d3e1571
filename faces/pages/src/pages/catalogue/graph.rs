//! Drawing what depends on what: in layers, the ones on which others depend to the right (Sugiyama, Tagawa and
//! Toda, 1981: layers by the longest path, order within them by the mean of the neighbours).

use std::collections::BTreeMap;

/// A component to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) to: String,
    pub(super) class: &'static str,
    /// Names of what it cannot work without.
    pub(super) needs: Vec<String>,
}

/// The drawing, in pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Graph {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) boxes: Vec<Drawn>,
    pub(super) arrows: Vec<Arrow>,
}

/// A component where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) to: String,
    pub(super) class: &'static str,
}

/// A line from one to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arrow {
    pub(super) path: String,
    /// Said to whoever points at it, or hears it.
    pub(super) says: String,
}

const WIDTH: usize = 156;
const HEIGHT: usize = 34;
const BETWEEN: usize = 74;
const BELOW: usize = 16;
const MARGIN: usize = 10;

/// How often the order within layers is mended: more changes nothing for graphs of this size.
const SWEEPS: usize = 6;

impl Graph {
    /// The drawing of these; what is needed but not among them is left out.
    pub(super) fn of(nodes: &[Node]) -> Self {
        let index: BTreeMap<_, _> = nodes
            .iter()
            .enumerate()
            .map(|(at, node)| (node.name.as_str(), at))
            .collect();
        let needs: Vec<Vec<usize>> = nodes
            .iter()
            .map(|node| {
                node.needs
                    .iter()
                    .filter_map(|name| index.get(name.as_str()).copied())
                    .collect()
            })
            .collect();
        let (layers, ways) = routed(layered(&needs), &needs);
        let count = layers.iter().map(Vec::len).sum();
        let layers = ordered(layers, &steps(&ways, count));
        let places = places(&layers, count);
        let tallest = layers.iter().map(Vec::len).max().unwrap_or(0);
        Self {
            width: layers.len() * (WIDTH + BETWEEN) + 2 * MARGIN
                - BETWEEN.min(layers.len() * BETWEEN),
            height: tallest * (HEIGHT + BELOW) + 2 * MARGIN - BELOW.min(tallest * BELOW),
            boxes: nodes
                .iter()
                .zip(&places)
                .map(|(node, place)| drawn(node, *place))
                .collect(),
            arrows: ways
                .iter()
                .filter_map(|way| arrow(nodes, way, &places))
                .collect(),
        }
    }
}

/// The layers, the ones on which nothing depends first. Whoever stands in a circle stands where it is cut.
fn layered(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut layer = vec![0_usize; needs.len()];
    // The longest path has no more steps than there are nodes, unless there is a circle.
    for _ in 0..needs.len() {
        let mut moved = false;
        for (from, targets) in needs.iter().enumerate() {
            let next = layer.get(from).copied().unwrap_or(0) + 1;
            for to in targets {
                if let Some(place) = layer
                    .get_mut(*to)
                    .filter(|place| **place < next && next < needs.len())
                {
                    *place = next;
                    moved = true;
                }
            }
        }
        if !moved {
            break;
        }
    }
    let mut layers = vec![Vec::new(); layer.iter().max().map_or(0, |last| last + 1)];
    for (node, at) in layer.iter().enumerate() {
        if let Some(layer) = layers.get_mut(*at) {
            layer.push(node);
        }
    }
    layers.retain(|layer: &Vec<usize>| !layer.is_empty());
    layers
}

/// A way of an arrow: from where, through places that are kept free for it in the layers between, to where.
type Way = Vec<usize>;

/// The layers with a free place for what passes through to the same target, and the ways of all arrows.
fn routed(mut layers: Vec<Vec<usize>>, needs: &[Vec<usize>]) -> (Vec<Vec<usize>>, Vec<Way>) {
    let layer: BTreeMap<usize, usize> = layers
        .iter()
        .enumerate()
        .flat_map(|(at, layer)| layer.iter().map(move |node| (*node, at)))
        .collect();
    let at = |node: &usize| layer.get(node).copied().unwrap_or(0);
    let (mut free, mut ways) = (BTreeMap::new(), Vec::new());
    for (from, targets) in needs.iter().enumerate() {
        for to in targets {
            let mut way = vec![from];
            let between = layers.iter_mut().enumerate();
            for (column, layer) in between.take(at(to)).skip(at(&from) + 1) {
                let next = needs.len() + free.len();
                let place = *free.entry((*to, column)).or_insert(next);
                if place == next {
                    layer.push(place);
                }
                way.push(place);
            }
            way.push(*to);
            ways.push(way);
        }
    }
    (layers, ways)
}

/// The single steps of the ways, by where each begins.
fn steps(ways: &[Way], count: usize) -> Vec<Vec<usize>> {
    let mut steps = vec![Vec::new(); count];
    for (from, to) in ways
        .iter()
        .flat_map(|way| way.iter().zip(way.iter().skip(1)))
    {
        if let Some(steps) = steps.get_mut(*from) {
            steps.push(*to);
        }
    }
    steps
}

/// The same layers, each in an order in which few lines cross.
fn ordered(mut layers: Vec<Vec<usize>>, needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    for _ in 0..SWEEPS {
        let rank: BTreeMap<usize, usize> = layers
            .iter()
            .flat_map(|layer| layer.iter().enumerate().map(|(rank, node)| (*node, rank)))
            .collect();
        for layer in &mut layers {
            layer.sort_by_key(|node| (mean(*node, needs, &rank), *node));
        }
    }
    layers
}

/// A thousand times the mean rank of its neighbours.
fn mean(node: usize, needs: &[Vec<usize>], rank: &BTreeMap<usize, usize>) -> usize {
    let to = needs.get(node).into_iter().flatten().copied();
    let from = needs
        .iter()
        .enumerate()
        .filter(|(_, targets)| targets.contains(&node))
        .map(|(from, _)| from);
    let ranks: Vec<_> = to
        .chain(from)
        .filter_map(|near| rank.get(&near).copied())
        .collect();
    match ranks.len() {
        0 => rank.get(&node).copied().unwrap_or(0) * 1_000,
        count => ranks.iter().sum::<usize>() * 1_000 / count,
    }
}

/// Upper left corners.
fn places(layers: &[Vec<usize>], count: usize) -> Vec<(usize, usize)> {
    let tallest = layers.iter().map(Vec::len).max().unwrap_or(0);
    let mut places = vec![(0, 0); count];
    for (column, layer) in layers.iter().enumerate() {
        let above = (tallest - layer.len()) * (HEIGHT + BELOW) / 2;
        for (row, node) in layer.iter().enumerate() {
            if let Some(place) = places.get_mut(*node) {
                *place = (
                    MARGIN + column * (WIDTH + BETWEEN),
                    MARGIN + above + row * (HEIGHT + BELOW),
                );
            }
        }
    }
    places
}

fn drawn(node: &Node, (x, y): (usize, usize)) -> Drawn {
    Drawn {
        x,
        y,
        name: node.name.clone(),
        title: node.title.clone(),
        to: node.to.clone(),
        class: node.class,
    }
}

/// From the right side of one to the left side of another, straight through the places between.
fn arrow(nodes: &[Node], way: &[usize], places: &[(usize, usize)]) -> Option<Arrow> {
    let bend = BETWEEN / 2;
    let (from, to) = (nodes.get(*way.first()?)?, nodes.get(*way.last()?)?);
    let (x, y) = places.get(*way.first()?)?;
    let (mut x, mut y) = (x + WIDTH, y + HEIGHT / 2);
    let mut path = format!("M{x} {y}");
    for node in way.iter().skip(1) {
        let (left, top) = places.get(*node)?;
        let (a, b, middle) = (x + bend, left.saturating_sub(bend), top + HEIGHT / 2);
        path.push_str(&format!("C{a} {y} {b} {middle} {left} {middle}"));
        (x, y) = (left + WIDTH, middle);
        if *node >= nodes.len() {
            path.push_str(&format!("H{x}"));
        }
    }
    Some(Arrow {
        path,
        says: format!("{} → {}", from.name, to.name),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::{Graph, Node};

    fn graph(edges: &[(&str, &[&str])]) -> Graph {
        let node = |(name, needs): &(&str, &[&str])| Node {
            name: (*name).to_owned(),
            title: String::new(),
            to: String::new(),
            class: "",
            needs: needs.iter().map(|one| (*one).to_owned()).collect(),
        };
        Graph::of(&edges.iter().map(node).collect::<Vec<_>>())
    }

    #[test]
    fn whatever_is_needed_stands_to_the_right() {
        let found = graph(&[
            ("shop", &["pay", "search"]),
            ("pay", &["login"]),
            ("login", &[]),
            ("search", &["login"]),
        ]);
        let x = |name: &str| found.boxes.iter().find(|one| one.name == name).unwrap().x;
        assert!(x("shop") < x("pay") && x("pay") < x("login") && x("pay") == x("search"));
        assert_eq!(found.arrows.len(), 4);
        assert!(
            found
                .boxes
                .iter()
                .all(|one| one.x < found.width && one.y < found.height)
        );
    }

    #[test]
    fn an_arrow_that_passes_others_has_a_place_of_its_own() {
        let found = graph(&[
            ("shop", &["pay", "login"]),
            ("pay", &["login"]),
            ("login", &[]),
        ]);
        let pay = found.boxes.iter().find(|one| one.name == "pay").unwrap();
        let long = found.arrows.iter().find(|one| one.says == "shop → login");
        let path = &long.unwrap().path;
        let passes = path.split_once('H').unwrap().0.rsplit(' ').next().unwrap();
        let passes: usize = passes.parse().unwrap();
        assert!(passes < pay.y || passes > pay.y + super::HEIGHT, "{path}");
    }

    #[test]
    fn nothing_stands_on_something_else_and_circles_end() {
        let found = graph(&[
            ("a", &["b"]),
            ("b", &["c"]),
            ("c", &["a"]),
            ("d", &["elsewhere"]),
        ]);
        let mut places: Vec<_> = found.boxes.iter().map(|one| (one.x, one.y)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 4);
        assert_eq!(found.arrows.len(), 3);
        assert_eq!(graph(&[]).boxes.len(), 0);
    }
}
