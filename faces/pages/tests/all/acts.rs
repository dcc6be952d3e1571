//! What is done on pages: forms that become commands, and what comes back.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{World, shared};

#[test]
fn a_change_manager_approves_and_the_deployer_brings_it_out() {
    let world = World::sample();
    let page = "/releases/payments-train-27";
    let before = world.get("sofia", page).text;
    assert!(before.contains("Approve as change manager"), "{before}");
    assert!(
        world
            .get("sofia", "/")
            .text
            .contains("Approve as change manager")
    );
    let form = "act=approve&role=change-manager&environment=production&text=go%20well";
    let answer = world.post("sofia", page, form);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(
        answer.headers["location"],
        "/releases/payments-train-27?done=approved"
    );
    let after = world.get("sofia", &answer.headers["location"]).text;
    assert!(after.contains("Your approval is recorded."), "{after}");
    assert!(after.contains("go well") && !after.contains("Approve as change manager"));
    assert!(
        world
            .get("dana", page)
            .text
            .contains("Deploy to Production")
    );
    let answer = world.post("dana", page, "act=deploy&environment=production");
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(world.get("dana", "/").text.contains("step back-up, 1 of 3"));
}

#[test]
fn a_refusal_is_said_on_the_page_that_it_was_asked_for_on() {
    let world = shared();
    let page = "/releases/operations-train-27";
    let answer = world.post("dana", page, "act=deploy&environment=production");
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text.contains("role=\"alert\""), "{}", answer.text);
    assert!(
        answer.text.contains("<h1>operations-train-27"),
        "{}",
        answer.text
    );
}

#[test]
fn a_form_of_another_site_is_not_taken() {
    let answer = shared().post_forged("miriam", "/releases/payments-train-27", "act=cancel");
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let again = shared().get("miriam", "/releases/payments-train-27");
    assert!(
        again.text.contains("value=\"cancel\""),
        "it is still there to be cancelled"
    );
}

#[test]
fn many_at_once_have_a_result_each() {
    let world = World::sample();
    let form = "act=submit&item=retail-search-2.0&item=payments-train-20";
    let answer = world.post("tomas", "/releases", form);
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("1 of 2 done"), "{}", answer.text);
}

#[test]
fn filters_orders_and_files_agree() {
    let world = shared();
    let drafts = world.get("miriam", "/releases?stage=draft").text;
    assert!(
        drafts.contains("retail-search-2.0") && drafts.contains("1 row"),
        "{drafts}"
    );
    let csv = world.get("miriam", "/releases?stage=draft&format=csv");
    assert!(
        csv.text.starts_with(
            "release,stage,components,reached,created\r\nretail-search-2.0,Draft,search,,"
        ),
        "{}",
        csv.text
    );
    assert_eq!(
        csv.headers["content-disposition"],
        "attachment; filename=\"releases.csv\""
    );
    let named = world.get("miriam", "/releases?q=train&sort=release").text;
    let place = |name: &str| {
        named
            .find(name)
            .unwrap_or_else(|| panic!("{name} is not there"))
    };
    assert!(place("operations-train-01") < place("operations-train-02"));
    assert!(named.contains("50 of 81"), "{named}");
    let next = world
        .get("miriam", "/releases?q=train&sort=release&after=50")
        .text;
    assert!(next.contains("retail-train-26") && !next.contains("operations-train-01"));
}

#[test]
fn everything_with_a_name_is_found() {
    let found = shared().get("miriam", "/search?q=sofia").text;
    assert!(found.contains("Sofia Brandt"), "{found}");
    let found = shared().get("miriam", "/search?q=payments").text;
    assert!(
        found.contains("/releases/payments-train-27") && found.contains("/catalogue/payments-api"),
        "{found}"
    );
    let nothing = shared().get("miriam", "/search?q=zzz").text;
    assert!(nothing.contains("Nothing is called"), "{nothing}");
}

#[test]
fn what_the_address_says_is_never_said_as_if_it_were_ours() {
    let text = shared().get("miriam", "/?done=%3Cscript%3E").text;
    assert!(!text.contains("script>\""), "{text}");
    let text = shared()
        .get("miriam", "/search?q=%3Cscript%3Ealert(1)")
        .text;
    assert!(!text.contains("<script>alert"), "{text}");
}

/// From now on production counts what change management has signed.
fn asks_for_signatures(world: &World) {
    let shown = world.query(
        "miriam",
        "environment.show",
        json!({"environment": "production"}),
    );
    let mut place = shown["environment"].clone();
    for criterion in place["criteria"].as_array_mut().unwrap() {
        if criterion["name"] == "change" {
            criterion["ask"]["approvals"]["signed"] = json!(true);
        }
    }
    let changes = json!({"changes": [{"environment": place}]});
    world.submit(
        "root",
        json!({"command": "organisation.apply", "arguments": changes}),
    );
}

#[test]
fn where_signatures_are_asked_for_a_yes_leads_to_where_it_is_signed() {
    let world = World::sample();
    asks_for_signatures(&world);
    let page = world.get("sofia", "/releases/payments-train-27").text;
    assert!(
        page.contains("value=\"sign-approve\">Approve as change manager, signed<"),
        "{page}"
    );
    assert!(!page.contains("value=\"approve\""), "{page}");
    let form = "act=sign-approve&role=change-manager&environment=production&key=k&text=fine";
    let answer = world.post("sofia", "/releases/payments-train-27", form);
    assert_eq!(answer.status, StatusCode::OK);
    let text = answer.text;
    assert!(
        text.contains("You approve payments-train-27 as change manager."),
        "{text}"
    );
    assert!(text.contains(
        "holdpoint approve payments-train-27 --as change-manager --environment production"
    ));
    assert!(
        text.contains("no passkey that was made at this address"),
        "{text}"
    );
    assert!(
        text.contains("&#34;reason&#34;:&#34;sha256:"),
        "what is signed stands there: {text}"
    );
    // It would be replaced by the release when something happens.
    assert!(!text.contains("data-live"), "{text}");
    // What nobody has signed is not taken.
    let payload =
        "act=sign&role=change-manager&environment=production&key=k&passkey=SHA256:x&payload={}";
    let answer = world.post("sofia", "/releases/payments-train-27", payload);
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let bad = world.post(
        "sofia",
        "/releases/payments-train-27",
        "act=sign-approve&role=king",
    );
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}
