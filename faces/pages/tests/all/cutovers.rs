//! Nights in which releases go out together, as pages show them and forms lead them.

use serde_json::{Value, json};

use crate::world::{World, shared};

const NIGHT: &str = "/cutovers/friday-night";

#[test]
fn tonight_leads_to_the_night_that_comes_next_which_says_whose_turn_it_is_and_when_it_is_over() {
    let tonight = shared().get("miriam", "/tonight");
    assert_eq!(tonight.status.as_u16(), 303);
    assert_eq!(tonight.headers["location"], NIGHT);
    let text = shared().get("miriam", NIGHT).text;
    for said in [
        "Night of payments and retail",
        "Stop the nightly billing and write down its last batch.",
        "Has to be said: Number of the last batch",
        "A second person confirms it.",
        "Point of no return",
        "deploy · web-shop",
        "roll back · basket",
        "34 min",
        "<svg class=\"night\"",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // What a rehearsal says of how long it takes: it ends otherwise than was planned.
    assert!(
        text.contains(" late</span>") || text.contains(" early</span>"),
        "{text}"
    );
    let german = shared().get_german("miriam", NIGHT).text;
    assert!(german.contains("Erwartetes Ende") && german.contains("Punkt ohne Rückkehr"));
    let list = shared().get("miriam", "/cutovers").text;
    assert!(
        list.contains("friday-night") && list.contains("1 rehearsal"),
        "{list}"
    );
    assert_eq!(
        shared().get("miriam", "/cutovers/nobody").status.as_u16(),
        404
    );
}

#[test]
fn only_who_may_is_offered_to_begin_it() {
    let offered = |who: &str| {
        let text = shared().get(who, NIGHT).text;
        (
            text.contains("value=\"rehearse\""),
            text.contains("value=\"start\""),
        )
    };
    assert_eq!(offered("miriam"), (true, true));
    assert_eq!(offered("rosa"), (false, false));
    let past = shared().get("miriam", &format!("{NIGHT}?at=2031-01-01T00:00:00Z"));
    assert!(!past.text.contains("value=\"start\""), "{}", past.text);
}

fn shown(world: &World, name: &str) -> Value {
    world.query("miriam", "cutover.show", json!({"cutover": name}))
}

/// The run of its newest rehearsal.
fn rehearsal(world: &World, name: &str) -> String {
    shown(world, name)["rehearsals"][0]["run"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_night_is_planned_rehearsed_and_begun() {
    let world = World::sample();
    let plan =
        "cutover=saturday&pipeline=night&releases=payments-hotfix-26.1&begins=2031-01-04T22:00";
    let done = world.post("miriam", "/cutovers", plan);
    assert_eq!(
        done.headers["location"], "/cutovers/saturday?done=cutover-planned",
        "{}",
        done.text
    );
    // On the clock of who planned it: an hour before the world's.
    assert_eq!(
        shown(&world, "saturday")["begins"],
        "2031-01-04T21:00:00.000Z"
    );
    let page = "/cutovers/saturday";
    let begun = world.post("priya", page, "act=rehearse");
    assert_eq!(
        begun.headers["location"],
        format!("{page}?done=run-started"),
        "{}",
        begun.text
    );
    let run = rehearsal(&world, "saturday");
    let asked = format!("{page}?run={run}");
    let text = world.get("jonas", &asked).text;
    assert!(
        text.contains("This is a rehearsal")
            && text.contains("name=\"step\" value=\"before/tell\""),
        "{text}"
    );
    assert!(
        !world.get("arjun", &asked).text.contains("name=\"step\""),
        "it is not theirs"
    );
    let says = format!("act=approve&run={run}&step=before%2Ftell&comment=all+have+answered");
    let done = world.post("jonas", page, &says);
    assert_eq!(
        done.headers["location"],
        format!("{page}?done=step-approved&run={run}"),
        "{}",
        done.text
    );
    let again = world.post("jonas", page, &says);
    assert_eq!(again.status.as_u16(), 409);
    assert!(
        again.text.contains("does not wait for anybody"),
        "{}",
        again.text
    );
    let early = world.post("miriam", page, "act=start");
    assert_eq!(early.status.as_u16(), 409);
    assert!(early.text.contains("is planned for"), "{}", early.text);
    let started = world.post("miriam", page, "act=start&early=yes");
    assert_eq!(
        started.headers["location"],
        format!("{page}?done=run-started"),
        "{}",
        started.text
    );
    let night = shown(&world, "saturday")["run"]
        .as_str()
        .unwrap()
        .to_owned();
    let compared = world
        .get("miriam", &format!("/runs/{run}?with={night}"))
        .text;
    assert!(
        compared.contains("id=\"compared\"") && compared.contains("before/tell"),
        "{compared}"
    );
    let stopped = world.post(
        "miriam",
        page,
        &format!("act=stop&run={night}&comment=it+is+late"),
    );
    assert_eq!(
        stopped.headers["location"],
        format!("{page}?done=run-cancelled&run={night}"),
        "{}",
        stopped.text
    );
    assert_eq!(shown(&world, "saturday")["stage"], "failed");
    let gone = world.post("miriam", page, "act=abandon&comment=another+time");
    assert_eq!(
        gone.headers["location"],
        format!("{page}?done=cutover-abandoned"),
        "{}",
        gone.text
    );
    assert!(world.get("miriam", page).text.contains("another time"));
}

#[test]
fn what_is_refused_keeps_what_was_typed() {
    let wrong = "cutover=sunday&pipeline=night&begins=2031-01-05T22:00";
    let refused = shared().post("miriam", "/cutovers", wrong);
    assert_eq!(refused.status.as_u16(), 409, "{}", refused.text);
    assert!(
        refused.text.contains("are about a release: say which"),
        "{}",
        refused.text
    );
    assert!(
        refused.text.contains("value=\"sunday\"")
            && refused.text.contains("value=\"2031-01-05T22:00\"")
    );
}
