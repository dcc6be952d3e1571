//! What filters say.

use holdpoint_scim::{Filter, Path, ScimType, USER};
use serde_json::{Value, json};

pub fn anna() -> Value {
    json!({
        "schemas": [holdpoint_scim::USER_SCHEMA], "id": "per_1", "externalId": "A1",
        "userName": "Anna@Example.org", "active": true, "title": "Chief",
        "name": { "givenName": "Anna", "familyName": "Meier" },
        "emails": [
            { "value": "anna@example.org", "type": "work", "primary": true },
            { "value": "anna@home.example", "type": "home" },
        ],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Pay" },
        "meta": { "created": "2026-01-02T03:04:05Z", "lastModified": "2026-03-02T03:04:05Z" },
    })
}

fn fits(text: &str) -> bool {
    let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    filter.check(USER).unwrap();
    let again = Filter::parse(&filter.to_string()).unwrap();
    assert_eq!(again.to_string(), filter.to_string());
    filter.matches(USER, &anna())
}

#[test]
fn those_of_the_standard_and_their_kin_choose_what_they_say() {
    for text in [
        r#"userName eq "anna@example.org""#,
        r#"USERNAME Eq "ANNA@example.org""#,
        r#"name.familyName co "EI""#,
        r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "anna""#,
        r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "pay""#,
        "title pr",
        r#"meta.lastModified gt "2026-03-02T02:04:05Z""#,
        r#"meta.lastModified eq "2026-03-02T04:04:05+01:00""#,
        r#"title pr and userName ew ".org" or id eq "no""#,
        r#"emails eq "anna@home.example""#,
        r#"emails.type eq "home""#,
        r#"emails[type eq "work" and value co "@example.org"]"#,
        r#"not (emails[type eq "home" and value co "@example.org"])"#,
        "nickName eq null",
        r#"nickName ne "x""#,
        "active eq true",
        r#"active eq "True""#,
        r#"active ne false and not (active eq false)"#,
        r#"(title eq "Chief")"#,
    ] {
        assert!(fits(text), "{text}");
    }
    for text in [
        r#"externalId eq "a1""#,
        "nickName pr",
        r#"unheardOf eq "x""#,
        r#"title eq "x" or title eq "y" and title pr"#,
        r#"emails[type eq "other"]"#,
        r#"title gt "chief""#,
        "active eq false",
    ] {
        assert!(!fits(text), "{text}");
    }
}

#[test]
fn a_mistake_is_named_with_its_place() {
    let said = |text: &str| {
        let error = Filter::parse(text).unwrap_err();
        assert_eq!(error.kind, ScimType::InvalidFilter);
        error.detail
    };
    for (text, expected) in [
        (
            "",
            "the name of an attribute is missing at character 1 of the filter",
        ),
        (
            "userName",
            "`pr` or an operator such as `eq` is missing at character 9 of the filter",
        ),
        (
            "userName is 1",
            "`is` is no operator at character 10 of the filter",
        ),
        (
            "userName eq anna",
            "`anna` is no value; texts stand in quotes at character 13 of the filter",
        ),
        (
            "userName eq \"ä\" und",
            "something follows that belongs to nothing at character 17 of the filter",
        ),
        (
            "(userName pr",
            "`)` is missing at character 13 of the filter",
        ),
        (
            "emails[type pr",
            "`]` is missing at character 15 of the filter",
        ),
        (
            "userName eq \"",
            "a text that does not end at character 13 of the filter",
        ),
        (
            "1x pr",
            "the name of an attribute is missing at character 1 of the filter",
        ),
        (
            "userName eq 1.2.3",
            "`1.2.3` is no number at character 13 of the filter",
        ),
        (
            "a.b.c pr",
            "`b.c` is no name of an attribute at character 1 of the filter",
        ),
        (
            "userName = 1",
            "`=` stands for nothing at character 10 of the filter",
        ),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
    let deep = format!("{}a pr{}", "(".repeat(500), ")".repeat(500));
    assert!(said(&deep).starts_with("deeper than 40 levels"));
    let long = vec!["a pr"; 500].join(" and ");
    assert!(said(&long).starts_with("more than 100 in a row"));
    assert!(said(&"x".repeat(10_000)).starts_with("more than 8192 bytes"));
}

#[test]
fn what_has_no_order_is_not_ordered() {
    for text in [
        "active gt false",
        r#"active co "t""#,
        "userName lt true",
        "userName sw 1",
        "emails[primary ge true]",
    ] {
        let error = Filter::parse(text).unwrap().check(USER).unwrap_err();
        assert_eq!(error.kind, ScimType::InvalidFilter, "{text}");
    }
}

#[test]
fn paths_are_read_as_they_are_written() {
    for text in [
        "userName",
        "name.familyName",
        r#"emails[type eq "work"]"#,
        r#"emails[type eq "work"].value"#,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
    ] {
        assert_eq!(Path::parse(text).unwrap().to_string(), text);
    }
    let error = Path::parse("emails[type eq").unwrap_err();
    assert_eq!(error.kind, ScimType::InvalidPath);
    assert_eq!(
        error.detail,
        "a value is missing at character 15 of the path"
    );
}
