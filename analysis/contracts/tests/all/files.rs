//! Contracts of several files.

use holdpoint_contracts::openapi;

use crate::world::{found, options, read};

const API: &str = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: 'parts/pets.yaml#/Pet'}}}
";

#[test]
fn references_are_followed_into_files() {
    let base = [
        ("v1/api.yaml", API),
        ("v1/parts/pets.yaml", "Pet: {type: string, maxLength: 1}"),
    ];
    let revision = [
        ("v2/api.yaml", API),
        ("v2/parts/pets.yaml", "Pet: {type: string, maxLength: 2}"),
    ];
    let (base, revision) = (read(&base).unwrap(), read(&revision).unwrap());
    let compared = openapi::compare(&base, &revision, &options()).unwrap();
    assert_eq!(
        found(&compared),
        ["api-response-body-max-length-increased /Pet/maxLength"]
    );
    assert_eq!(&*compared.findings[0].place.file, "v2/parts/pets.yaml");
}

#[test]
fn a_reference_that_leads_nowhere_is_an_error_with_a_place() {
    let error = read(&[("api.yaml", API)]).unwrap_err();
    assert_eq!(error.findings()[0].rule.id, "api-reference-broken");
    assert_eq!(error.findings()[0].place.line, 9);
    let other = [("api.yaml", API), ("parts/pets.yaml", "Dog: {}")];
    assert!(
        read(&other)
            .unwrap_err()
            .to_string()
            .contains("there is nothing there")
    );
    let far = API.replace("parts/pets.yaml", "https://example.org/pets.yaml");
    assert!(
        read(&[("api.yaml", &far)])
            .unwrap_err()
            .to_string()
            .contains("network")
    );
}

#[test]
fn what_is_no_api_is_refused() {
    let api = read(&[("api.yaml", "openapi: 3.0.3")]).unwrap();
    for other in ["swagger: '2.0'", "a: b", "openapi: 4", "[]"] {
        let other = read(&[("other.yaml", other)]).unwrap();
        let error = openapi::compare(&api, &other, &options()).unwrap_err();
        assert_eq!(error.findings()[0].rule.id, "api-not-openapi");
    }
}
