//! One step for each combination of values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use holdpoint_findings::{Span, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::expression::{Datum, Type};
use crate::mistakes::{MATRIX, UNKNOWN_KEY};
use crate::shape::{Axis, Count, Key as _, Reader, Shape, is_default, nearest};

/// One step for each combination of the values of its axes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Matrix {
    /// Values by axis.
    #[serde(flatten)]
    pub axes: BTreeMap<Axis, Vec<Datum>>,
    /// Combinations beside those of the axes; each names every axis.
    #[serde(skip_serializing_if = "is_default")]
    pub include: Vec<BTreeMap<Axis, Datum>>,
    /// Combinations that are left out: those that have all of these values.
    #[serde(skip_serializing_if = "is_default")]
    pub exclude: Vec<BTreeMap<Axis, Datum>>,
    /// How many run at the same time at most.
    #[serde(skip_serializing_if = "is_default")]
    pub max_parallel: Option<Count>,
    /// Whether the others are stopped when one has failed.
    #[serde(skip_serializing_if = "is_default")]
    pub fail_fast: bool,
    #[serde(skip)]
    pub(crate) span: MatrixSpan,
}

/// Where a matrix stands; no two differ by it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MatrixSpan(pub(crate) Span);

impl PartialEq for MatrixSpan {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for MatrixSpan {}

/// A combination: a value for each axis.
pub(crate) type Combination = BTreeMap<Box<str>, Datum>;

const KEYS: &[&str] = &["include", "exclude", "max-parallel", "fail-fast"];

impl Shape for Matrix {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        if !reader.spend(value) {
            return None;
        }
        if !value.is_map() {
            return reader.expected(value, "a map of axes, such as `os: [linux, macos]`");
        }
        let axes = axes(reader, value)?;
        let include = list(reader, value, "include")?;
        let exclude = list(reader, value, "exclude")?;
        let max_parallel = field(reader, value, "max-parallel")?;
        let fail_fast = field::<bool>(reader, value, "fail-fast")?.unwrap_or_default();
        let span = MatrixSpan(value.span());
        let matrix = Self {
            axes,
            include,
            exclude,
            max_parallel,
            fail_fast,
            span,
        };
        matrix.sound(reader).then_some(matrix)
    }
}

fn field<T: Shape>(reader: &mut Reader<'_>, value: Value<'_>, key: &str) -> Option<Option<T>> {
    match value.get(key) {
        Some(found) => T::read(reader, found).map(Some),
        None => Some(None),
    }
}

fn list(
    reader: &mut Reader<'_>,
    value: Value<'_>,
    key: &str,
) -> Option<Vec<BTreeMap<Axis, Datum>>> {
    field(reader, value, key).map(Option::unwrap_or_default)
}

fn axes(reader: &mut Reader<'_>, value: Value<'_>) -> Option<BTreeMap<Axis, Vec<Datum>>> {
    let mut axes = BTreeMap::new();
    let mut sound = true;
    for field in value.fields().filter(|field| !KEYS.contains(&field.key)) {
        let name = Axis::of_key(reader, field.key, field.span);
        if !field.value.is_list() {
            sound = false;
            misspelt(reader, field.key, field.span);
            continue;
        }
        match (name, Vec::<Datum>::read(reader, field.value)) {
            (Some(name), Some(values)) => drop(axes.insert(name, values)),
            _ => sound = false,
        }
    }
    sound.then_some(axes)
}

fn misspelt(reader: &mut Reader<'_>, key: &str, span: Span) {
    let finding = reader.finding(&UNKNOWN_KEY, span, &[("owner", "a matrix"), ("key", key)]);
    reader.report(match nearest(key, KEYS.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("an axis has a list of values: `{key}: [a, b]`")),
    });
}

impl Matrix {
    fn sound(&self, reader: &mut Reader<'_>) -> bool {
        let before = reader.found.len();
        let wrong = |reader: &mut Reader<'_>, span: Span, what: String| {
            reader.wrong(&MATRIX, span, &[("what", &what)]);
        };
        if self.axes.is_empty() {
            wrong(
                reader,
                self.span.0,
                "a matrix without axes has no combinations".to_owned(),
            );
        }
        for (axis, values) in &self.axes {
            let kinds = values.first().map(Datum::kind);
            let mixed = values.iter().any(|value| Some(value.kind()) != kinds);
            let mut sorted: Vec<_> = values.iter().collect();
            sorted.sort();
            let twin = sorted.windows(2).find_map(|two| match two {
                [a, b] if a == b => Some(*a),
                _ => None,
            });
            match (values.is_empty(), mixed, twin) {
                (true, _, _) => wrong(
                    reader,
                    axis.span(),
                    format!("the axis `{axis}` has no values"),
                ),
                (_, true, _) => {
                    let what = format!(
                        "the axis `{axis}` has values of different types; put quotes around text"
                    );
                    wrong(reader, axis.span(), what);
                }
                (_, _, Some(twin)) => {
                    wrong(
                        reader,
                        axis.span(),
                        format!("the axis `{axis}` has `{twin}` twice"),
                    );
                }
                _ => {}
            }
        }
        for (row, whole) in { self.include.iter().map(|row| (row, true)) }
            .chain(self.exclude.iter().map(|row| (row, false)))
        {
            self.row(reader, row, whole);
        }
        reader.found.len() == before
    }

    /// What `include` and `exclude` speak of are axes, with values of their types.
    fn row(&self, reader: &mut Reader<'_>, row: &BTreeMap<Axis, Datum>, whole: bool) {
        for (axis, value) in row {
            let what = match self
                .axes
                .get(axis.as_str())
                .and_then(|values| values.first())
            {
                None => format!("the matrix has no axis `{axis}`"),
                Some(one) if one.kind() != value.kind() => {
                    format!("`{value}` is of another type than the values of `{axis}`")
                }
                Some(_) => continue,
            };
            reader.wrong(&MATRIX, axis.span(), &[("what", &what)]);
        }
        let missing = self
            .axes
            .keys()
            .find(|axis| !row.contains_key(axis.as_str()));
        if let Some(axis) = missing.filter(|_| whole) {
            let span = row.keys().next().map_or(self.span.0, Axis::span);
            let what = format!("a combination that is added has to say what `{axis}` is");
            reader.wrong(&MATRIX, span, &[("what", &what)]);
        }
    }

    /// The types of its axes.
    pub(crate) fn types(&self) -> BTreeMap<&str, Type> {
        let kind = |values: &Vec<Datum>| values.first().map_or(Type::Text, Datum::kind);
        let types = self
            .axes
            .iter()
            .map(|(axis, values)| (axis.as_str(), kind(values)));
        types.collect()
    }

    /// How many combinations its axes have before any are left out; none if they cannot be counted.
    pub(crate) fn size(&self) -> Option<usize> {
        let sizes = self.axes.values().map(Vec::len);
        let product = { sizes }.try_fold(1_usize, usize::checked_mul);
        product?.checked_add(self.include.len())
    }

    /// All of them, in the order of the file: the last axis by name changes fastest.
    pub(crate) fn combinations(&self) -> Vec<Combination> {
        let mut all = vec![Combination::new()];
        for (axis, values) in &self.axes {
            let longer = |one: &Combination| {
                let with = |value: &Datum| {
                    let mut one = one.clone();
                    one.insert(axis.as_str().into(), value.clone());
                    one
                };
                values.iter().map(with).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(longer).collect();
        }
        let has = |one: &Combination, row: &BTreeMap<Axis, Datum>| {
            row.iter()
                .all(|(axis, value)| one.get(axis.as_str()) == Some(value))
        };
        all.retain(|one| !self.exclude.iter().any(|row| has(one, row)));
        for row in &self.include {
            let one: Combination = row
                .iter()
                .map(|(axis, value)| (axis.as_str().into(), value.clone()))
                .collect();
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all
    }
}

impl JsonSchema for Matrix {
    fn schema_name() -> Cow<'static, str> {
        "Matrix".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rows = generator.subschema_for::<Vec<BTreeMap<Axis, Datum>>>();
        let count = generator.subschema_for::<Count>();
        json_schema!({
            "type": "object",
            "description": "One step for each combination of the values of its axes.",
            "properties": {
                "include": rows,
                "exclude": rows,
                "max-parallel": count,
                "fail-fast": {"type": "boolean"},
            },
            "additionalProperties": {"type": "array", "minItems": 1, "items": {"type": ["string", "number", "boolean"]}},
        })
    }
}
