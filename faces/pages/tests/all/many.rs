//! More on its way than a page can judge: what is counted is true, and what is not counted is said.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::world::World;

const FURTHER: usize = 130;

fn name(number: usize) -> String {
    format!("patch-{number:03}")
}

/// As many further releases of payments, submitted.
fn crowd(world: &World) {
    for number in 0..FURTHER {
        let create = json!({ "release": name(number), "from": { "release": "payments-train-27" } });
        let command = json!({ "command": "release.create", "arguments": create });
        world.submit("miriam", command);
        let submit = json!({ "release": name(number) });
        let command = json!({ "command": "release.submit", "arguments": submit });
        world.submit("miriam", command);
    }
}

/// The home page's answer, once all have been counted.
fn counted(world: &World, who: &str) -> Value {
    let since = Instant::now();
    loop {
        let home = world.query(who, "home.show", json!({}));
        if home["counted"]["current"] == true {
            return home;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "nobody counts");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn ready(pending: &Value) -> usize {
    let all = pending.as_array().unwrap().iter();
    let ready = all.filter(|one| one["gate"]["verdict"] == "go" && one["stage"] == "submitted");
    ready.count()
}

/// What waits in an inbox because of releases.
fn waiting(world: &World, who: &str) -> (Vec<String>, u64) {
    let inbox = world.query(who, "inbox.show", json!({}));
    let items = inbox["items"].as_array().unwrap().iter();
    let items = items.map(|item| item["id"].as_str().unwrap().to_owned());
    let kinds = ["approval:", "readiness:", "release-held:"];
    let items = items.filter(|id| kinds.iter().any(|kind| id.starts_with(kind)));
    (items.collect(), inbox["more"].as_u64().unwrap_or_default())
}

#[test]
fn a_home_counts_all_that_is_on_its_way() {
    let world = World::sample();
    let before = world.query("sofia", "home.show", json!({}));
    assert!(before["counted"].is_null(), "few are judged at once");
    crowd(&world);
    // Nobody waits for the count: until then it says what it knows.
    let first = world.get("sofia", "/").text;
    assert!(first.contains("is being counted"), "{first}");
    assert!(first.contains("releases on their way were looked at"));
    let home = counted(&world, "sofia");
    let total = home["pending_total"].as_u64().unwrap() as usize;
    assert_eq!(
        total,
        before["pending_total"].as_u64().unwrap() as usize + FURTHER
    );
    let explained = (0..FURTHER).filter(|number| {
        let wanted = json!({ "release": name(*number), "environment": "test" });
        world.query("sofia", "gate.explain", wanted)["verdict"] == "go"
    });
    let go = ready(&before["pending"]) + explained.count();
    let counted = &home["counted"];
    assert_eq!(counted["ready"], go, "{counted}");
    assert_eq!(counted["held"], total - go, "{counted}");
    let page = world.get("sofia", "/").text;
    assert!(page.contains(&format!("<span class=\"count\">{}</span>", total - go)));
    assert!(page.contains("more are ready") || page.contains("more are held"));
}

#[test]
fn an_inbox_has_what_concerns_one_however_much_else_there_is() {
    let world = World::sample();
    let people = world.query("sofia", "person.list", json!({}));
    let people = people["people"].as_array().unwrap().iter();
    // Who is deactivated has no inbox, and the directory itself reads nothing.
    let people = people.filter(|one| one["deactivated"].is_null() && one["handle"] != "entra");
    let handles = people.filter_map(|one| one["handle"].as_str());
    let handles: Vec<_> = handles.map(str::to_owned).collect();
    let before: Vec<_> = handles.iter().map(|who| waiting(&world, who).0).collect();
    crowd(&world);
    counted(&world, "sofia");
    let (mut kept, mut bounded) = (0, 0);
    for (who, before) in handles.iter().zip(before) {
        let (after, more) = waiting(&world, who);
        if more > 0 {
            bounded += 1;
            let page = world.get(who, "/inbox").text;
            assert!(page.contains(&format!("Up to {more} further releases")));
            assert!(page.contains("at least"), "{page}");
            continue;
        }
        for item in before {
            assert!(after.contains(&item), "{who} does not see {item}");
            kept += 1;
        }
    }
    assert!(kept > 0 && bounded > 0, "{kept} kept, {bounded} bounded");
}
