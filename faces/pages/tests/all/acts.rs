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

/// A key of somebody's, as `ssh-keygen` writes its public half.
const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

fn has_a_key(world: &World, who: &str) {
    let add = json!({"command": "account.add-key", "arguments": {"key": {"ssh": KEY}}});
    world.submit(who, add);
}

#[test]
fn decisions_are_made_where_they_are_due_and_signed_by_who_has_a_key() {
    let world = World::sample();
    go_and_no_go(&world);
    waivers(&world);
    policies(&world);
}

/// They are said at the next hold point.
fn go_and_no_go(world: &World) {
    let (ready, held) = (
        "/releases/payments-hotfix-26.1",
        "/releases/payments-train-27",
    );
    let page = world.get("miriam", ready).text;
    assert!(page.contains("value=\"go\">Go for Production<"), "{page}");
    assert!(page.contains("value=\"no-go\">No-go<"), "{page}");
    let page = world.get("miriam", held).text;
    assert!(!page.contains("Go for Production"), "its gate holds");
    assert!(page.contains("value=\"no-go\">No-go<"), "{page}");
    assert!(!world.get("dana", ready).text.contains("No-go<"));

    has_a_key(world, "miriam");
    let page = world.get("miriam", ready).text;
    assert!(
        page.contains("value=\"sign-go\">Go for Production, signed<"),
        "{page}"
    );
    let form = "act=sign-go&environment=production&key=k&text=all%20is%20well";
    let asked = world.post("miriam", ready, form);
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    for said in [
        "You say go: payments-hotfix-26.1 to production.",
        "holdpoint release go payments-hotfix-26.1 production",
        "&#34;type&#34;:&#34;holdpoint-decision-v1&#34;",
        "no passkey that was made at this address",
        "name=\"act\" value=\"go\">Decide without signing<",
    ] {
        assert!(asked.text.contains(said), "{said}: {}", asked.text);
    }
    let form = "act=go&environment=production&key=k&text=all%20is%20well";
    let answer = world.post("miriam", ready, form);
    assert_eq!(answer.headers["location"], format!("{ready}?done=went"));
    let after = world.get("miriam", &format!("{ready}?done=went")).text;
    assert!(after.contains("Your go is recorded."), "{after}");
    assert!(after.contains("said go for production"), "{after}");
    let answer = world.post("miriam", held, "act=no-go&text=it%20wobbles");
    assert_eq!(answer.headers["location"], format!("{held}?done=stopped"));
    let after = world.get("miriam", held).text;
    assert!(after.contains("said no-go"), "{after}");
    assert!(!after.contains("value=\"sign-no-go\""), "{after}");
}

/// They are granted, and taken back, where they stand.
fn waivers(world: &World) {
    let page = "/releases/retail-train-27";
    let shown = world.get("amara", page).text;
    assert!(shown.contains("value=\"grant\">Approve<"), "{shown}");
    assert!(shown.contains("value=\"revoke\">Decline<"), "{shown}");
    let shown = world.get("stefan", page).text;
    assert!(
        shown.contains("value=\"sign-grant\">Approve, signed<"),
        "{shown}"
    );
    let (_, waiver) = shown.split_once("name=\"waiver\" value=\"").unwrap();
    let (waiver, _) = waiver.split_once('"').unwrap();
    let form = |act: &str| format!("act={act}&key=k&waiver={waiver}");
    let asked = world.post("stefan", page, &form("sign-grant"));
    for said in [
        "You grant retail-train-27 a waiver from bill-of-materials.",
        "Asked for by</dt><dd>Tomás Leitner<",
        "&#34;decision&#34;:&#34;grant&#34;",
    ] {
        assert!(asked.text.contains(said), "{said}: {}", asked.text);
    }
    assert!(
        asked
            .text
            .contains(&format!("holdpoint waiver approve {waiver}"))
    );
    // Whoever asked for it does not grant it.
    let own = world.get("tomas", page).text;
    assert!(!own.contains("value=\"grant\""), "{own}");
    let answer = world.post("stefan", page, &form("grant"));
    assert_eq!(
        answer.headers["location"],
        format!("{page}?done=waiver-approved")
    );
    let shown = world.get("amara", page).text;
    assert!(shown.contains("value=\"revoke\">Take back<"), "{shown}");
    let answer = world.post("amara", page, &form("revoke"));
    assert_eq!(
        answer.headers["location"],
        format!("{page}?done=waiver-revoked")
    );
    let nothing = world.post("amara", page, "act=sign-grant&waiver=none");
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
}

/// What they take signed only leads to where it is signed.
fn policies(world: &World) {
    let policies = "@id(\"as-the-roles-say\")\npermit (principal, action, resource);\n\
        @id(\"signed\")\nforbid (principal, action == Action::\"release.decide\", resource) unless { context.signed };";
    world.ruled_by(policies);
    let page = "/releases/payments-api-2.0";
    let shown = world.get("miriam", page).text;
    assert!(
        shown.contains("value=\"sign-no-go\">No-go, signed<"),
        "{shown}"
    );
    let asked = world.post("miriam", page, "act=sign-no-go&key=k");
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    assert!(!asked.text.contains("Decide without signing"));
    let refused = world.post("miriam", page, "act=no-go&text=no");
    assert!(refused.text.contains("policies"), "{}", refused.text);
}

#[test]
fn a_release_of_the_sample_waits_for_a_signature() {
    let page = shared().get("amara", "/releases/customer-data-27.1").text;
    for said in [
        "Signed approvals of 2 people as board member",
        "Waits for the signed approval of a board member",
        "Approve as board member, signed",
        "signed with laptop",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}
