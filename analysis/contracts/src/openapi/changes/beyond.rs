//! Keywords of which other tools say nothing, although a change of them breaks somebody.

use super::super::reporter::shown;
use super::super::schema::{Key, Schema};
use super::super::walk::{Here, Walk};

/// Which way a keyword lets more in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Narrower,
    Wider,
    /// Something is let in that was not, and the other way round.
    Other,
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Self::Narrower => "narrowed",
            Self::Wider => "widened",
            Self::Other => "changed",
        }
    }
}

/// A keyword, as rules call it, and how two of its values stand to each other.
type Keyword = (
    Key,
    &'static str,
    fn(&Schema<'_>, &Schema<'_>) -> Option<Way>,
);

const KEYWORDS: &[Keyword] = &[
    (Key::AdditionalProperties, "additional-properties", further),
    (Key::UniqueItems, "unique-items", unique),
    (Key::MultipleOf, "multiple-of", multiple),
    (Key::MaxProperties, "max-properties", most),
    (Key::MinProperties, "min-properties", least),
];

impl<'a> Walk<'_, '_, 'a> {
    /// Says what of these has changed here.
    pub(crate) fn beyond(&mut self, here: &Here<'_, 'a>) {
        for (key, name, way) in KEYWORDS {
            if let Some(way) = way(here.base(), here.revision()) {
                let (from, to) = here.both(*key);
                let change = format!("{name}-{}", way.word());
                self.say(here, &change, [shown(from), shown(to)], here.sides(*key));
            }
        }
    }
}

/// How much is let in besides what is named: nothing, what fits a schema, or anything.
fn openness(schema: &Schema<'_>) -> u8 {
    match schema.get(Key::AdditionalProperties) {
        None => 2,
        Some(at) => match at.value.bool() {
            Some(false) => 0,
            Some(true) => 2,
            None if at.fields().next().is_none() => 2,
            None => 1,
        },
    }
}

fn way<T: PartialOrd>(from: T, to: T) -> Option<Way> {
    match to.partial_cmp(&from)? {
        std::cmp::Ordering::Less => Some(Way::Narrower),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(Way::Wider),
    }
}

fn further(base: &Schema<'_>, revision: &Schema<'_>) -> Option<Way> {
    way(openness(base), openness(revision))
}

fn unique(base: &Schema<'_>, revision: &Schema<'_>) -> Option<Way> {
    let free = |schema: &Schema<'_>| !schema.flag(Key::UniqueItems);
    way(free(base), free(revision))
}

fn most(base: &Schema<'_>, revision: &Schema<'_>) -> Option<Way> {
    let most = |schema: &Schema<'_>| schema.limit(Key::MaxProperties).unwrap_or(f64::INFINITY);
    way(most(base), most(revision))
}

fn least(base: &Schema<'_>, revision: &Schema<'_>) -> Option<Way> {
    let least = |schema: &Schema<'_>| -schema.limit(Key::MinProperties).unwrap_or(0.0);
    way(least(base), least(revision))
}

/// A multiple of six is one of two: whoever has to be the first is narrower.
fn multiple(base: &Schema<'_>, revision: &Schema<'_>) -> Option<Way> {
    let step = |schema: &Schema<'_>| schema.limit(Key::MultipleOf).filter(|step| *step > 0.0);
    let divides = |step: f64, of: f64| {
        let times = of / step;
        (times - times.round()).abs() < 1e-9 * times.max(1.0)
    };
    match (step(base), step(revision)) {
        (None, None) => None,
        (None, Some(_)) => Some(Way::Narrower),
        (Some(_), None) => Some(Way::Wider),
        (Some(from), Some(to)) => match (divides(from, to), divides(to, from)) {
            (true, true) => None,
            (true, false) => Some(Way::Narrower),
            (false, true) => Some(Way::Wider),
            (false, false) => Some(Way::Other),
        },
    }
}
