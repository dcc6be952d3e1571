//! Many resources, and as much of each as was asked for.

use holdpoint_scim::{Kind, Page, ScimError, USER, View};
use serde_json::{Value, json};

use crate::filters::anna;

fn people() -> Vec<(&'static Kind, Value)> {
    let one = |name: &str, title: Option<&str>| {
        let mut one = json!({ "schemas": [], "id": name, "userName": name });
        if let Some(title) = title {
            one["title"] = title.into();
        }
        (USER, one)
    };
    vec![one("c", None), one("A", Some("z")), one("b", Some("y"))]
}

fn page(asked: &[(&str, &str)]) -> Result<Value, ScimError> {
    let asked = |name: &str| {
        asked
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| *value)
    };
    Ok(Page::parse(USER, asked)?.of(people()))
}

fn names(page: &Value) -> Vec<&str> {
    let all = page["Resources"].as_array().unwrap();
    all.iter()
        .map(|one| one["userName"].as_str().unwrap())
        .collect()
}

#[test]
fn pages_are_cut_from_what_is_chosen_and_ordered() {
    let by_name = page(&[("sortBy", "userName")]).unwrap();
    assert_eq!(names(&by_name), ["A", "b", "c"]);
    let back = page(&[("sortBy", "title"), ("sortOrder", "descending")]).unwrap();
    assert_eq!(names(&back), ["c", "A", "b"]);
    let second = page(&[("sortBy", "userName"), ("startIndex", "2"), ("count", "1")]).unwrap();
    assert_eq!(names(&second), ["b"]);
    assert_eq!(
        (
            &second["totalResults"],
            &second["startIndex"],
            &second["itemsPerPage"]
        ),
        (&json!(3), &json!(2), &json!(1))
    );
    let none = page(&[("count", "0")]).unwrap();
    assert_eq!((&none["totalResults"], names(&none).len()), (&json!(3), 0));
    assert_eq!(
        names(&page(&[("startIndex", "-4"), ("count", "-1")]).unwrap()).len(),
        0
    );
    assert_eq!(
        names(&page(&[("filter", "title pr"), ("count", "9999")]).unwrap()).len(),
        2
    );
    for wrong in [
        ("count", "x"),
        ("filter", "title"),
        ("sortOrder", "up"),
        ("filter", "active gt true"),
    ] {
        assert!(page(&[wrong]).is_err(), "{wrong:?}");
    }
}

#[test]
fn as_much_is_shown_as_was_asked_for() {
    let shown = |only: Option<&str>, without: Option<&str>| {
        let view = View::parse(only, without).unwrap();
        let shown = view.of(USER, &anna());
        let names = shown
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>();
        (shown, names.len())
    };
    let (some, count) = shown(Some("userName, name.givenName"), None);
    assert_eq!(
        (count, &some["name"], &some["id"]),
        (4, &json!({ "givenName": "Anna" }), &json!("per_1"))
    );
    let (some, _) = shown(Some("emails.value"), None);
    assert_eq!(
        some["emails"],
        json!([{ "value": "anna@example.org" }, { "value": "anna@home.example" }])
    );
    let (less, count) = shown(
        None,
        Some(
            "emails,id,name.familyName,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        ),
    );
    assert_eq!(
        (count, &less["name"], &less["id"]),
        (8, &json!({ "givenName": "Anna" }), &json!("per_1"))
    );
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let (some, count) = shown(Some(enterprise), None);
    assert_eq!((count, &some[enterprise]["department"]), (3, &json!("Pay")));
    assert!(View::parse(Some("a"), Some("b")).is_err() && View::parse(Some("a b"), None).is_err());
}

#[test]
fn what_is_accepted_is_sound() {
    let sent = json!({
        "USERNAME": "anna", "Active": "True", "id": "mine", "unheardOf": 1, "title": null, "nickName": 7,
        "emails": { "value": "a@x.example" }, "phoneNumbers": [], "groups": [{ "value": "grp_1" }],
    });
    let accepted = USER.accept(&sent).unwrap();
    let expected = json!({ "userName": "anna", "active": true, "nickName": "7", "emails": [{ "value": "a@x.example" }] });
    assert_eq!(accepted, expected);
    assert_eq!(USER.accept(&accepted).unwrap(), accepted);
    for wrong in [
        json!([]),
        json!({}),
        json!({ "userName": {} }),
        json!({ "userName": "a", "active": 3 }),
        json!({ "userName": "a", "name": "b" }),
        json!({ "userName": "a", "schemas": ["urn:x"] }),
        json!({ "userName": "a", "schemas": "x" }),
        json!({ "userName": "x".repeat(5_000) }),
    ] {
        assert!(USER.accept(&wrong).is_err(), "{wrong}");
    }
}
