//! A ledger that must always replay: what was written once is read for ever, and means the same.

use std::fmt::Write;
use std::path::Path;

use holdpoint_domain::{Digest, EVENTS, Fact, Meta, Need, State, evolve, gate};
use serde_json::{Value, json};

use crate::company::{
    approve, artifact, cleared, company, deploy, draft, finish, grant, live, newest, past, sealed,
    statement, submitted,
};
use crate::golden;
use crate::pen::{Passkey, Pen};
use crate::stories::bulletins::begin;
use crate::stories::comments::{body, newest_comment};
use crate::stories::{contracts, directory, findings, workloads};
use crate::world::{World, command, person};

/// The whole way of three releases, with what goes wrong on it.
pub fn journey() -> World {
    let mut world = company();
    live(&mut world, "march", &["api", "web"]);
    world.hours(24);
    let april = live(&mut world, "april", &["api", "web"]);
    world.hours(2);
    world.done(
        "della",
        "deployment.roll-back",
        json!({"deployment": april}),
    );
    finish(&mut world, 0);
    finish(&mut world, 0);
    cleared(&mut world, "may", &["jobs"]);
    let go = json!({"release": "may", "decision": "go", "environment": "production"});
    world.done("rita", "release.decide", go);
    deploy(&mut world, "may", "production");
    finish(&mut world, 7);
    submitted(&mut world, "june", &["jobs"]);
    deploy(&mut world, "june", "test");
    let no = json!({"release": "june", "decision": "no-go", "reason": sealed("it broke")});
    world.done("rita", "release.decide", no);
    world.done("rita", "release.revise", json!({"release": "june"}));
    world.done(
        "rita",
        "release.cancel",
        json!({"release": "june", "reason": sealed("given up")}),
    );
    world.check_folds();
    world
}

/// Everything that may happen and did not on the way.
pub fn odds_and_ends() -> World {
    let mut world = company();
    people(&mut world);
    content(&mut world);
    decisions(&mut world);
    deployments(&mut world);
    world.done("ada", "release.import", past(&["before", "by-mistake"]));
    let taken_back = json!({"releases": ["by-mistake"]});
    world.done("ada", "release.withdraw-import", taken_back);
    bookings(&mut world);
    stays(&mut world);
    retirements(&mut world);
    world.check_folds();
    world
}

/// What came with the second format.
pub fn newer() -> World {
    let mut world = company();
    cleared(&mut world, "march", &["api", "web"]);
    deploy(&mut world, "march", "production");
    finish(&mut world, 0);
    finish(&mut world, 0);
    let copied = json!({"release": "april", "from": {"release": "march"}});
    world.done("rita", "release.create", copied);
    world.done("rita", "release.submit", json!({"release": "april"}));
    let asked = json!({"release": "april", "say": "approve", "role": "component-owner"});
    world.refused("dora", "approval.decide", asked);
    let away = json!({"person": person("oona"), "begins": "2026-03-02T00:00:00Z", "ends": "2026-03-04T00:00:00Z",
        "scope": {"unit": "payments"}});
    world.done("oona", "person.record-absence", away);
    deploy(&mut world, "april", "test");
    accounts(&mut world);
    world.check_folds();
    world
}

fn accounts(world: &mut World) {
    let act = |who: &str, act: serde_json::Value| json!({"person": person(who), "act": act});
    let expires = "2026-03-04T00:00:00Z";
    let issue = act("oona", json!({"issue-enrolment": {"expires": expires}}));
    world.done("ada", "account.record", issue);
    let map = act("oona", json!({"map-user": {"user": sealed("oona")}}));
    world.done("ada", "account.record", map);
    let own = [
        json!({"enrol": {"door": "socket"}}),
        json!({"set-password": {}}),
        json!({"issue-token": {"expires": expires}}),
        json!({"revoke-tokens": {}}),
        json!({"issue-feed": {}}),
        json!({"revoke-feeds": {}}),
    ];
    for own in own {
        world.done("oona", "account.record", act("oona", own));
    }
    let claimed = json!({"person": person("oona"), "method": "password"});
    world.done("system", "session.refuse", claimed);
    world.done("system", "session.refuse", json!({"method": "token"}));
    world.done("ada", "audit.record-export", json!({}));
    let restored =
        json!({"known": 9, "size": 7, "person": person("ada"), "reason": sealed("it burned")});
    world.done("system", "ledger.record-restore", restored);
}

/// An environment is booked, for another time, and given back.
fn bookings(world: &mut World) {
    let book = json!({"environment": "test", "from": "2026-03-20T08:00:00Z", "until": "2026-03-20T12:00:00Z",
        "purpose": {"release": "tuesday"}, "title": sealed("rehearsal")});
    world.done("rita", "environment.book", book);
    let id = json!(world.state.bookings.keys().next());
    let moved =
        json!({"booking": id, "from": "2026-03-21T08:00:00Z", "until": "2026-03-21T12:00:00Z"});
    world.done("rita", "environment.move-booking", moved);
    world.done("rita", "environment.end-booking", json!({"booking": id}));
}

/// Somebody is erased while a hold keeps what they decided, and then forgotten.
fn stays(world: &mut World) {
    let place = json!({"scope": {"component": "api"}, "reason": sealed("the lawsuit"), "until": "2026-06-01T00:00:00Z"});
    world.done("cora", "archive.hold", place);
    let hold = world.state.holds.keys().next().unwrap().clone();
    let erase = json!({"person": person("bob"), "decided": ["tuesday"]});
    world.done("ada", "person.erase", erase);
    let over = json!({"hold": hold, "reason": sealed("it is over")});
    world.done("cora", "archive.lift", over);
    world.done("system", "person.forget", json!({"person": person("bob")}));
}

fn people(world: &mut World) {
    let lent = json!({"from": person("oona"), "to": person("sue"), "role": "component-owner",
        "scope": {"unit": "payments"}, "ends": "2026-03-04T00:00:00Z", "reason": sealed("holidays")});
    world.done("oona", "access.delegate", lent);
    let away = json!({"person": person("oona"), "begins": "2026-03-02T00:00:00Z", "ends": "2026-03-04T00:00:00Z"});
    world.done("oona", "person.record-absence", away);
    let bill = world
        .state
        .grants_of(&person("bill"))
        .next()
        .unwrap()
        .id
        .clone();
    world.done(
        "ada",
        "access.revoke",
        json!({"grant": bill, "reason": sealed("left")}),
    );
    let off = json!({"person": person("bill"), "reason": sealed("on leave")});
    world.done("ada", "person.deactivate", off);
    world.done(
        "ada",
        "person.reactivate",
        json!({"person": person("bill")}),
    );
    world.done(
        "ada",
        "person.erase",
        json!({"person": person("bill"), "reason": sealed("asked to")}),
    );
}

fn content(world: &mut World) {
    let from = json!({"release": "tuesday", "title": sealed("Tuesday"), "from": {"template": "monthly"},
        "scope": [{"kind": "feature", "id": "PAY-1"}]});
    world.done("rita", "release.create", from);
    let artifacts =
        json!({"release": "tuesday", "artifacts": [artifact("api", "x"), artifact("web", "x")]});
    world.done("rita", "release.add-artifacts", artifacts);
    world.done(
        "rita",
        "release.remove-artifact",
        json!({"release": "tuesday", "artifact": "web.tar"}),
    );
    let artifacts = json!({"release": "tuesday", "artifacts": [artifact("web", "x")]});
    world.done("rita", "release.add-artifacts", artifacts);
    let scope = json!([{"kind": "feature", "id": "PAY-1"}, {"kind": "defect", "id": "PAY-2"}]);
    world.done(
        "rita",
        "release.set-scope",
        json!({"release": "tuesday", "scope": scope}),
    );
    world.done(
        "rita",
        "release.write-notes",
        json!({"release": "tuesday", "notes": sealed("news")}),
    );
    world.done("rita", "release.submit", json!({"release": "tuesday"}));
    let item = |withdraw: bool| {
        json!({"release": "tuesday", "item": "support is informed",
        "note": sealed("told them"), "withdraw": withdraw})
    };
    world.done("sue", "readiness.confirm", item(false));
    world.done("sue", "readiness.confirm", item(true));
}

fn decisions(world: &mut World) {
    let asked = json!({"release": "tuesday", "say": "approve", "role": "component-owner",
        "on_behalf_of": person("oona"), "environment": "staging", "comment": sealed("fine")});
    world.done("sue", "approval.decide", asked);
    let no = json!({"release": "tuesday", "say": "reject", "role": "board-member", "comment": sealed("no")});
    world.done("bob", "approval.decide", no);
    world.done(
        "bob",
        "approval.withdraw",
        json!({"release": "tuesday", "role": "board-member"}),
    );
    world.done(
        "dora",
        "evidence.add",
        statement("tuesday", "api", "x", "failed"),
    );
    let evidence = world.ledger.iter().rev().find_map(|(_, fact)| match fact {
        Fact::EvidenceRecorded(recorded) => {
            Some((recorded.evidence.clone(), recorded.subject.digest))
        }
        _ => None,
    });
    let (evidence, subject) = evidence.unwrap();
    let mistaken =
        json!({"evidence": evidence, "subject": subject, "reason": sealed("wrong build")});
    world.done("dora", "evidence.withdraw", mistaken);
    for ends in ["2026-03-03T00:00:00Z", "2026-03-05T00:00:00Z"] {
        let waiver = json!({"release": "tuesday", "environment": "production", "criterion": "tests",
            "reason": sealed("hurry"), "ends": ends});
        world.done("cora", "waiver.request", waiver);
    }
    let waivers: Vec<_> = world
        .state
        .waivers
        .iter()
        .map(|(_, waiver)| (waiver.ends, waiver.id.clone()))
        .collect();
    let (_, last) = waivers.iter().max().unwrap();
    world.done("bea", "waiver.approve", json!({"waiver": last}));
    world.done(
        "bea",
        "waiver.revoke",
        json!({"waiver": last, "reason": sealed("no more")}),
    );
    world.refused(
        "adam",
        "deployment.deploy",
        json!({"release": "tuesday", "environment": "production"}),
    );
}

fn deployments(world: &mut World) {
    let steps = json!([{"name": "go", "command": ["go"]}]);
    let lab = json!({"environment": {"name": "lab", "steps": steps}});
    world.done("ada", "organisation.apply", json!({"changes": [lab]}));
    submitted(world, "wednesday", &["jobs"]);
    deploy(world, "wednesday", "lab");
    world.hours(1);
    assert_eq!(world.tick().len(), 1, "a step is lost");
    let id = newest(world);
    world.done(
        "sam",
        "deployment.resolve-step",
        json!({"deployment": id, "succeeded": false}),
    );
    deploy(world, "wednesday", "lab");
    let id = newest(world);
    world.done(
        "sam",
        "deployment.abort",
        json!({"deployment": id, "reason": sealed("stop")}),
    );
    world.hours(72);
    assert_eq!(
        world.tick().len(),
        3,
        "a delegation, an absence and a waiver end"
    );
}

fn retirements(world: &mut World) {
    world.done("rita", "release.cancel", json!({"release": "wednesday"}));
    world.done("rita", "release.cancel", json!({"release": "tuesday"}));
    draft(world, "thursday", &["jobs"]);
    grant(world, "sam", "deployer", "component/jobs");
    let gone = json!([{"retire-template": "monthly"}, {"retire-environment": "lab"},
        {"unit": {"name": "payments"}}, {"retire-calendar": "at"}, {"retire-component": "web"},
        {"retire-component": "api"}, {"retire-team": "ledgers"}, {"retire-unit": "cards"}]);
    world.done("ada", "organisation.apply", json!({"changes": gone}));
    approve_late(world);
}

/// What people say about a release, say otherwise, and take back.
pub fn conversation() -> World {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    let asked = json!({"subject": "release/march", "body": body("is it safe?", &["sam"])});
    world.done("dora", "comment.add", asked);
    let first = newest_comment(&world);
    let mut seen = body("look", &[]);
    seen["attachments"] = json!([{"name": sealed("trace.txt"), "content": sealed("trace"),
        "media_type": "text/plain", "size": 5}]);
    world.done(
        "sam",
        "comment.add",
        json!({"subject": "component/api", "body": seen}),
    );
    let again = json!({"comment": first, "body": body("it is safe", &[])});
    world.done("dora", "comment.edit", again);
    let gone = json!({"comment": first, "reason": sealed("said elsewhere")});
    world.done("adam", "comment.withdraw", gone);
    world.check_folds();
    world
}

/// Rounds of letters, one of which nobody has ended.
pub fn bulletins() -> World {
    let mut world = company();
    let channels = json!({"address": "https://holdpoint.example", "chat": {"url": {"env": "CHAT_URL"}},
        "mail": {"server": {"file": "/run/smtp"}, "from": {"env": "MAIL_FROM"}}});
    let settings = json!({"settings": {"timezone": "Europe/Vienna", "channels": channels}});
    world.done("ada", "organisation.apply", json!({"changes": [settings]}));
    let first = begin(&mut world);
    let sent = json!({"bulletin": first, "delivered": 2, "failed": 0, "unknown": 1});
    world.done("system", "bulletin.finish", sent);
    begin(&mut world);
    world.hours(1);
    world.tick();
    world.check_folds();
    world
}

/// What forges show of two releases: shown, tried again, given up, and over.
pub fn statuses() -> World {
    use crate::stories::statuses::{committed, finish, forged, tell};
    let mut world = company();
    forged(&mut world);
    committed(&mut world, "march");
    for place in ["staging", "production"] {
        tell(&mut world, place);
    }
    finish(&mut world, "staging", Value::Null);
    finish(&mut world, "production", json!("forbidden"));
    finish(&mut world, "production", json!("absent"));
    world.done("rita", "release.cancel", json!({"release": "march"}));
    tell(&mut world, "staging");
    finish(&mut world, "staging", Value::Null);
    tell(&mut world, "staging");
    tell(&mut world, "production");
    world.check_folds();
    world
}

fn approve_late(world: &mut World) {
    world.done("rita", "release.submit", json!({"release": "thursday"}));
    approve(world, "oona", "thursday", "component-owner");
}

/// One line for each entry: its type, what it says besides its data, and its data.
fn lines(world: &World) -> String {
    let mut text = String::new();
    for (meta, fact) in &world.ledger {
        let line = json!({"type": fact.event_type(), "time": meta.time, "actor": meta.actor.to_string(),
            "data": fact.data().unwrap()});
        writeln!(text, "{line}").unwrap();
    }
    text
}

pub fn read(text: &str) -> Vec<(Meta, Fact)> {
    let entries = text.lines().enumerate().map(|(position, line)| {
        let line: Value = serde_json::from_str(line).unwrap();
        let fact = Fact::parse(line["type"].as_str().unwrap(), &line["data"].to_string());
        let meta = Meta {
            position: position as u64,
            time: line["time"].as_str().unwrap().parse().unwrap(),
            actor: line["actor"].as_str().unwrap().parse().unwrap(),
        };
        (meta, fact.unwrap())
    });
    entries.collect()
}

/// What the state says, one line for each thing, and the digest of all lines.
fn summary(state: &State) -> String {
    let mut text = String::new();
    for (_, release) in state.releases.iter() {
        writeln!(
            text,
            "release {} {} {}",
            release.name,
            release.stage,
            release.manifest()
        )
        .unwrap();
        for given in &release.approvals {
            let place = given
                .environment
                .as_ref()
                .map_or("everywhere", |name| name.as_str());
            writeln!(
                text,
                "  {:?} {} as {} {place}",
                given.say, given.person, given.role
            )
            .unwrap();
        }
        for (place, reached) in &release.reached {
            writeln!(text, "  ran in {place} at {}", reached.time).unwrap();
        }
        for (place, plan) in &release.plans {
            let span = plan.span;
            writeln!(text, "  planned for {place} {} {}", span.from, span.until).unwrap();
        }
    }
    for standing in state.windows.values() {
        let window = &standing.window;
        writeln!(text, "{} {} {:?}", window.kind, window.name, window.when).unwrap();
    }
    for (_, found) in state.deployments.iter() {
        let place = &found.environment;
        writeln!(
            text,
            "deployment {} {} {place} {}",
            found.id, found.release, found.stage
        )
        .unwrap();
    }
    for (_, waiver) in state.waivers.iter() {
        writeln!(
            text,
            "waiver {} {} ended: {}",
            waiver.release, waiver.criterion, waiver.ended
        )
        .unwrap();
        if !waiver.findings.is_empty() {
            writeln!(text, "  from {}", waiver.findings.join(" ")).unwrap();
        }
    }
    for (_, comment) in state.comments.iter() {
        writeln!(
            text,
            "comment {} by {} {} withdrawn: {}",
            comment.topic,
            comment.writer,
            Digest::of_value(&comment.body),
            comment.withdrawn
        )
        .unwrap();
    }
    for ((place, component), id) in &state.running {
        writeln!(text, "running {place} {component} {id}").unwrap();
    }
    for grant in state.grants.values() {
        writeln!(
            text,
            "grant {} {} {}",
            grant.person, grant.role, grant.scope
        )
        .unwrap();
    }
    for (id, person) in &state.people {
        for (release, kept) in &person.retained {
            writeln!(
                text,
                "of {id} stays {release} as {} until {}",
                kept.class, kept.until
            )
            .unwrap();
        }
    }
    for (id, hold) in &state.holds {
        writeln!(text, "hold {id} on {}", hold.scope).unwrap();
    }
    let names = state.environments.keys().map(|name| name.to_string());
    let names: Vec<_> = names
        .chain(state.components.keys().map(|name| name.to_string()))
        .collect();
    writeln!(text, "declared {}", names.join(" ")).unwrap();
    if let Some(ruled) = &state.organisation.as_ref().unwrap().settings.authorisation {
        writeln!(
            text,
            "ruled by {} in vocabulary {}",
            ruled.policy, ruled.vocabulary
        )
        .unwrap();
    }
    let digest = Digest::of(text.as_bytes());
    format!("{text}{digest}\n")
}

/// Judges a kept verdict again: it must come out the same, byte for byte. Nothing has left memory.
fn replayed(state: &mut State, judged: &gate::Judged, file: &Path) {
    loop {
        match gate::replay(state, judged, &gate::answers(judged)) {
            Ok(mismatch) => return assert_eq!(mismatch, None, "{}", file.display()),
            Err(Need::Aggregates(keys)) => {
                for key in keys {
                    state.adopt(&key, &State::default());
                }
            }
            Err(need @ (Need::Rule(_) | Need::Policies(_))) => {
                panic!("no gate of it has a rule: {need:?}")
            }
        }
    }
}

/// Keys, and decisions that are signed with them; what a gate says that asks for that.
pub fn signed() -> World {
    let mut world = company();
    crate::stories::asks_for_signatures(&mut world);
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    let pen = Pen::of("oona");
    pen.add(&mut world);
    approve(&mut world, "oona", "march", "component-owner");
    let asked = json!({"release": "march", "environment": "staging"});
    world.refused("della", "deployment.deploy", asked.clone());
    let said = pen.says(&world, "approve", "march", "component-owner");
    world.done("oona", "approval.decide", said);
    world.done("della", "deployment.deploy", asked);
    let old = Pen::of("bob");
    old.add(&mut world);
    let no = old.says(&world, "reject", "march", "board-member");
    world.done("bob", "approval.decide", no);
    let gone = json!({"person": person("bob"), "key": old.fingerprint()});
    world.done("ada", "account.remove-key", gone);
    world.check_folds();
    world
}

/// Decisions that are signed with passkeys.
pub fn passkeys() -> World {
    let mut world = company();
    crate::stories::asks_for_signatures(&mut world);
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    let passkey = Passkey::of("oona");
    passkey.add(&mut world);
    let yes = ["approve", "march", "component-owner"];
    let said = passkey.says(&world, yes, passkey.origin, 3);
    world.done("oona", "approval.decide", said);
    let asked = json!({"release": "march", "environment": "staging"});
    world.done("della", "deployment.deploy", asked);
    world.check_folds();
    world
}

/// What a program does that was let in.
pub fn programs() -> World {
    let mut world = company();
    let rules = [workloads::rule("ci", "developer", "unit/payments")];
    let settings = workloads::settings(&rules);
    world.done("ada", "organisation.apply", json!({"changes": [settings]}));
    world.done("system", "session.refuse", json!({"method": "workload"}));
    world.done("system", "workload.admit", workloads::admission());
    let ci = workloads::workload("ci");
    let create = json!({"release": "march", "components": ["api"]});
    let artifacts = json!({"release": "march", "artifacts": [artifact("api", "march")]});
    let tests = statement("march", "api", "march", "passed");
    for (name, arguments) in [
        ("release.create", create),
        ("release.add-artifacts", artifacts),
        ("evidence.add", tests),
    ] {
        world.submit(&ci, &command(name, arguments)).unwrap();
    }
    world.check_folds();
    world
}

/// Roles that come from groups, and go with them.
pub fn groups() -> World {
    let mut world = company();
    let lines = [
        directory::line("ops", "ours", "sre", "organisation"),
        directory::line("pay", "theirs", "component-owner", "unit/payments"),
    ];
    directory::apply(&mut world, directory::settings(&lines));
    let linked = |person: &str, proven: bool| json!({"person": crate::world::person(person), "act": {"link": {"provider": "https://ours.example", "proven": proven}}});
    world.done("dora", "account.record", linked("dora", true));
    world.done("ada", "account.record", linked("rita", false));
    for (issuer, group) in [
        ("ours", Some("ops")),
        ("theirs", Some("pay")),
        ("ours", None),
    ] {
        let issuer = format!("https://{issuer}.example");
        let said = directory::said(&issuer, group.as_slice());
        world.done("system", "access.map-groups", said);
    }
    world.done("system", "session.refuse", json!({"method": "provider"}));
    let unlinked =
        json!({"person": person("rita"), "act": {"unlink": {"provider": "https://ours.example"}}});
    world.done("rita", "account.record", unlinked);
    directory::apply(&mut world, directory::settings(&lines[..1]));
    world.check_folds();
    world
}

/// A ledger that is kept, with the world that it was written from.
type Kept = (&'static str, fn() -> World);

const KEPT: [Kept; 25] = [
    ("1", journey),
    ("2", odds_and_ends),
    ("3", conversation),
    ("4", newer),
    ("bulletins", bulletins),
    ("statuses", statuses),
    ("policies", crate::policies::ruled),
    ("signed", signed),
    ("passkeys", passkeys),
    ("workloads", programs),
    ("groups", groups),
    ("provisioning", crate::stories::provisioning::told),
    ("decisions", findings::decided),
    ("contracts", contracts::told),
    ("keeping", odds_and_ends),
    ("accounts", newer),
    ("bookings", odds_and_ends),
    ("feeds", newer),
    ("windows", crate::stories::windows::closings),
    ("trains", crate::stories::conflicts::trains),
    ("runs", crate::stories::pipelines::told),
    ("needs", crate::stories::pipelines::given),
    ("agents", crate::stories::agents::told),
    ("tests", crate::stories::sharing::told),
    ("nights", crate::stories::cutovers::told),
];

/// A kept ledger is never written anew: only `UPDATE_LEDGER=NUMBER` does so, while it is new itself.
#[test]
fn the_golden_ledger_replays_to_the_same() {
    for (number, world) in KEPT {
        let file = golden::path(&format!("ledger-{number}.jsonl"));
        let sum = golden::path(&format!("ledger-{number}.state.txt"));
        let anew = std::env::var("UPDATE_LEDGER").is_ok_and(|asked| asked == number);
        if anew {
            golden::write(&file, &lines(&world()));
        }
        let mut state = State::default();
        let mut verdicts = 0;
        for (meta, fact) in read(&std::fs::read_to_string(&file).unwrap()) {
            if let Fact::GateJudged(judged) = &fact {
                verdicts += 1;
                replayed(&mut state, judged, &file);
            }
            evolve(&mut state, &fact, &meta);
        }
        let none = matches!(
            number,
            "3" | "bulletins"
                | "statuses"
                | "workloads"
                | "groups"
                | "provisioning"
                | "agents"
                | "tests"
        );
        assert_eq!(
            verdicts == 0,
            none,
            "{} has {verdicts} verdicts",
            file.display()
        );
        if anew {
            golden::write(&sum, &summary(&state));
        }
        golden::compare(&sum, &summary(&state));
    }
}

/// Whoever adds a type of event keeps a ledger that has it.
#[test]
fn every_type_of_event_is_in_some_golden_ledger() {
    let mut kept = std::collections::BTreeSet::new();
    for (number, _) in KEPT {
        let file = golden::path(&format!("ledger-{number}.jsonl"));
        let entries = read(&std::fs::read_to_string(file).unwrap());
        kept.extend(entries.iter().map(|(_, fact)| fact.event_type()));
    }
    let all = EVENTS.iter().map(|event| event.name);
    let missing = all.filter(|name| !kept.contains(name));
    let missing: Vec<_> = missing.collect();
    assert_eq!(missing, [""; 0]);
}

/// The same commands still make the same ledger: a change of what commands do shows itself here.
#[test]
fn the_same_commands_make_the_same_ledger() {
    assert_eq!(lines(&journey()), lines(&journey()));
    let kept = std::fs::read_to_string(golden::path("ledger-1.jsonl")).unwrap();
    let old: Vec<_> = read(&kept)
        .into_iter()
        .map(|(_, fact)| fact.event_type())
        .collect();
    // That a ledger has a newer format is said besides.
    let new: Vec<_> = journey()
        .ledger
        .iter()
        .map(|(_, fact)| fact.event_type())
        .filter(|name| *name != "ledger.format.raised.v1")
        .collect();
    assert_eq!(old, new);
}
