//! Backstage catalogue files: documents of YAML, or what the catalogue's API answers in JSON.

mod entity;
mod reference;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Read;
use crate::ImportError;
use crate::mapping::RecordKind;
use crate::table::{Cell, Table, Value};
use entity::Entity;

pub(super) fn read(file: &str, text: &str) -> Result<Read, ImportError> {
    let mut read = Read::default();
    let mut entities = Vec::new();
    for (line, text) in documents(text) {
        match serde_saphyr::from_str::<Json>(&text) {
            Ok(Json::Null) => {}
            Ok(Json::Array(list)) => entities.extend(list.into_iter().map(|one| (line, one))),
            Ok(Json::Object(mut answer)) if answer.contains_key("items") => {
                let items = answer.remove("items").unwrap_or_default();
                entities.extend(
                    items
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|one| (line, one.clone())),
                );
            }
            Ok(one) => entities.push((line, one)),
            Err(error) => {
                let within = error.location().map_or(1, |place| place.line());
                let within = u32::try_from(within).unwrap_or(1).saturating_sub(1);
                let why = error.without_snippet().to_string();
                let why = why.lines().next().unwrap_or_default().to_owned();
                read.problem(
                    file,
                    line.saturating_add(within),
                    format!("it is not YAML: {why}"),
                );
            }
        }
    }
    let entities: Vec<(u32, Entity)> = entities
        .into_iter()
        .filter_map(|(line, one)| match Entity::new(one) {
            Ok(entity) => Some((line, entity)),
            Err(why) => {
                read.problem(file, line, why);
                None
            }
        })
        .collect();
    read.tables = tables(file, &entities);
    Ok(read)
}

/// Documents with the line that each begins at.
fn documents(text: &str) -> Vec<(u32, String)> {
    let mut documents = vec![(1, String::new())];
    for (number, line) in (1_u32..).zip(text.lines()) {
        let separates = line
            .strip_prefix("---")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if separates {
            // What stands behind the dashes belongs to the document: `--- {kind: Component}`.
            let rest = line.get(3..).unwrap_or_default();
            documents.push((number, format!("{rest}\n")));
        } else if let Some((_, document)) = documents.last_mut() {
            document.push_str(line);
            document.push('\n');
        }
    }
    documents.retain(|(_, document)| !document.trim().is_empty());
    documents
}

fn tables(file: &str, entities: &[(u32, Entity)]) -> Vec<Table> {
    let relations = Relations::new(entities);
    let mut tables: BTreeMap<&str, Table> = BTreeMap::new();
    for (line, entity) in entities {
        let (group, record) = entity.record();
        let name = format!("{file} / {group}");
        let table = tables
            .entry(group)
            .or_insert_with(|| Table::new(&name, Some(record), Vec::new()));
        table.push(*line, fields(entity, record, &relations));
    }
    tables.into_values().collect()
}

/// What only several entities together tell.
struct Relations {
    /// The domain of a system, by the system's reference.
    domains: BTreeMap<String, Value>,
    /// The components that provide an API, by its reference.
    providers: BTreeMap<String, Vec<Value>>,
}

impl Relations {
    fn new(entities: &[(u32, Entity)]) -> Self {
        let mut relations = Self {
            domains: BTreeMap::new(),
            providers: BTreeMap::new(),
        };
        for (_, entity) in entities {
            match entity.kind() {
                "system" => {
                    if let Some(domain) = entity.references("domain", "domain").pop() {
                        relations.domains.insert(entity.key(), domain);
                    }
                }
                "component" => {
                    for api in entity.references("providesApis", "api") {
                        let own = Value::reference(entity.name(), entity.key());
                        relations
                            .providers
                            .entry(api.id.unwrap_or_default())
                            .or_default()
                            .push(own);
                    }
                }
                _ => {}
            }
        }
        relations
    }

    /// A component needs whatever provides the APIs that it consumes.
    fn needs(&self, entity: &Entity) -> Cell {
        let mut needs = entity.references("dependsOn", "component");
        for api in entity.references("consumesApis", "api") {
            let providers = api.id.as_ref().and_then(|id| self.providers.get(id));
            needs.extend(providers.into_iter().flatten().cloned());
        }
        needs
    }

    fn unit(&self, entity: &Entity) -> Cell {
        let systems = entity.references("system", "system");
        let domain = systems
            .iter()
            .find_map(|system| self.domains.get(system.id.as_ref()?));
        domain.cloned().into_iter().collect()
    }
}

/// The fields of an entity, under headings that a mapping is guessed from.
fn fields(entity: &Entity, record: RecordKind, relations: &Relations) -> Vec<(String, Cell)> {
    let mut fields = vec![
        ("entity ref", vec![Value::text(entity.key())]),
        ("name", entity.title()),
    ];
    match record {
        RecordKind::Unit => {
            let parent = if entity.kind() == "domain" {
                "subdomainOf"
            } else {
                "parent"
            };
            fields.push(("parent", entity.references(parent, entity.kind())));
        }
        RecordKind::Team => {
            fields.push(("unit", entity.references("parent", "group")));
            fields.push(("mail", entity.profile("email")));
            fields.push(("members", entity.references("members", "user")));
        }
        RecordKind::Person => {
            fields.push(("handle", vec![Value::text(entity.name())]));
            fields.push(("mail", entity.profile("email")));
            fields.push(("teams", entity.references("memberOf", "group")));
        }
        RecordKind::Component => {
            fields.push(("kind", entity.text("type")));
            fields.push(("description", entity.description()));
            fields.push(("unit", relations.unit(entity)));
            fields.push(("team", entity.references("owner", "group")));
            fields.push(("criticality", entity.criticality()));
            fields.push(("repository", entity.repository()));
            fields.push(("lifecycle", entity.text("lifecycle")));
            fields.push(("depends on", relations.needs(entity)));
        }
        _ => {}
    }
    fields
        .into_iter()
        .map(|(name, cell)| (name.to_owned(), cell))
        .collect()
}
