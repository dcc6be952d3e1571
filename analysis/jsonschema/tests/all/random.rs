//! Made-up schemas, changes of them, and values.

use serde_json::{Value, json};

/// Numbers that follow from a first one (splitmix64).
#[derive(Debug)]
pub(crate) struct Random(pub(crate) u64);

const NAMES: [&str; 4] = ["a", "b", "x-1", "x-2"];
const TEXTS: [&str; 6] = ["", "a", "ab", "abc", "x-1", "12"];
const TYPES: [&str; 7] = [
    "null", "boolean", "integer", "number", "string", "array", "object",
];
const PATTERNS: [&str; 4] = ["^x-", "^[a-z]+$", "1", "^a"];

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 8 } else { 14 }) {
            0 => Value::Null,
            1 => json!(self.chance(50)),
            2..=3 => json!(self.one_of(&[-2, 0, 1, 2, 3, 4, 5, 6])),
            4 => json!(self.one_of(&[0.5, 1.5, 2.0, 2.5])),
            5..=7 => json!(self.one_of(&TEXTS)),
            8..=10 => {
                let count = self.below(4);
                (0..count).map(|_| self.value(depth - 1)).collect()
            }
            _ => {
                let names = NAMES
                    .iter()
                    .filter(|_| !self.0.is_multiple_of(3) || self.chance(60));
                let names: Vec<_> = names.collect();
                let fields = names
                    .into_iter()
                    .filter(|_| self.chance(55))
                    .collect::<Vec<_>>();
                fields
                    .into_iter()
                    .map(|name| ((*name).to_owned(), self.value(depth - 1)))
                    .collect()
            }
        }
    }

    /// A schema, and another version of it. Both may refer to `#/$defs/d`.
    pub(crate) fn pair(&mut self) -> (Value, Value) {
        let base = self.whole(3);
        let percent = self.one_of(&[10, 25, 45]);
        let revision = self.changed(&base, percent);
        (base, revision)
    }

    fn whole(&mut self, depth: usize) -> Value {
        let mut schema = self.schema(depth);
        if !schema.is_object() {
            schema = json!({"allOf": [schema]});
        }
        schema["$defs"] = json!({"d": self.schema(depth - 1)});
        schema
    }

    fn schema(&mut self, depth: usize) -> Value {
        match self.below(20) {
            0 => return json!(self.chance(60)),
            1 => return json!({"const": self.value(1)}),
            2 => return json!({"enum": [self.value(0), self.value(1), self.value(0)]}),
            3 if depth < 2 => return json!({"$ref": "#/$defs/d"}),
            4 => {
                let at = self.below(6);
                return json!({"type": TYPES[at..at + 2]});
            }
            _ => {}
        }
        let mut schema = json!({});
        if self.chance(75) {
            schema["type"] = json!(self.one_of(&TYPES));
        }
        for _ in 0..1 + self.below(3) {
            let (key, value) =
                self.keyword(depth, schema["type"].as_str().map(str::to_owned).as_deref());
            schema[key] = value;
        }
        if schema["type"].is_null() {
            schema.as_object_mut().unwrap().remove("type");
        }
        schema
    }

    fn keyword(&mut self, depth: usize, of: Option<&str>) -> (&'static str, Value) {
        let group = match of {
            Some("integer" | "number") => 0,
            Some("string") => 1,
            Some("array") => 2,
            Some("object") => 3,
            _ => self.below(5),
        };
        let group = if self.chance(15) { 4 } else { group };
        match group {
            0 => self.of_numbers(),
            1 => self.of_texts(),
            _ if depth == 0 => ("description", json!("nothing")),
            2 => self.of_arrays(depth - 1),
            3 => self.of_objects(depth - 1),
            _ => self.of_logic(depth - 1),
        }
    }

    fn of_numbers(&mut self) -> (&'static str, Value) {
        match self.below(5) {
            0 => ("minimum", json!(self.below(5))),
            1 => ("maximum", json!(self.below(6))),
            2 => ("exclusiveMinimum", json!(self.one_of(&[0.0, 0.5, 2.0]))),
            3 => ("exclusiveMaximum", json!(self.one_of(&[2.0, 2.5, 5.0]))),
            _ => ("multipleOf", json!(self.one_of(&[0.5, 1.0, 2.0, 3.0]))),
        }
    }

    fn of_texts(&mut self) -> (&'static str, Value) {
        match self.below(3) {
            0 => ("minLength", json!(self.below(3))),
            1 => ("maxLength", json!(self.below(4))),
            _ => ("pattern", json!(self.one_of(&PATTERNS))),
        }
    }

    fn of_arrays(&mut self, depth: usize) -> (&'static str, Value) {
        match self.below(9) {
            0 | 1 => ("items", self.schema(depth)),
            2 => (
                "prefixItems",
                json!([self.schema(depth), self.schema(depth)]),
            ),
            3 => ("minItems", json!(self.below(3))),
            4 => ("maxItems", json!(self.below(4))),
            5 => ("uniqueItems", json!(self.chance(70))),
            6 => ("contains", self.schema(depth)),
            7 => self
                .one_of(&[("minContains", 0), ("minContains", 2), ("maxContains", 1)])
                .into_json(),
            _ => ("unevaluatedItems", self.schema(depth)),
        }
    }

    fn of_objects(&mut self, depth: usize) -> (&'static str, Value) {
        match self.below(14) {
            0..=4 => {
                let count = 1 + self.below(3);
                let fields =
                    (0..count).map(|_| (self.one_of(&NAMES).to_owned(), self.schema(depth)));
                ("properties", fields.collect())
            }
            5 => {
                let fields =
                    (0..2).map(|_| (self.one_of(&PATTERNS).to_owned(), self.schema(depth)));
                ("patternProperties", fields.collect())
            }
            6 | 7 => (
                "additionalProperties",
                if self.chance(50) {
                    json!(false)
                } else {
                    self.schema(depth)
                },
            ),
            8 => ("required", json!([self.one_of(&NAMES)])),
            9 => self
                .one_of(&[
                    ("minProperties", 1),
                    ("maxProperties", 2),
                    ("maxProperties", 1),
                ])
                .into_json(),
            10 => ("propertyNames", self.schema(0)),
            11 => (
                "dependentRequired",
                json!({self.one_of(&NAMES): [self.one_of(&NAMES)]}),
            ),
            12 => (
                "dependentSchemas",
                json!({self.one_of(&NAMES): self.schema(depth)}),
            ),
            _ => (
                "unevaluatedProperties",
                if self.chance(60) {
                    json!(false)
                } else {
                    self.schema(depth)
                },
            ),
        }
    }

    fn of_logic(&mut self, depth: usize) -> (&'static str, Value) {
        match self.below(8) {
            0 => ("allOf", json!([self.schema(depth), self.schema(depth)])),
            1 | 2 => ("anyOf", json!([self.schema(depth), self.schema(depth)])),
            3 | 4 => ("oneOf", json!([self.schema(depth), self.schema(depth)])),
            5 => ("not", self.schema(depth)),
            6 => ("if", self.schema(depth)),
            _ => (self.one_of(&["then", "else"]), self.schema(depth)),
        }
    }

    /// Another version.
    fn changed(&mut self, of: &Value, percent: usize) -> Value {
        if of.is_boolean() {
            return if self.chance(percent) {
                self.schema(1)
            } else {
                of.clone()
            };
        }
        let mut made = json!({});
        for (key, value) in of.as_object().unwrap() {
            if key != "$defs" && self.chance(percent / 3) {
                continue;
            }
            made[key] = self.changed_keyword(key, value, percent);
        }
        if self.chance(percent) {
            let kind = made.get("type").and_then(Value::as_str).map(str::to_owned);
            let (key, value) = self.keyword(1, kind.as_deref());
            made[key] = value;
        }
        if self.chance(percent / 3) {
            let defs = made.as_object_mut().unwrap().remove("$defs");
            made = self.wrapped(made);
            if let Some(defs) = defs {
                made["$defs"] = defs;
            }
        }
        made
    }

    fn wrapped(&mut self, made: Value) -> Value {
        match self.below(3) {
            0 => json!({"anyOf": [made, self.schema(1)]}),
            1 => json!({"oneOf": [self.schema(0), made]}),
            _ => json!({"allOf": [made]}),
        }
    }

    fn changed_keyword(&mut self, key: &str, value: &Value, percent: usize) -> Value {
        match (key, value) {
            (
                "properties" | "patternProperties" | "dependentSchemas" | "$defs",
                Value::Object(fields),
            ) => {
                let each = fields.iter();
                each.map(|(name, of)| (name.clone(), self.changed(of, percent)))
                    .collect()
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(all)) => {
                all.iter().map(|of| self.changed(of, percent)).collect()
            }
            ("enum", Value::Array(all)) if self.chance(percent) => {
                let mut all = all.clone();
                all.push(self.value(1));
                json!(all)
            }
            ("const" | "enum" | "required" | "dependentRequired" | "type", _) => value.clone(),
            (_, Value::Object(_) | Value::Bool(_)) if key != "uniqueItems" => {
                self.changed(value, percent)
            }
            (_, Value::Number(number)) if self.chance(percent) => match number.as_u64() {
                Some(number) => json!(number + 1),
                None => json!(number.as_f64().unwrap() * 2.0),
            },
            _ => value.clone(),
        }
    }
}

trait IntoJson {
    fn into_json(self) -> (&'static str, Value);
}

impl IntoJson for (&'static str, i32) {
    fn into_json(self) -> (&'static str, Value) {
        (self.0, json!(self.1))
    }
}
