//! Whether a schema takes a value, as far as that can be told.

use crate::datum::{Datum, all};
use crate::model::{Id, Node, Range};
use crate::number::Decimal;
use crate::prove::Prover;

/// How deep references and values may be within each other.
const DEPTH: usize = 64;

impl Prover<'_> {
    /// Whether a schema takes a value; none if that cannot be told.
    pub(crate) fn takes(&mut self, id: Id, value: &Datum) -> Option<bool> {
        self.takes_at(id, value, DEPTH)
    }

    fn takes_at(&mut self, id: Id, value: &Datum, depth: usize) -> Option<bool> {
        if !self.spend() || depth == 0 {
            return None;
        }
        let node = self.node(id);
        if node.never {
            return Some(false);
        }
        let mut said = vec![
            plainly(&node, value),
            self.in_words(&node, value),
            self.in_parts(&node, value, depth),
            self.in_logic(&node, value, depth),
        ];
        if node.opaque || node.beyond || node.doubtful || node.stray.is_some() {
            said.push(None);
        }
        if let Some(values) = &node.values {
            let same = values.iter().map(|one| Some(!one.same(value)?));
            said.push(all(same).map(|none| !none));
        }
        all(said.into_iter())
    }

    fn in_words(&mut self, node: &Node, value: &Datum) -> Option<bool> {
        let Datum::Text(text) = value else {
            return Some(true);
        };
        let matches = match &node.pattern {
            Some(pattern) => self.patterns.matches(pattern, text),
            None => Some(true),
        };
        let format = if node.format.is_some() {
            None
        } else {
            Some(true)
        };
        all([matches, format].into_iter())
    }

    fn in_parts(&mut self, node: &Node, value: &Datum, depth: usize) -> Option<bool> {
        match value {
            Datum::List(items) => self.items(node, items, depth),
            Datum::Map(fields) => self.fields(node, fields, depth),
            _ => Some(true),
        }
    }

    fn items(&mut self, node: &Node, items: &[Datum], depth: usize) -> Option<bool> {
        let mut said = Vec::new();
        if node.unevaluated_items.is_some() {
            said.push(None);
        }
        for (at, item) in items.iter().enumerate() {
            if let Some(of) = node.prefix.get(at).copied().or(node.rest) {
                said.push(self.takes_at(of, item, depth - 1));
            }
        }
        if node.unique {
            let pairs = items.iter().enumerate();
            let differ = pairs
                .flat_map(|(at, one)| items.iter().take(at).map(|other| Some(!one.same(other)?)));
            said.push(all(differ));
        }
        if let Some(contains) = &node.contains {
            let each: Vec<_> = { items.iter() }
                .map(|item| self.takes_at(contains.of, item, depth - 1))
                .collect();
            let sure = each.iter().filter(|one| **one == Some(true)).count() as u64;
            let most = sure + each.iter().filter(|one| one.is_none()).count() as u64;
            let fits = |count: u64| {
                count >= contains.least && contains.most.is_none_or(|most| count <= most)
            };
            said.push((sure == most).then(|| fits(sure)));
        }
        all(said.into_iter())
    }

    fn fields(&mut self, node: &Node, fields: &[(Box<str>, Datum)], depth: usize) -> Option<bool> {
        let has = |name: &str| fields.iter().any(|(known, _)| **known == *name);
        let mut said = vec![Some(node.required.iter().all(|name| has(name)))];
        if node.unevaluated.is_some() {
            said.push(None);
        }
        for (name, value) in fields {
            said.push(self.field(node, name, value, depth));
            if let Some(of) = node.property_names {
                said.push(self.takes_at(of, &Datum::Text(name.clone()), depth - 1));
            }
        }
        for (name, needed) in &node.needs {
            said.push(Some(!has(name) || needed.iter().all(|one| has(one))));
        }
        for (_, of) in node.dependent.iter().filter(|(name, _)| has(name)) {
            said.push(self.takes_at(*of, &Datum::Map(fields.to_vec()), depth - 1));
        }
        all(said.into_iter())
    }

    fn field(&mut self, node: &Node, name: &str, value: &Datum, depth: usize) -> Option<bool> {
        let mut said = Vec::new();
        let mut described = Some(node.property(name).is_some());
        if let Some(of) = node.property(name) {
            said.push(self.takes_at(of, value, depth - 1));
        }
        for (pattern, of) in &node.patterns {
            let matches = self.patterns.matches(pattern, name);
            if matches == Some(false) {
                continue;
            }
            described = if described == Some(true) {
                described
            } else {
                matches
            };
            let takes = self.takes_at(*of, value, depth - 1);
            said.push(takes.filter(|takes| matches.is_some() || *takes));
        }
        if let (Some(of), false) = (node.additional, described == Some(true)) {
            let takes = self.takes_at(of, value, depth - 1);
            said.push(takes.filter(|takes| described.is_some() || *takes));
        }
        all(said.into_iter())
    }

    fn in_logic(&mut self, node: &Node, value: &Datum, depth: usize) -> Option<bool> {
        let mut each = |parts: &mut dyn Iterator<Item = &Id>| -> Vec<Option<bool>> {
            parts
                .map(|of| self.takes_at(*of, value, depth - 1))
                .collect()
        };
        let mut said = each(&mut node.reference.iter().chain(&node.all));
        if let Some(branches) = &node.any {
            let none = all(each(&mut branches.iter())
                .into_iter()
                .map(|one| Some(!one?)));
            said.push(none.map(|none| !none));
        }
        if let Some(branches) = &node.one {
            let each = each(&mut branches.iter());
            let sure = each.iter().filter(|one| **one == Some(true)).count();
            let known = each.iter().all(Option::is_some) || sure > 1;
            said.push(known.then_some(sure == 1));
        }
        said.extend(
            each(&mut node.not.iter())
                .into_iter()
                .map(|one| Some(!one?)),
        );
        if let Some((condition, then, other)) = node.condition {
            said.push(match each(&mut [condition].iter()).pop().flatten() {
                Some(true) => all(each(&mut then.iter()).into_iter()),
                Some(false) => all(each(&mut other.iter()).into_iter()),
                None => None,
            });
        }
        all(said.into_iter())
    }
}

/// What can be told without another schema.
fn plainly(node: &Node, value: &Datum) -> Option<bool> {
    let kinds = value.types();
    let typed = match node.types {
        Some(types) if !types.meets(kinds) => Some(false),
        Some(types) if types.and(kinds) != kinds => None,
        _ => Some(true),
    };
    let counted = match value {
        Datum::Text(text) => within(text.chars().count(), node.length),
        Datum::List(items) => within(items.len(), node.items),
        Datum::Map(fields) => within(fields.len(), node.count),
        _ => true,
    };
    let measured = match value {
        Datum::Number(Some(number), _) => measured(node, *number),
        Datum::Number(None, _) => {
            let limited = node.lower.is_some() || node.upper.is_some() || node.multiple.is_some();
            if limited { None } else { Some(true) }
        }
        _ => Some(true),
    };
    all([typed, Some(counted), measured].into_iter())
}

fn within(count: usize, (least, most): Range) -> bool {
    let count = count as u64;
    least.is_none_or(|least| count >= least) && most.is_none_or(|most| count <= most)
}

fn measured(node: &Node, number: Decimal) -> Option<bool> {
    let above =
        { node.lower }.is_none_or(|lower| number > lower.at || (!lower.open && number == lower.at));
    let below =
        { node.upper }.is_none_or(|upper| number < upper.at || (!upper.open && number == upper.at));
    let multiple = match node.multiple {
        Some(of) => number.is_multiple_of(of),
        None => Some(true),
    };
    all([Some(above), Some(below), multiple].into_iter())
}
