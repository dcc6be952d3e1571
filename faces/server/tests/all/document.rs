//! The OpenAPI document says what there is.

use std::collections::BTreeSet;

use holdpoint_server::{openapi, rows};
use holdpoint_service::QUERIES;
use serde_json::Value;

use crate::world::World;

/// Path, method and operation of each.
fn operations(document: &Value) -> Vec<(&String, &String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let methods = paths
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().iter().map(move |m| (path, m)));
    methods
        .map(|(path, (method, operation))| (path, method, operation))
        .collect()
}

#[test]
fn every_route_and_every_question_has_an_operation() {
    let document = openapi();
    let found: BTreeSet<_> = operations(&document)
        .iter()
        .map(|(path, method, _)| format!("{method} {path}"))
        .collect();
    for row in rows().filter(|row| !row.path.contains("{name}") && !row.path.starts_with("/scim/"))
    {
        let wanted = format!("{} {}", row.method, row.path.replace("{*", "{"));
        assert!(found.contains(&wanted), "{wanted}");
    }
    for query in QUERIES {
        assert!(found.contains(&format!("get /api/v1/query/{}", query.name)));
    }
    assert_eq!(
        found.len(),
        rows().filter(|row| !row.path.starts_with("/scim/")).count() - 1 + QUERIES.len()
    );
}

#[test]
fn every_operation_is_whole() {
    let document = openapi();
    let mut names = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name), "{name} twice");
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{name}");
        let answers = operation["responses"].as_object().unwrap();
        let good = answers.keys().any(|status| status.starts_with('2'));
        assert!(good && answers.contains_key("503"), "{name}");
        for (status, answer) in answers {
            let answer = match answer["$ref"].as_str() {
                Some(shared) => document.pointer(shared.trim_start_matches('#')).unwrap(),
                None => answer,
            };
            assert!(!answer["description"].as_str().unwrap().is_empty());
            if status.as_str() >= "400" {
                assert!(answer["content"]["application/problem+json"].is_object());
            }
        }
        // A name in the path is a parameter.
        let named = path.matches('{').count();
        let parameters = operation["parameters"].as_array().unwrap();
        let described = parameters.iter().filter(|one| one["in"] == "path").count();
        assert_eq!(named, described, "{method} {path}");
    }
}

#[test]
fn drift_of_the_openapi_document() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas/openapi.json");
    let text = serde_json::to_string_pretty(&openapi()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(kept == text, "it is out of date: run `cargo xtask update`");
}

#[test]
fn it_is_served() {
    let world = World::new();
    let served = world
        .get(&world.admin, "/api/v1/openapi.json")
        .is(200)
        .json();
    assert_eq!(served, openapi());
}
