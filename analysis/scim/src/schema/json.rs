//! Schemas and kinds of resources as they are told to clients.

use serde_json::{Value, json};

use super::{Attribute, COMMON, GROUP, Kind, Mutability, Schema, Type, USER};

/// The kinds of resources, under the address at which they are.
#[must_use]
pub fn resource_types(base: &str) -> Vec<Value> {
    let one = |kind: &Kind| {
        let extensions = kind.extensions.iter();
        let extensions = extensions.map(|one| json!({ "schema": one.id, "required": false }));
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": kind.name,
            "name": kind.name,
            "description": kind.says,
            "endpoint": kind.endpoint,
            "schema": kind.main.id,
            "schemaExtensions": extensions.collect::<Vec<_>>(),
            "meta": {
                "resourceType": "ResourceType",
                "location": format!("{base}/ResourceTypes/{}", kind.name),
            },
        })
    };
    [USER, GROUP].into_iter().map(one).collect()
}

/// All schemas, under the address at which they are.
#[must_use]
pub fn schemas(base: &str) -> Vec<Value> {
    let all = [USER, GROUP].into_iter().flat_map(Kind::schemas);
    all.map(|schema| told(schema, base)).collect()
}

fn told(schema: &Schema, base: &str) -> Value {
    // What every resource has is told but for `schemas`, `id` and `meta`, which go without saying (section 3.1).
    let main = [USER, GROUP].iter().any(|kind| kind.main.id == schema.id);
    let common = COMMON.iter().filter(|one| main && one.name == "externalId");
    let attributes = schema.attributes.iter().chain(common).map(attribute);
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": schema.id,
        "name": schema.name,
        "description": schema.says,
        "attributes": attributes.collect::<Vec<_>>(),
        "meta": {
            "resourceType": "Schema",
            "location": format!("{base}/Schemas/{}", schema.id),
        },
    })
}

fn attribute(one: &Attribute) -> Value {
    let mut told = json!({
        "name": one.name,
        "type": match one.kind {
            Type::String => "string",
            Type::Boolean => "boolean",
            Type::DateTime => "dateTime",
            Type::Reference => "reference",
            Type::Complex => "complex",
        },
        "multiValued": one.several,
        "description": one.says,
        "required": one.required,
        "mutability": match one.mutability {
            Mutability::ReadWrite => "readWrite",
            Mutability::ReadOnly => "readOnly",
            Mutability::Immutable => "immutable",
        },
        "returned": if one.always { "always" } else { "default" },
    });
    let Some(more) = told.as_object_mut() else {
        return told;
    };
    if one.kind != Type::Boolean && one.kind != Type::Complex {
        more.insert("caseExact".to_owned(), one.case_exact.into());
    }
    if one.kind != Type::Boolean {
        let unique = if one.unique { "server" } else { "none" };
        more.insert("uniqueness".to_owned(), unique.into());
    }
    if !one.usual.is_empty() {
        more.insert("canonicalValues".to_owned(), one.usual.into());
    }
    if !one.leads_to.is_empty() {
        more.insert("referenceTypes".to_owned(), one.leads_to.into());
    }
    if !one.parts.is_empty() {
        let parts = one.parts.iter().map(attribute).collect::<Vec<_>>();
        more.insert("subAttributes".to_owned(), parts.into());
    }
    told
}
