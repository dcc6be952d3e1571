//! Types, values, numbers and texts.

use holdpoint_findings::Rule;

use super::facts::whole_bound;
use super::{Asked, Prover, Reasons};
use crate::datum::Datum;
use crate::model::{Bound, Range, Types};
use crate::number::Decimal;
use crate::pattern::is_universal;
use crate::rules;

impl Prover<'_> {
    pub(super) fn typed(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let types = asked.node.types.unwrap_or(Types::ALL);
        let words = (types.to_string(), asked.facts.types.to_string());
        asked.facts.types.without(types).is_empty()
            || self.refuse(asked, &rules::TYPE, "type", words, why)
    }

    pub(super) fn valued(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let Some(values) = &asked.node.values else {
            return true;
        };
        let there = |value: &Datum| values.iter().any(|one| one.same(value) == Some(true));
        let known = asked.facts.values.as_ref();
        if known.is_some_and(|known| known.iter().all(there)) {
            return true;
        }
        let shown = values.iter().take(8);
        let said: Vec<_> = shown.map(|value| format!("`{}`", written(value))).collect();
        let more = if values.len() > 8 { ", …" } else { "" };
        let key = if asked.has("enum") { "enum" } else { "const" };
        let words = (said.join(", ") + more, String::new());
        self.refuse(asked, &rules::ENUM, key, words, why)
    }

    pub(super) fn numbers(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        if !asked.facts.types.meets(Types::NUMBER) {
            return true;
        }
        let low = self.limited(asked, true, why);
        let high = self.limited(asked, false, why);
        let multiple = self.multiple(asked, why);
        low && high && multiple
    }

    fn limited(&mut self, asked: Asked<'_>, least: bool, why: &mut Reasons) -> bool {
        let (known, bound) = match least {
            true => (asked.facts.lower, asked.node.lower),
            false => (asked.facts.upper, asked.node.upper),
        };
        let Some(bound) = bound else {
            return true;
        };
        let whole = !asked.facts.types.meets(Types::FRACTION);
        let proven = match (
            whole,
            asked.facts.whole(least),
            whole_bound(Some(bound), least),
        ) {
            (true, Some(known), Some(needed)) if least => known >= needed,
            (true, Some(known), Some(needed)) => known <= needed,
            _ => known.is_some_and(|known| within(known, bound, least)),
        };
        let (rule, key) = limit_rule(least, bound.open, known.is_some());
        let said = |bound: Bound| format!("{}{}", sign(least, bound.open), bound.at);
        let words = (said(bound), known.map(said).unwrap_or_default());
        proven || self.refuse(asked, rule, key, words, why)
    }

    fn multiple(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let Some(of) = asked.node.multiple else {
            return true;
        };
        let whole = !asked.facts.types.meets(Types::FRACTION);
        let fits = |known: &Decimal| known.is_multiple_of(of) == Some(true);
        if asked.facts.multiples.iter().any(fits) || (whole && fits(&Decimal::of(1, 0))) {
            return true;
        }
        let known = asked.facts.multiples.first();
        let rule = if known.is_some() {
            &rules::MULTIPLE
        } else {
            &rules::MULTIPLE_ADDED
        };
        let from = known.map(ToString::to_string).unwrap_or_default();
        self.refuse(asked, rule, "multipleOf", (of.to_string(), from), why)
    }

    pub(super) fn strings(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        if !asked.facts.types.meets(Types::STRING) {
            return true;
        }
        let rows = [
            &rules::MIN_LENGTH_ADDED,
            &rules::MIN_LENGTH,
            &rules::MAX_LENGTH_ADDED,
            &rules::MAX_LENGTH,
        ];
        let lengths = (asked.facts.length, asked.node.length);
        let counted = self.counted(asked, lengths, rows, ["minLength", "maxLength"], why);
        let matched = self.matched(asked, why);
        counted & matched & self.formatted(asked, why)
    }

    fn matched(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let known = &asked.facts.patterns;
        let Some(pattern) = &asked.node.pattern else {
            return true;
        };
        let first = known.first();
        let rule = if first.is_some() {
            &rules::PATTERN
        } else {
            &rules::PATTERN_ADDED
        };
        let from = first.map(|known| format!("`{known}`")).unwrap_or_default();
        is_universal(pattern)
            || known.contains(pattern)
            || self.refuse(asked, rule, "pattern", (pattern.to_string(), from), why)
    }

    fn formatted(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let known = &asked.facts.formats;
        let Some(format) = &asked.node.format else {
            return true;
        };
        let from = known
            .first()
            .map_or("any text".to_owned(), |known| format!("`{known}`"));
        known.contains(format)
            || self.refuse(
                asked,
                &rules::FORMAT,
                "format",
                (format.to_string(), from),
                why,
            )
    }

    /// How many letters, items or properties there are. The rules: for the least added and increased, for the most added and
    /// decreased.
    pub(super) fn counted(
        &mut self,
        asked: Asked<'_>,
        (known, needed): (Range, Range),
        [low_added, low, high_added, high]: [&'static Rule; 4],
        [least, most]: [&'static str; 2],
        why: &mut Reasons,
    ) -> bool {
        let needed_least = needed.0.filter(|least| *least > 0);
        let above =
            matches!((known.0, needed_least), (Some(known), Some(needed)) if known >= needed);
        let below = matches!((known.1, needed.1), (Some(known), Some(needed)) if known <= needed);
        let words = |needed: u64, known: Option<u64>| {
            (
                needed.to_string(),
                known.map(|known| known.to_string()).unwrap_or_default(),
            )
        };
        let mut proven = true;
        if let (Some(needed), false) = (needed_least, above) {
            let rule = if known.0.is_some() { low } else { low_added };
            proven = self.refuse(asked, rule, least, words(needed, known.0), why);
        }
        if let (Some(needed), false) = (needed.1, below) {
            let rule = if known.1.is_some() { high } else { high_added };
            proven = self.refuse(asked, rule, most, words(needed, known.1), why);
        }
        proven
    }
}

fn within(known: Bound, needed: Bound, least: bool) -> bool {
    match known.at.cmp(&needed.at) {
        std::cmp::Ordering::Equal => known.open || !needed.open,
        order => order.is_gt() == least,
    }
}

fn sign(least: bool, open: bool) -> &'static str {
    match (least, open) {
        (true, true) => "more than ",
        (true, false) => "at least ",
        (false, true) => "less than ",
        (false, false) => "at most ",
    }
}

/// The rule of a limit, and its keyword.
fn limit_rule(least: bool, open: bool, known: bool) -> (&'static Rule, &'static str) {
    let rule: &'static Rule = match (least, known) {
        (true, true) => &rules::MINIMUM,
        (true, false) => &rules::MINIMUM_ADDED,
        (false, true) => &rules::MAXIMUM,
        (false, false) => &rules::MAXIMUM_ADDED,
    };
    let key = match (least, open) {
        (true, false) => "minimum",
        (true, true) => "exclusiveMinimum",
        (false, false) => "maximum",
        (false, true) => "exclusiveMaximum",
    };
    (rule, key)
}

/// A value, not too much of it.
fn written(value: &Datum) -> String {
    match value {
        Datum::Null => "null".to_owned(),
        Datum::Bool(bool) => bool.to_string(),
        Datum::Number(_, text) => text.chars().take(40).collect(),
        Datum::Text(text) => format!("\"{}\"", text.chars().take(40).collect::<String>()),
        Datum::List(_) => "[…]".to_owned(),
        Datum::Map(_) => "{…}".to_owned(),
    }
}
