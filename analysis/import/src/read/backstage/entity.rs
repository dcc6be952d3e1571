//! An entity of a Backstage catalogue.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::reference::{NAMESPACE, key, parse};
use crate::mapping::RecordKind;
use crate::table::{Cell, Value};

/// Kinds of groups that are units rather than teams.
const UNITS: [&str; 10] = [
    "area",
    "business-area",
    "business-unit",
    "company",
    "department",
    "division",
    "organisation",
    "organization",
    "root",
    "unit",
];

/// An entity that has a kind and a name.
#[derive(Debug)]
pub(super) struct Entity {
    kind: String,
    name: String,
    namespace: String,
    json: Json,
}

impl Entity {
    /// Why it is none, otherwise.
    pub(super) fn new(json: Json) -> Result<Self, &'static str> {
        let text = |value: Option<&Json>| value.and_then(Json::as_str).map(str::to_owned);
        let metadata = json.get("metadata");
        let kind = text(json.get("kind"))
            .ok_or("it has no `kind`")?
            .to_lowercase();
        let name =
            text(metadata.and_then(|one| one.get("name"))).ok_or("it has no `metadata.name`")?;
        let namespace = text(metadata.and_then(|one| one.get("namespace")));
        let namespace = namespace.unwrap_or_else(|| NAMESPACE.to_owned());
        Ok(Self {
            kind,
            name,
            namespace,
            json,
        })
    }

    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn key(&self) -> String {
        key(&self.kind, &self.namespace, &self.name)
    }

    /// The table that it goes to and what its records are.
    pub(super) fn record(&self) -> (&'static str, RecordKind) {
        match self.kind.as_str() {
            "component" => ("Component", RecordKind::Component),
            "resource" => ("Resource", RecordKind::Component),
            "domain" => ("Domain", RecordKind::Unit),
            "user" => ("User", RecordKind::Person),
            // Not one of Backstage's own kinds, but a usual one.
            "environment" => ("Environment", RecordKind::Environment),
            "group" if self.is_unit() => ("Group (units)", RecordKind::Unit),
            "group" => ("Group", RecordKind::Team),
            // A system tells the unit of its components, an API who needs whom: both are used on the way.
            "system" => ("System", RecordKind::Skip),
            "api" => ("API", RecordKind::Skip),
            _ => ("other kinds", RecordKind::Skip),
        }
    }

    fn is_unit(&self) -> bool {
        let kind = self
            .spec("type")
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_lowercase();
        UNITS.contains(&kind.replace([' ', '_'], "-").as_str())
    }

    fn spec(&self, field: &str) -> Option<&Json> {
        self.json.get("spec")?.get(field)
    }

    fn metadata(&self, field: &str) -> Option<&Json> {
        self.json.get("metadata")?.get(field)
    }

    /// A text of the specification.
    pub(super) fn text(&self, field: &str) -> Cell {
        cell(self.spec(field).and_then(Json::as_str))
    }

    pub(super) fn description(&self) -> Cell {
        cell(self.metadata("description").and_then(Json::as_str))
    }

    /// What people call it, else its name.
    pub(super) fn title(&self) -> Cell {
        let shown = self
            .spec("profile")
            .and_then(|profile| profile.get("displayName"));
        let title = self.metadata("title").or(shown).and_then(Json::as_str);
        cell(
            title
                .filter(|title| !title.trim().is_empty())
                .or(Some(&self.name)),
        )
    }

    pub(super) fn profile(&self, field: &str) -> Cell {
        cell(
            self.spec("profile")
                .and_then(|profile| profile.get(field))
                .and_then(Json::as_str),
        )
    }

    /// What a field of the specification refers to; the catalogue's API tells the same as relations.
    pub(super) fn references(&self, field: &str, kind: &str) -> Cell {
        let listed = match self.spec(field) {
            Some(Json::String(one)) => vec![one.as_str()],
            Some(Json::Array(list)) => list.iter().filter_map(Json::as_str).collect(),
            _ => self.relations(field),
        };
        listed
            .into_iter()
            .filter_map(|text| parse(text, kind, &self.namespace))
            .collect()
    }

    fn relations(&self, field: &str) -> Vec<&str> {
        let wanted = match field {
            "owner" => "ownedBy",
            "dependsOn" => "dependsOn",
            "consumesApis" => "consumesApi",
            "providesApis" => "providesApi",
            "memberOf" => "memberOf",
            "members" => "hasMember",
            "parent" => "childOf",
            _ => return Vec::new(),
        };
        let relations = self.json.get("relations").and_then(Json::as_array);
        let fits = |one: &&Json| one.get("type").and_then(Json::as_str) == Some(wanted);
        let fitting = relations.into_iter().flatten().filter(fits);
        fitting
            .filter_map(|one| one.get("targetRef")?.as_str())
            .collect()
    }

    /// A label or an annotation whose name ends with that word.
    fn labelled(&self, word: &str) -> Option<&str> {
        let maps = ["labels", "annotations"]
            .iter()
            .filter_map(|map| self.metadata(map)?.as_object());
        // In each the first by name, in whatever order the map keeps them.
        let mut entries = maps.flat_map(|map| map.iter().collect::<BTreeMap<_, _>>());
        entries
            .find(|(name, _)| name.rsplit(['/', '.']).next() == Some(word))
            .and_then(|(_, value)| value.as_str())
    }

    pub(super) fn criticality(&self) -> Cell {
        cell(
            ["criticality", "business-criticality", "tier"]
                .iter()
                .find_map(|word| self.labelled(word)),
        )
    }

    /// Where its source is, by the annotations that integrations use.
    pub(super) fn repository(&self) -> Cell {
        let annotation = |name: &str| self.metadata("annotations")?.get(name)?.as_str();
        let location = annotation("backstage.io/source-location");
        let location = location
            .and_then(|text| text.strip_prefix("url:"))
            .map(|url| url.trim_end_matches('/').to_owned());
        let project =
            |name: &str, host: &str| annotation(name).map(|slug| format!("https://{host}/{slug}"));
        let found = location
            .or_else(|| project("github.com/project-slug", "github.com"))
            .or_else(|| project("gitlab.com/project-slug", "gitlab.com"));
        cell(found.as_deref())
    }
}

fn cell(text: Option<&str>) -> Cell {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map(Value::text).into_iter().collect()
}
