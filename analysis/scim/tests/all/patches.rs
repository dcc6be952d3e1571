//! Changes, as the standard and as directories write them.

use holdpoint_scim::{GROUP, Kind, Patch, ScimError, ScimType, USER};
use serde_json::{Value, json};

fn changed(kind: &Kind, before: Value, operations: Value) -> Result<Value, ScimError> {
    let schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    let sent = json!({ "schemas": [schema], "Operations": operations });
    Patch::parse(&sent)?.apply(kind, &before)
}

fn user() -> Value {
    json!({ "userName": "anna", "active": true, "emails": [{ "value": "a@x.example", "type": "work", "primary": true }] })
}

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

#[test]
fn entra_changes_a_user() {
    let after = changed(
        USER,
        user(),
        json!([
            { "op": "Replace", "path": "active", "value": "False" },
            { "op": "Add", "path": "emails[type eq \"home\"].value", "value": "h@x.example" },
            { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "w@x.example" },
            { "op": "Add", "value": { "name.givenName": "Anna", "displayName": "Anna M", format!("{ENTERPRISE}:department"): "Pay" } },
            { "op": "Add", "path": format!("{ENTERPRISE}:manager"), "value": "per_2" },
        ]),
    );
    let expected = json!({
        "userName": "anna", "active": false, "displayName": "Anna M", "name": { "givenName": "Anna" },
        "emails": [
            { "value": "w@x.example", "type": "work", "primary": true },
            { "type": "home", "value": "h@x.example" },
        ],
        ENTERPRISE: { "department": "Pay", "manager": { "value": "per_2" } },
    });
    assert_eq!(after.unwrap(), expected);
}

#[test]
fn okta_changes_a_user_and_a_group() {
    let after = changed(
        USER,
        user(),
        json!([{ "op": "replace", "value": { "active": false } }]),
    );
    assert_eq!(after.unwrap()["active"], false);
    let group = json!({ "displayName": "payments", "members": [{ "value": "per_1" }] });
    let renamed = json!([{ "op": "replace", "value": { "id": "grp_9", "displayName": "money" } }]);
    let after = changed(GROUP, group, renamed).unwrap();
    assert_eq!(
        after,
        json!({ "displayName": "money", "members": [{ "value": "per_1" }] })
    );
}

#[test]
fn members_come_and_go_in_every_way() {
    let group =
        || json!({ "displayName": "g", "members": [{ "value": "per_1" }, { "value": "per_2" }] });
    let left = |operations: Value| {
        let after = changed(GROUP, group(), operations).unwrap();
        let members = after["members"].as_array().cloned().unwrap_or_default();
        let ids = members
            .iter()
            .map(|one| one["value"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let one = |value: Value| left(json!([{ "op": "Remove", "path": "members", "value": value }]));
    assert_eq!(one(json!([{ "value": "per_1" }])), ["per_2"]);
    assert_eq!(one(json!(null)), Vec::<String>::new());
    assert_eq!(
        left(json!([{ "op": "remove", "path": "members[value eq \"per_2\"]" }])),
        ["per_1"]
    );
    assert_eq!(
        left(json!([{ "op": "remove", "path": "members[value eq \"per_9\"]" }])),
        ["per_1", "per_2"]
    );
    let add = json!([{ "op": "Add", "path": "members", "value": [{ "value": "per_2" }, { "value": "per_3" }] }]);
    assert_eq!(left(add), ["per_1", "per_2", "per_3"]);
    assert_eq!(
        left(json!([{ "op": "add", "path": "members", "value": { "value": "per_4" } }])).len(),
        3
    );
    assert_eq!(
        left(json!([{ "op": "replace", "path": "members", "value": [{ "value": "per_5" }] }])),
        ["per_5"]
    );
}

#[test]
fn a_new_primary_value_is_the_only_one() {
    let add = json!([{ "op": "add", "path": "emails", "value": [{ "value": "n@x.example", "primary": true }] }]);
    let after = changed(USER, user(), add).unwrap();
    assert_eq!(after["emails"][0]["primary"], false);
    assert_eq!(after["emails"][1]["primary"], true);
    let two = json!([{ "op": "replace", "path": "emails", "value": [{ "value": "a", "primary": true }, { "value": "b", "primary": "True" }] }]);
    assert_eq!(
        changed(USER, user(), two).unwrap_err().kind,
        ScimType::InvalidValue
    );
}

#[test]
fn what_cannot_be_is_refused_in_the_words_of_the_standard() {
    for (operation, kind) in [
        (
            json!({ "op": "move", "path": "title" }),
            ScimType::InvalidSyntax,
        ),
        (
            json!({ "path": "title", "value": "x" }),
            ScimType::InvalidSyntax,
        ),
        (json!({ "op": "remove" }), ScimType::NoTarget),
        (
            json!({ "op": "add", "path": "title" }),
            ScimType::InvalidValue,
        ),
        (json!({ "op": "add", "value": "x" }), ScimType::InvalidValue),
        (
            json!({ "op": "replace", "path": "unheardOf", "value": 1 }),
            ScimType::InvalidPath,
        ),
        (
            json!({ "op": "replace", "path": "title[", "value": 1 }),
            ScimType::InvalidPath,
        ),
        (
            json!({ "op": "replace", "path": "title[value eq \"x\"]", "value": "x" }),
            ScimType::InvalidPath,
        ),
        (
            json!({ "op": "replace", "path": "id", "value": "x" }),
            ScimType::Mutability,
        ),
        (
            json!({ "op": "replace", "path": "groups", "value": [] }),
            ScimType::Mutability,
        ),
        (
            json!({ "op": "remove", "path": "userName" }),
            ScimType::Mutability,
        ),
        (
            json!({ "op": "remove", "path": "active" }),
            ScimType::Mutability,
        ),
        (
            json!({ "op": "replace", "path": "userName", "value": "" }),
            ScimType::InvalidValue,
        ),
        (
            json!({ "op": "replace", "path": "active", "value": "perhaps" }),
            ScimType::InvalidValue,
        ),
        (
            json!({ "op": "remove", "path": "emails[type eq \"fax\"]" }),
            ScimType::NoTarget,
        ),
        (
            json!({ "op": "replace", "path": "emails[type eq \"fax\"]", "value": { "value": "x" } }),
            ScimType::NoTarget,
        ),
    ] {
        let refused = changed(USER, user(), json!([operation])).unwrap_err();
        assert_eq!(refused.kind, kind, "{operation}: {refused}");
    }
    let none = Patch::parse(&json!({ "Operations": [] })).unwrap_err();
    assert_eq!(none.kind, ScimType::InvalidSyntax);
    let other = Patch::parse(&json!({ "schemas": ["urn:x"], "Operations": [] })).unwrap_err();
    assert_eq!(other.kind, ScimType::InvalidSyntax);
}

#[test]
fn a_whole_schema_is_added_replaced_and_removed() {
    let add = json!([{ "op": "add", "path": ENTERPRISE, "value": { "department": "Pay", "division": "EU" } }]);
    let with = changed(USER, user(), add).unwrap();
    assert_eq!(
        with[ENTERPRISE],
        json!({ "department": "Pay", "division": "EU" })
    );
    let replace = json!([{ "op": "replace", "path": ENTERPRISE, "value": { "division": "US" } }]);
    let other = changed(USER, with.clone(), replace).unwrap();
    assert_eq!(other[ENTERPRISE], json!({ "division": "US" }));
    let without = changed(USER, with, json!([{ "op": "remove", "path": ENTERPRISE }])).unwrap();
    assert_eq!(without, user());
}
