//! From nothing to a first environment, in the browser, and only by whoever has the code.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{Answer, World};

const CODE: &str = "7KQ2M-9XW4T";
const ADMINISTRATOR: &str = "organisation=shop&zone=Europe/Vienna&name=Anna%20Berger&handle=anna&password=correct%20horse%20battery";

fn found(world: &World) -> Answer {
    let form = format!("code={CODE}&{ADMINISTRATOR}");
    world.stranger_posts("/setup/administrator", &form, false)
}

#[test]
fn every_page_leads_to_the_code_and_nothing_else_opens() {
    let world = World::unfounded(CODE);
    for path in ["/", "/releases", "/login", "/inbox"] {
        assert_eq!(world.stranger(path).headers["location"], "/setup", "{path}");
    }
    let asked = world.stranger("/setup");
    assert!(asked.text.contains("name=\"code\""), "{}", asked.text);
    for code in ["wrong", ""] {
        let form = format!("code={code}&{ADMINISTRATOR}");
        for path in ["/setup", "/setup/administrator"] {
            let answer = world.stranger_posts(path, &form, false);
            assert!(answer.text.contains("name=\"code\""), "{}", answer.text);
            assert!(answer.begun.is_none());
        }
        let page = world.stranger(&format!(
            "/setup/administrator?code={code}&organisation=shop"
        ));
        assert!(page.text.contains("name=\"code\""));
    }
    assert!(!world.closed());
    let code = world.stranger("/setup?code=7kq2m9xw4t");
    assert!(code.text.contains("name=\"organisation\""), "{}", code.text);
}

#[test]
fn an_organisation_is_founded_step_by_step() {
    let world = World::unfounded(CODE);
    let form = format!("code={CODE}&organisation=Shop%20AG&zone=Europe/Vienna");
    let wrong = world.stranger_posts("/setup", &form, false);
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.text.contains("role=\"alert\"") && wrong.text.contains("value=\"Shop AG\""));
    let form = format!("code={CODE}&organisation=shop&zone=Europe/Vienna");
    let named = world.stranger_posts("/setup", &form, false);
    let next = &named.headers["location"];
    assert!(
        next.starts_with("/setup/administrator?") && next.contains("organisation=shop"),
        "{next}"
    );
    // The address alone is enough to go on.
    let page = world.stranger(next).text;
    assert!(
        page.contains("name=\"zone\" value=\"Europe/Vienna\""),
        "{page}"
    );
    let short = ADMINISTRATOR.replace("correct%20horse%20battery", "short");
    let short = world.stranger_posts(
        "/setup/administrator",
        &format!("code={CODE}&{short}"),
        false,
    );
    assert_eq!(short.status, StatusCode::BAD_REQUEST);
    assert!(short.text.contains("value=\"Anna Berger\"") && !short.text.contains("\"short\""));
    let answer = found(&world);
    assert_eq!(answer.headers["location"], "/setup/team", "{}", answer.text);
    assert!(answer.begun.is_some() && world.closed());
    let house = world.query("anna", "organisation.show", json!({}));
    assert_eq!(
        (&house["name"], &house["timezone"]),
        (&json!("shop"), &json!("Europe/Vienna"))
    );
}

#[test]
fn nobody_founds_it_twice() {
    let world = World::unfounded(CODE);
    found(&world);
    let again = found(&world);
    assert_eq!(again.headers["location"], "/setup");
    assert!(again.begun.is_none());
    let late = world.stranger(&format!("/setup?code={CODE}"));
    assert!(
        late.headers["location"].starts_with("/login"),
        "the code is worth nothing"
    );
    let form = "handle=anna&password=correct%20horse%20battery";
    assert!(world.stranger_posts("/login", form, false).begun.is_some());
}

#[test]
fn nobody_founds_it_where_others_listen() {
    let world = World::unfounded(CODE);
    let form = format!("code={CODE}&{ADMINISTRATOR}");
    let answer = world.stranger_posts("/setup/administrator", &form, true);
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("not encrypted") && !world.closed());
}

#[test]
fn setting_up_goes_on_where_it_stood() {
    let world = World::unfounded(CODE);
    found(&world);
    let home = world.get("anna", "/").text;
    assert!(home.contains("Setting up is not finished"), "{home}");
    let steps = [
        (
            "/setup/team",
            "title=Checkout%20%26%20Pay&unit=Retail&member=yes",
            "/setup/repository",
        ),
        (
            "/setup/repository",
            "repository=https://git.example.org/till.git&component=&criticality=high",
            "/setup/environment",
        ),
        (
            "/setup/environment",
            "environment=production&level=observe&protected=yes&approvals=2",
            "/setup/people",
        ),
    ];
    for (step, form, next) in steps {
        assert_eq!(world.get("anna", "/setup").headers["location"], step);
        let page = world.get("anna", step);
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let answer = world.post("anna", step, &format!("sent=yes&{form}"));
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(answer.headers["location"], next);
    }
    assert!(
        world
            .get("anna", "/setup/done")
            .text
            .contains("release create till-1.0")
    );
    assert!(
        !world
            .get("anna", "/")
            .text
            .contains("Setting up is not finished")
    );
    let team = world.query("anna", "team.list", json!({}));
    let text = team.to_string();
    assert!(
        text.contains("checkout-pay") && text.contains("retail") && text.contains("anna"),
        "{text}"
    );
    let till = world.query("anna", "component.show", json!({ "component": "till" }));
    assert_eq!(till["component"]["team"], "checkout-pay");
    let gate = world.query("anna", "gate.list", json!({})).to_string();
    assert!(gate.contains("\"quorum\":2"), "{gate}");
}

#[test]
fn what_a_step_refuses_stays_typed() {
    let world = World::unfounded(CODE);
    found(&world);
    let form = "sent=yes&environment=production&level=enforce&protected=yes&approvals=0";
    let answer = world.post("anna", "/setup/environment", form);
    assert!(answer.status.is_client_error(), "{}", answer.text);
    assert!(answer.text.contains("role=\"alert\""), "{}", answer.text);
    assert!(
        answer.text.contains("value=\"enforce\" selected")
            && answer.text.contains("value=\"0\" selected")
    );
}

#[test]
fn colleagues_are_let_in_by_links_that_are_told_once() {
    let world = World::unfounded(CODE);
    found(&world);
    let page = world.get("anna", "/setup/people").text;
    assert!(page.contains("Step 6 of 6") && page.contains("href=\"/setup/done\""));
    let form = "name-1=Ben%20Bauer&handle-1=ben&role-1=change-manager&mail-1=\
        &name-2=Cleo&handle-2=ben&role-2=developer&name-3=Dora&handle-3=dora&role-3=";
    let told = world.post("anna", "/setup/people", form);
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    let links: Vec<_> = told.text.split("/enter?link=").skip(1).collect();
    assert_eq!(links.len(), 2, "{}", told.text);
    assert!(told.text.contains("Change manager") || told.text.contains("change manager"));
    // Who was refused is typed still, with the reason.
    let refused = told.text.split("role=\"alert\"").nth(1).unwrap();
    assert!(refused.contains("value=\"Cleo\""), "{refused}");
    assert!(
        refused.contains("value=\"developer\" selected"),
        "{refused}"
    );
    // Never again.
    assert!(!world.get("anna", "/setup/people").text.contains("?link="));
    let link = links[0].split('<').next().unwrap();
    let entered = world.stranger_posts("/enter", &format!("link={link}"), false);
    assert!(entered.begun.is_some(), "{}", entered.text);
    let again = world.stranger_posts("/enter", &format!("link={link}"), false);
    assert!(again.begun.is_none());
    let access = world.query("anna", "access.list", json!({ "person": "ben" }));
    assert_eq!(access["grants"][0]["role"], "change-manager", "{access}");
    let access = world.query("anna", "access.list", json!({ "person": "dora" }));
    assert_eq!(access["grants"], json!([]));
    // Whoever may not let people in does not get there.
    assert_eq!(
        world.get("ben", "/setup/people").status,
        StatusCode::CONFLICT
    );
    let form = "name-1=Eve&handle-1=eve&role-1=administrator";
    let refused = world.post("ben", "/setup/people", form);
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    assert!(
        !world
            .query("anna", "person.list", json!({}))
            .to_string()
            .contains("eve")
    );
}
