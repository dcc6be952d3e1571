//! What each keyword asks for.

use holdpoint_findings::{Field, Value};

use super::Builder;
use super::draft::Draft;
use super::limits::whole;
use crate::datum::Datum;
use crate::model::{Contains, Id, Node, Types};

impl<'d> Builder<'d> {
    pub(super) fn keywords(&mut self, node: &mut Node, value: Value<'d>) {
        let draft = Draft::of(value.document().root());
        // Up to draft 7 nothing counts beside a reference.
        let alone = value.get("$ref").filter(|_| draft.refers_alone());
        node.doubtful = value.get("dependencies").is_some() && !draft.has_dependencies();
        for field in value.fields() {
            if draft.heeds(field.key) && (alone.is_none() || field.key == "$ref") {
                self.keyword(node, value, field);
            }
        }
        if alone.is_none() {
            self.open_limits(node, value);
            self.items(node, value, draft);
            self.contains(node, value, draft);
            self.condition(node, value, draft);
        }
    }

    fn keyword(&mut self, node: &mut Node, whole: Value<'d>, field: Field<'d>) {
        let (key, value) = (field.key, field.value);
        if let Some(known) = KEYWORDS.iter().find(|known| **known == key) {
            node.keys.push((*known, field.span));
        }
        if self.numeric(node, key, value) || self.counted(node, key, value) {
            return;
        }
        if self.referring(node, whole, key, value) || self.of_objects(node, key, value) {
            return;
        }
        match key {
            "type" => self.types(node, value),
            "enum" => self.values(node, value),
            "const" => self.taken(node, vec![Datum::of(value)]),
            "pattern" => node.pattern = self.text(node, key, value),
            "format" => node.format = self.text(node, key, value),
            "uniqueItems" => node.unique = value.bool() == Some(true),
            "unevaluatedItems" => node.unevaluated_items = Some(self.part(node, value, &[key])),
            "not" => node.not = Some(self.part(node, value, &[key])),
            "allOf" => node.all = self.list(node, key, value),
            "anyOf" => node.any = Some(self.list(node, key, value)),
            "oneOf" => node.one = Some(self.list(node, key, value)),
            _ => {}
        }
    }

    fn referring(
        &mut self,
        node: &mut Node,
        whole: Value<'d>,
        key: &str,
        value: Value<'d>,
    ) -> bool {
        if !matches!(key, "$ref" | "$dynamicRef" | "$recursiveRef") {
            return false;
        }
        let Some(reference) = value.text() else {
            self.invalid(
                value.place(&*node.spot.pointer),
                &format!("`{key}` is a text"),
            );
            return true;
        };
        let target = self.reference(node, whole, reference);
        if key != "$ref" && self.index.is_ambiguous(reference) {
            node.opaque = true;
            return true;
        }
        match node.reference {
            None => node.reference = target,
            Some(_) => node.all.extend(target),
        }
        true
    }

    fn of_objects(&mut self, node: &mut Node, key: &str, value: Value<'d>) -> bool {
        match key {
            "properties" => {
                node.properties = self.map(node, key, value);
                let names = node.properties.iter().enumerate();
                node.names = names.map(|(at, (name, _))| (name.clone(), at)).collect();
            }
            "patternProperties" => node.patterns = self.map(node, key, value),
            "additionalProperties" => node.additional = Some(self.part(node, value, &[key])),
            "unevaluatedProperties" => node.unevaluated = Some(self.part(node, value, &[key])),
            "propertyNames" => node.property_names = Some(self.part(node, value, &[key])),
            "required" => node.required = self.texts(node, key, value),
            "dependentRequired" | "dependentSchemas" | "dependencies" => {
                value
                    .fields()
                    .for_each(|field| self.depends(node, key, field));
            }
            _ => return false,
        }
        true
    }

    /// What one property needs: others, or a schema.
    fn depends(&mut self, node: &mut Node, key: &str, field: Field<'d>) {
        let listed = field.value.is_list() && key == "dependencies";
        if listed || key == "dependentRequired" {
            let needed = self.texts(node, key, field.value);
            node.needs.push((field.key.into(), needed));
        } else {
            let part = self.part(node, field.value, &[key, field.key]);
            node.dependent.push((field.key.into(), part));
        }
    }

    fn types(&mut self, node: &mut Node, value: Value<'d>) {
        let mut types = Types::NONE;
        let words: Vec<Value<'d>> = match value.is_list() {
            true => value.items().collect(),
            false => vec![value],
        };
        for word in words {
            match word.text().and_then(Types::named) {
                Some(named) => types = types.or(named),
                // Draft 3 has it, and says that nothing is asked for.
                None if word.text() == Some("any") => types = Types::ALL,
                None => {
                    let what = format!("there is no type `{}`", word.written().unwrap_or_default());
                    self.invalid(word.place(&*node.spot.pointer), &what);
                }
            }
        }
        node.types = Some(types);
    }

    fn values(&mut self, node: &mut Node, value: Value<'d>) {
        if !value.is_list() {
            return self.invalid(
                value.place(&*node.spot.pointer),
                "`enum` is a list of values",
            );
        }
        let values = value.items().map(Datum::of).collect();
        self.taken(node, values);
    }

    /// Only these values are taken, and only those that were taken before.
    fn taken(&mut self, node: &mut Node, values: Vec<Datum>) {
        let known = node.values.take();
        node.values = Some(match known {
            None => values,
            Some(known) => {
                let both = |one: &Datum| values.iter().any(|other| one.same(other) != Some(false));
                known.into_iter().filter(both).collect()
            }
        });
    }

    fn text(&mut self, node: &Node, key: &str, value: Value<'d>) -> Option<Box<str>> {
        if value.text().is_none() {
            self.invalid(
                value.place(&*node.spot.pointer),
                &format!("`{key}` is a text"),
            );
        }
        value.text().map(Box::from)
    }

    fn texts(&mut self, node: &Node, key: &str, value: Value<'d>) -> Vec<Box<str>> {
        let all: Option<Vec<Box<str>>> =
            value.items().map(|one| one.text().map(Box::from)).collect();
        match all.filter(|_| value.is_list()) {
            Some(all) => all,
            None => {
                self.invalid(
                    value.place(&*node.spot.pointer),
                    &format!("`{key}` is a list of names"),
                );
                Vec::new()
            }
        }
    }

    fn list(&mut self, node: &Node, key: &str, value: Value<'d>) -> Vec<Id> {
        if !value.is_list() {
            self.invalid(
                value.place(&*node.spot.pointer),
                &format!("`{key}` is a list of schemas"),
            );
        }
        let each = value.items().enumerate();
        each.map(|(at, item)| self.part(node, item, &[key, &at.to_string()]))
            .collect()
    }

    fn map(&mut self, node: &Node, key: &str, value: Value<'d>) -> Vec<(Box<str>, Id)> {
        if !value.is_map() {
            self.invalid(
                value.place(&*node.spot.pointer),
                &format!("`{key}` is a map of schemas"),
            );
        }
        let each = value.fields();
        each.map(|field| {
            (
                field.key.into(),
                self.part(node, field.value, &[key, field.key]),
            )
        })
        .collect()
    }

    /// Draft 4 says beside a limit whether it is open.
    fn open_limits(&mut self, node: &mut Node, value: Value<'d>) {
        let open = |key| value.get(key).and_then(Value::bool) == Some(true);
        if open("exclusiveMinimum")
            && let Some(lower) = &mut node.lower
        {
            lower.open = true;
        }
        if open("exclusiveMaximum")
            && let Some(upper) = &mut node.upper
        {
            upper.open = true;
        }
    }

    fn items(&mut self, node: &mut Node, value: Value<'d>, draft: Draft) {
        let get = |key: &str| value.get(key).filter(|_| draft.heeds(key));
        let items = value.get("items");
        let listed = items.filter(|items| items.is_list());
        let (key, list) = match get("prefixItems") {
            Some(prefix) => ("prefixItems", Some(prefix)),
            None => ("items", listed),
        };
        if let Some(list) = list {
            node.prefix = self.list(node, key, list);
        }
        node.rest = match (listed, items, get("additionalItems")) {
            (Some(_), _, Some(rest)) => Some(self.part(node, rest, &["additionalItems"])),
            (None, Some(items), _) => Some(self.part(node, items, &["items"])),
            _ => None,
        };
        if let (None, None, Some(rest)) = (items, get("prefixItems"), get("additionalItems")) {
            node.stray = Some(self.part(node, rest, &["additionalItems"]));
        }
    }

    fn contains(&mut self, node: &mut Node, value: Value<'d>, draft: Draft) {
        if let Some(of) = value.get("contains").filter(|_| draft.heeds("contains")) {
            let count = |key: &str| value.get(key).and_then(whole).filter(|_| draft.heeds(key));
            node.contains = Some(Contains {
                of: self.part(node, of, &["contains"]),
                least: count("minContains").unwrap_or(1),
                most: count("maxContains"),
            });
        }
    }

    fn condition(&mut self, node: &mut Node, value: Value<'d>, draft: Draft) {
        if let Some(condition) = value.get("if").filter(|_| draft.heeds("if")) {
            let condition = self.part(node, condition, &["if"]);
            let mut part = |key: &str| Some(self.part(node, value.get(key)?, &[key]));
            let (then, other) = (part("then"), part("else"));
            // By itself it says nothing, but what it looks at is evaluated.
            node.condition = Some((condition, then, other));
        }
    }
}

/// Keywords whose places are kept.
const KEYWORDS: [&str; 39] = [
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "type",
    "enum",
    "const",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "items",
    "prefixItems",
    "additionalItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "unevaluatedItems",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "required",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "unevaluatedProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
];
