//! Every page against every role, a stranger, somebody without a role, and an auditor whose time is over.
//!
//! The rows are read from the source: a route without an address here fails, and so does one whose answers are not
//! in the table that is checked in. What the forms do is refused by the commands behind them, which have a table
//! of their own; here it is shown that nobody gets past the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use holdpoint_domain::access::Role;
use serde_json::json;

use crate::world::World;

/// Routes with the methods that they take.
fn routes() -> BTreeSet<(String, &'static str)> {
    let mut found = BTreeSet::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.extend(of(&std::fs::read_to_string(path).unwrap())),
            }
        }
    }
    found
}

fn of(source: &str) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for part in source.split(".route(").skip(1) {
        let (path, rest) = part
            .trim_start()
            .trim_start_matches('"')
            .split_once('"')
            .unwrap();
        let rest = rest
            .split(['\n', ';'])
            .take_while(|line| !line.starts_with('}'));
        let rest: String = rest.take(4).collect();
        let takes = |method: &str| rest.contains(&format!("{method}("));
        let methods = ["get", "post"].into_iter().filter(|method| takes(method));
        found.extend(methods.map(|method| (path.to_owned(), method)));
    }
    found
}

/// Where a route is in the sample.
fn address(world: &World, route: &str) -> String {
    let login = world.stranger("/login").text;
    let (_, asset) = login.split_once("/assets/").unwrap();
    let (asset, _) = asset.split_once('"').unwrap();
    let runs = world.get("miriam", "/runs").text;
    let (_, run) = runs.split_once("href=\"/runs/").unwrap();
    let (run, _) = run.split_once('"').unwrap();
    let filled = route
        .replace("{run}", run)
        .replace("{release}", "payments-train-27")
        .replace("{environment}", "production")
        .replace("{component}", "payments-api")
        .replace("{person}", "sofia")
        .replace("{train}", "monthly")
        .replace("{agent}", "build-1")
        .replace("{cutover}", "friday-night")
        .replace("{position}", "12")
        .replace("{provider}", "acme")
        .replace("{check}", "api")
        .replace("{rule}", "api-path-removed")
        .replace("{name}", asset);
    assert!(!filled.contains('{'), "no address for {route}");
    filled
}

/// Something harmless to send there; none of it changes what others see.
fn form(route: &str) -> &'static str {
    match route {
        "/releases" => "act=cancel",
        "/releases/{release}" => "act=nothing",
        "/releases/{release}/checks/{check}" => "act=approve&waiver=none",
        "/runs" => "pipeline=no-such-pipeline",
        "/runs/{run}" => "act=approve&step=no-such-step",
        "/cutovers" => "cutover=other&pipeline=no-such-pipeline&begins=2031-01-01T22:00",
        "/cutovers/{cutover}" => "act=approve&run=run_00000000000000000000000000&step=none",
        "/talk" => "talk=add&subject=release/payments-train-27&key=k&text=",
        "/calendar" => "act=revoke",
        "/trains/{train}" => "act=off&release=none&environment=production",
        "/calendar/move" => "booking=bkg_0&from=2031-01-01T00:00",
        "/settings" => "part=reading&language=german",
        "/preferences" => "theme=dark&to=/",
        "/people" => "act=reactivate&person=nobody-is-called-so",
        "/people/{person}" => "typed=not-so",
        "/environments/{environment}/bookings" => "act=end&booking=bkg_0",
        "/archive" => "act=place&kind=release&name=payments-train-27&reason=asked",
        "/views" => "act=save&name=mine&page=/releases&query=",
        "/inbox" => "act=done",
        "/login" | "/enter" | "/logout" => "link=hpl_0",
        setup if setup.starts_with("/setup") => "code=hps_0&name=mine",
        other => panic!("no form for {other}"),
    }
}

fn hire(world: &World, handle: &str, role: Option<&str>, expires: Option<&str>) {
    let new = json!({ "new-person": { "handle": handle, "name": handle } });
    world.submit(
        "root",
        json!({ "command": "person.add", "arguments": { "person": new } }),
    );
    if let Some(role) = role {
        let grant = json!({ "command": "access.grant", "arguments": {
            "person": { "handle": handle }, "role": role, "scope": "organisation", "expires": expires,
        } });
        world.submit("root", grant);
    }
}

/// What somebody gets, and where it leads.
fn answered(world: &World, who: Option<&str>, route: &str, method: &str) -> String {
    let at = address(world, route);
    let answer = match (who, method) {
        (Some(who), "get") => world.get(who, &at),
        (None, "get") => world.stranger(&at),
        (Some(who), _) => world.post(who, &at, form(route)),
        (None, _) => world.stranger_posts(&at, form(route), false),
    };
    let to = answer.headers.get("location").map(|to| format!(" to {to}"));
    // The id of a run is another one each time.
    let to = to.map(|to| match route.contains("{run}") {
        true => to.replace(&at, route),
        false => to,
    });
    format!("{}{}", answer.status.as_u16(), to.unwrap_or_default())
}

/// What is checked in must be the same; with `UPDATE` set it becomes so.
fn same(text: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all/matrix.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
}

#[test]
fn who_sees_which_page_without_drift() {
    let world = World::sample();
    let mut askers = vec![("a stranger".to_owned(), None)];
    for role in Role::ALL {
        let handle = format!("one-{role}");
        let expires = (*role == Role::Auditor).then_some("2027-06-01T00:00:00Z");
        hire(&world, &handle, Some(role.as_str()), expires);
        askers.push((role.to_string(), Some(handle)));
    }
    hire(&world, "nobody", None, None);
    askers.push(("without a role".to_owned(), Some("nobody".to_owned())));
    let mut text = String::new();
    for (route, method) in routes() {
        let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, who) in &askers {
            let answer = answered(&world, who.as_deref(), &route, method);
            found.entry(answer).or_default().push(name);
        }
        writeln!(text, "{method} {route}").unwrap();
        for (answer, names) in found {
            let who = match names.len() == askers.len() {
                true => "everybody".to_owned(),
                false => names.join(", "),
            };
            writeln!(text, "  {answer}: {who}").unwrap();
        }
    }
    same(&text);
}
