//! Made-up schemas, and changes of them.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

/// Numbers that follow from a first one (splitmix64).
#[derive(Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const PLAIN: [&str; 8] = [
    "null", "boolean", "int", "long", "float", "double", "bytes", "string",
];
const FIELDS: [&str; 5] = ["a", "b", "c", "d", "e"];
const SYMBOLS: [&str; 4] = ["X", "Y", "Z", "W"];

/// A schema out of which two versions are made.
#[derive(Debug)]
pub(crate) struct Maker {
    random: Random,
    /// Names that are taken, and what is known by them.
    names: HashMap<String, Value>,
}

impl Maker {
    /// A version, and another one.
    pub(crate) fn pair(seed: u64) -> (Value, Value) {
        let mut maker = Self {
            random: Random(seed),
            names: HashMap::new(),
        };
        let base = maker.schema(4);
        let percent = maker.random.one_of(&[4, 12, 30]);
        let revision = maker.changed(&base, percent);
        (base, revision)
    }

    fn schema(&mut self, depth: usize) -> Value {
        match self.random.below(if depth == 0 { 3 } else { 12 }) {
            0 | 1 => json!(self.random.one_of(&PLAIN)),
            2 => self.known().unwrap_or_else(|| json!("int")),
            3 => json!({"type": "array", "items": self.schema(depth - 1)}),
            4 => json!({"type": "map", "values": self.schema(depth - 1)}),
            5 | 6 => self.union(depth - 1),
            7 => self.fixed(),
            8 => self.enumeration(),
            _ => self.record(depth - 1),
        }
    }

    fn known(&mut self) -> Option<Value> {
        let mut names: Vec<_> = self.names.keys().cloned().collect();
        names.sort();
        (!names.is_empty()).then(|| json!(names[self.random.below(names.len())]))
    }

    fn name(&mut self) -> Option<String> {
        let space = self.random.one_of(&["n", "m"]);
        let name = format!(
            "{space}.{}",
            self.random.one_of(&["A", "B", "C", "D", "E", "F"])
        );
        let free = !self.names.contains_key(&name);
        free.then(|| {
            self.names.insert(name.clone(), Value::Null);
            name
        })
    }

    fn fixed(&mut self) -> Value {
        match self.name() {
            Some(name) => json!({"type": "fixed", "name": name, "size": self.random.below(3)}),
            None => json!("bytes"),
        }
    }

    fn enumeration(&mut self) -> Value {
        let Some(name) = self.name() else {
            return json!("string");
        };
        let count = 1 + self.random.below(3);
        let mut made = json!({"type": "enum", "name": name, "symbols": SYMBOLS[..count]});
        if self.random.chance(20) {
            made["default"] = json!(SYMBOLS[self.random.below(count)]);
        }
        made
    }

    fn record(&mut self, depth: usize) -> Value {
        let Some(name) = self.name() else {
            return json!("long");
        };
        let count = self.random.below(4);
        let fields: Vec<_> = (0..count).map(|at| self.field(FIELDS[at], depth)).collect();
        json!({"type": "record", "name": name, "fields": fields})
    }

    fn field(&mut self, name: &str, depth: usize) -> Value {
        let of = self.schema(depth);
        let mut made = json!({"name": name, "type": of});
        if self.random.chance(40)
            && let Some(default) = default_of(&made["type"])
        {
            made["default"] = default;
        }
        made
    }

    fn union(&mut self, depth: usize) -> Value {
        let count = 1 + self.random.below(3);
        let mut branches: Vec<Value> = Vec::new();
        for _ in 0..count {
            let branch = self.schema(depth);
            if !branch.is_array()
                && !branches
                    .iter()
                    .any(|other| told_by(other) == told_by(&branch))
            {
                branches.push(branch);
            }
        }
        json!(branches)
    }

    /// Another version of it.
    fn changed(&mut self, of: &Value, percent: usize) -> Value {
        if self.random.chance(percent) {
            return self.replaced(of, percent);
        }
        match of {
            Value::Array(branches) => {
                let mut made: Vec<Value> = Vec::new();
                for branch in branches {
                    let branch = self.changed(branch, percent);
                    if !branch.is_array()
                        && !made.iter().any(|other| told_by(other) == told_by(&branch))
                    {
                        made.push(branch);
                    }
                }
                if self.random.chance(percent) {
                    made.reverse();
                }
                json!(made)
            }
            Value::Object(map) => self.changed_map(map, percent),
            other => other.clone(),
        }
    }

    fn replaced(&mut self, of: &Value, percent: usize) -> Value {
        match self.random.below(4) {
            0 => json!(self.random.one_of(&PLAIN)),
            1 => {
                let wrapped = match of.is_array() {
                    true => of.clone(),
                    false => json!(["null", of]),
                };
                let same = told_by(of) == "null";
                if same { of.clone() } else { wrapped }
            }
            2 => match of.as_array() {
                Some(branches) if !branches.is_empty() => {
                    self.changed(&branches[0].clone(), percent)
                }
                _ => self.schema(1),
            },
            _ => match of.as_str() {
                Some("int") => json!("long"),
                Some("long") => json!("double"),
                Some("float") => json!("double"),
                Some("string") => json!("bytes"),
                _ => of.clone(),
            },
        }
    }

    fn changed_map(&mut self, map: &Map<String, Value>, percent: usize) -> Value {
        let mut made = Value::Object(map.clone());
        match map["type"].as_str().unwrap_or_default() {
            "array" => made["items"] = self.changed(&map["items"], percent),
            "map" => made["values"] = self.changed(&map["values"], percent),
            "fixed" if self.random.chance(percent) => made["size"] = json!(self.random.below(3)),
            "enum" if self.random.chance(percent * 2) => {
                let count = 1 + self.random.below(4);
                made["symbols"] = json!(SYMBOLS[..count]);
                made.as_object_mut().unwrap().remove("default");
                if self.random.chance(30) {
                    made["default"] = json!(SYMBOLS[self.random.below(count)]);
                }
            }
            "record" => {
                let mut fields = Vec::new();
                for field in map["fields"].as_array().unwrap() {
                    if !self.random.chance(percent) {
                        fields.push(self.changed_field(field, percent));
                    }
                }
                if self.random.chance(percent * 2) {
                    fields.push(self.field(self_name(&fields), 1));
                }
                made["fields"] = json!(fields);
            }
            _ => {}
        }
        if map.contains_key("name") && self.random.chance(percent / 2) {
            self.renamed(&mut made);
        }
        made
    }

    fn renamed(&mut self, made: &mut Value) {
        let old = made["name"].as_str().unwrap().to_owned();
        let Some(name) = self.name() else { return };
        // What refers to it by its old name is not found any more; such pairs are refused on both sides.
        made["name"] = json!(name);
        if self.random.chance(60) {
            made["aliases"] = json!([old]);
        }
    }

    fn changed_field(&mut self, field: &Value, percent: usize) -> Value {
        let of = self.changed(&field["type"], percent);
        let mut made = json!({"name": field["name"], "type": of});
        if (field.get("default").is_some() || self.random.chance(percent))
            && let Some(default) = default_of(&made["type"])
        {
            made["default"] = default;
        }
        if self.random.chance(percent / 2) {
            made["aliases"] = json!([field["name"]]);
            made["name"] = json!(format!("{}2", field["name"].as_str().unwrap()));
        }
        made
    }
}

/// A name of a field that none has.
fn self_name(fields: &[Value]) -> &'static str {
    let free = |name: &&&str| !fields.iter().any(|field| field["name"] == **name);
    ["p", "q", "r", "s"].iter().find(free).unwrap_or(&"t")
}

/// What tells a branch of a union from others, without following names.
fn told_by(of: &Value) -> String {
    match of {
        Value::String(name) => name.clone(),
        Value::Object(map) => {
            let name = map.get("name").unwrap_or(&map["type"]);
            name.as_str().unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

/// A default for a type; none for names, behind which anything may be.
fn default_of(of: &Value) -> Option<Value> {
    if let Some(branches) = of.as_array() {
        return default_of(branches.first()?);
    }
    let word = of.as_str().or_else(|| of["type"].as_str())?;
    Some(match word {
        "null" => Value::Null,
        "boolean" => json!(true),
        "int" | "long" => json!(7),
        "float" | "double" => json!(1.5),
        "bytes" | "string" => json!("x"),
        "array" => json!([]),
        "map" => json!({}),
        "enum" => of["symbols"][0].clone(),
        "fixed" => {
            let size = usize::try_from(of["size"].as_u64()?).ok()?;
            json!("x".repeat(size))
        }
        _ => return None,
    })
}
