//! Changes of operations.

use holdpoint_contracts::openapi;

use crate::world::{compare, found, options, read};

fn api(operations: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n{operations}")
}

const OK: &str = "responses: {'200': {description: ok}}";

#[test]
fn an_operation_may_go_when_its_day_has_come() {
    let none = api("  /b: {}");
    let gone = |said: &str| {
        found(&compare(
            &api(&format!("  /a: {{get: {{{said}{OK}}}}}\n  /b: {{}}")),
            &none,
        ))
    };
    assert_eq!(gone(""), ["api-path-removed-without-deprecation /paths"]);
    assert_eq!(
        gone("deprecated: true, "),
        ["api-path-removed-with-deprecation /paths"]
    );
    let early = gone("deprecated: true, x-sunset: '2026-12-01', ");
    assert_eq!(early, ["api-path-removed-before-sunset /paths"]);
    assert!(gone("deprecated: true, x-sunset: '2026-11-01', ").is_empty());
    assert!(gone("x-stability-level: alpha, ").is_empty());
}

#[test]
fn a_promise_of_days_is_kept() {
    let base = api(&format!("  /a: {{get: {{{OK}}}}}"));
    let revision = api(&format!(
        "  /a: {{get: {{deprecated: true, x-sunset: '2026-12-01', {OK}}}}}"
    ));
    let (base, revision) = (
        read(&[("a", &base)]).unwrap(),
        read(&[("b", &revision)]).unwrap(),
    );
    let mut options = options();
    options.stable_days = 30;
    let compared = openapi::compare(&base, &revision, &options).unwrap();
    assert_eq!(
        found(&compared),
        ["api-sunset-date-too-small /paths/~1a/get/deprecated"]
    );
}

#[test]
fn placeholders_may_be_called_otherwise() {
    let operation = |name: &str| {
        api(&format!(
            "  /a/{{{name}}}: {{get: {{parameters: [{{name: {name}, in: path, required: true, schema: {{type: string}}}}], {OK}}}}}"
        ))
    };
    assert!(found(&compare(&operation("id"), &operation("key"))).is_empty());
}

#[test]
fn parameters_of_a_path_are_of_its_operations() {
    let shared = "parameters: [{name: q, in: query, schema: {type: string}}]";
    let on_path = api(&format!("  /a: {{{shared}, get: {{{OK}}}}}"));
    let on_operation = api(&format!("  /a: {{get: {{{shared}, {OK}}}}}"));
    assert!(found(&compare(&on_path, &on_operation)).is_empty());
    let none = api(&format!("  /a: {{get: {{{OK}}}}}"));
    let removed = found(&compare(&on_path, &none));
    assert_eq!(removed, ["api-request-parameter-removed /paths/~1a/get"]);
}

#[test]
fn a_body_that_has_to_be_sent_breaks() {
    let base = api(&format!("  /a: {{post: {{{OK}}}}}"));
    let body = "requestBody: {required: true, content: {}}";
    let revision = api(&format!("  /a: {{post: {{{body}, {OK}}}}}"));
    let added = found(&compare(&base, &revision));
    assert_eq!(
        added,
        ["api-request-body-added-required /paths/~1a/post/requestBody"]
    );
}

#[test]
fn what_has_nothing_but_a_name_is_there() {
    let api = |content: &str| {
        format!(
            "openapi: 3.0.0\ninfo: {{title: t, version: '1'}}\npaths: {{/a: {{post: {{requestBody: {{content: {{{content}}}}}, responses: {{}}}}}}}}\n"
        )
    };
    let both = api("application/json: null, text/plain: {}");
    assert_eq!(found(&compare(&both, &both)), [""; 0]);
    let gone = found(&compare(&both, &api("text/plain: {}")));
    assert_eq!(
        gone,
        ["api-request-body-media-type-removed /paths/~1a/post/requestBody/content"]
    );
    let new = found(&compare(&api("text/plain: {}"), &both));
    let added =
        "api-request-body-media-type-added /paths/~1a/post/requestBody/content/application~1json";
    assert_eq!(new, [added]);
}
