//! Every default role against every command: who may ask what, in one table.
//!
//! Each command is asked as it would succeed for somebody who may, by a person who has one role only. The
//! answer is `yes`; `-` where the role does not permit it; `no: CODE` where the permission is there, and what
//! no role can give forbids it.

use std::fmt::Write;

use holdpoint_domain::access::Role;
use holdpoint_domain::{Command, Decision};
use serde_json::{Value, json};

use crate::company::{
    approve, artifact, company, deploy, digest, grant, live, newest, sealed, statement, submitted,
};
use crate::pen::Pen;
use crate::world::{World, actor, command, person};

/// A company in which everything can be asked for.
fn world() -> World {
    let mut world = company();
    let lab = json!({"name": "lab", "protected": true, "steps": [{"name": "go", "command": ["go"]}],
        "criteria": [{"name": "told", "ask": {"readiness": {"item": "told"}}},
            {"name": "owner", "ask": {"approvals": {"role": "component-owner", "quorum": 1}}}]});
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"environment": lab}]}),
    );
    live(&mut world, "one", &["api"]);
    live(&mut world, "two", &["api"]);
    crate::company::draft(&mut world, "draft", &["api"]);
    for name in ["ready", "waived", "lost"] {
        submitted(&mut world, name, &["api"]);
    }
    approve(&mut world, "oona", "ready", "component-owner");
    let waiver = json!({"release": "waived", "environment": "lab", "criterion": "told",
        "reason": sealed("why"), "ends": "2026-03-09T00:00:00Z"});
    world.done("cora", "waiver.request", waiver);
    approve(&mut world, "oona", "lost", "component-owner");
    let told = json!({"release": "lost", "item": "told"});
    world.done("sam", "readiness.confirm", told.clone());
    deploy(&mut world, "ready", "test");
    deploy(&mut world, "lost", "lab");
    world
}

/// Such a person, with one role on one scope, and things that are theirs.
pub fn newcomer(role: Role, scope: &str) -> World {
    let mut world = world();
    world.done("ada", "person.add", json!({"person": person("new")}));
    if role == Role::Auditor {
        let asked = json!({"person": person("new"), "role": role, "scope": "organisation", "expires": "2027-01-01T00:00:00Z"});
        world.done("ada", "access.grant", asked);
    } else {
        grant(&mut world, "new", role.as_str(), scope);
    }
    let lent = json!({"from": person("oona"), "to": person("new"), "ends": "2026-03-20T00:00:00Z"});
    world.done("oona", "access.delegate", lent);
    world
}

/// The arguments with which a command can succeed; what it needs comes first.
pub fn arguments(world: &mut World, name: &str, role: Role) -> Value {
    let grant_id = world
        .state
        .grants_of(&person("bill"))
        .next()
        .unwrap()
        .id
        .clone();
    match name {
        "organisation.found" => json!({"name": "other", "administrator": person("new")}),
        "organisation.apply" => json!({"changes": [{"unit": {"name": "more"}}]}),
        "person.add" => json!({"person": person("another")}),
        "person.deactivate" => json!({"person": person("bill")}),
        "person.reactivate" => {
            let bill = json!({"person": person("bill")});
            world.done("ada", "person.deactivate", bill.clone());
            bill
        }
        "person.erase" => json!({"person": person("bill")}),
        "person.record-absence" => {
            json!({"person": person("new"), "begins": "2026-03-02T08:00:00Z",
            "ends": "2026-03-05T00:00:00Z"})
        }
        "person.end-absence" => {
            let away = arguments(world, "person.record-absence", role);
            world.done("system", "person.record-absence", away);
            json!({"absence": world.state.absences.keys().next()})
        }
        "account.record" => json!({"person": person("new"), "act": {"issue-token": {}}}),
        "account.add-key" => json!({"key": {"ssh": Pen::of("new").line()}}),
        "account.remove-key" => {
            let key = Pen::of("new");
            key.add(world);
            json!({"person": person("new"), "key": key.fingerprint()})
        }
        "session.refuse" => json!({"method": "token"}),
        "audit.record-export" => json!({}),
        "ledger.record-restore" => json!({"known": 9, "size": 7}),
        "workload.admit" => {
            let rules = [crate::stories::workloads::rule(
                "ci",
                "developer",
                "organisation",
            )];
            let settings = crate::stories::workloads::settings(&rules);
            world.done("ada", "organisation.apply", json!({"changes": [settings]}));
            crate::stories::workloads::admission()
        }
        "directory.person" => json!({"person": person("another"), "active": true}),
        "directory.group" => crate::stories::provisioning::members(1, "ops", &["bill"]),
        "directory.drop-group" => {
            world.done("ada", "person.add", json!({"person": person("entra")}));
            grant(world, "entra", "provisioner", "organisation");
            let ops = crate::stories::provisioning::members(1, "ops", &[]);
            world.done("entra", "directory.group", ops);
            json!({"group": crate::stories::provisioning::group(1)})
        }
        "access.map-groups" => {
            let line = crate::stories::directory::line("ops", "ours", "sre", "organisation");
            let settings = crate::stories::directory::settings(&[line]);
            world.done("ada", "organisation.apply", json!({"changes": [settings]}));
            json!({"person": person("bill"), "groups": ["ops"], "source": "login", "issuer": "https://ours.example"})
        }
        "archive.hold" => json!({"scope": "organisation", "reason": sealed("why")}),
        "archive.lift" | "archive.end-hold" => {
            let until = (name == "archive.end-hold").then_some("2026-03-02T12:00:00Z");
            let place = json!({"scope": "organisation", "reason": sealed("why"), "until": until});
            world.done("cora", "archive.hold", place);
            let hold = json!(world.state.holds.keys().next());
            match name {
                "archive.lift" => json!({"hold": hold, "reason": sealed("over")}),
                _ => json!({"hold": hold}),
            }
        }
        "environment.book" => {
            json!({"environment": "test", "from": "2026-03-03T08:00:00Z", "until": "2026-03-03T12:00:00Z"})
        }
        "environment.move-booking" | "environment.end-booking" => {
            let asked = arguments(world, "environment.book", role);
            world.done("rita", "environment.book", asked);
            let booking = json!(world.state.bookings.keys().next());
            match name {
                "environment.end-booking" => json!({"booking": booking}),
                _ => {
                    json!({"booking": booking, "from": "2026-03-03T09:00:00Z", "until": "2026-03-03T10:00:00Z"})
                }
            }
        }
        "person.forget" => json!({"person": person("bill")}),
        "access.grant" => json!({"person": person("bill"), "role": "sre", "scope": "organisation"}),
        "access.revoke" => json!({"grant": grant_id}),
        "access.delegate" => {
            json!({"from": person("new"), "to": person("bill"), "ends": "2026-03-20T00:00:00Z"})
        }
        "access.end-delegation" => json!({"delegation": world.state.delegations.keys().next()}),
        _ => release_arguments(world, name, role),
    }
}

fn release_arguments(world: &mut World, name: &str, role: Role) -> Value {
    let commit = &digest("commit")[7..47];
    match name {
        "release.create" => json!({"release": "new", "components": ["api"]}),
        "release.add-artifacts" => {
            json!({"release": "draft", "artifacts": [artifact("api", "new")]})
        }
        "release.remove-artifact" => json!({"release": "draft", "artifact": "api.tar"}),
        "release.add-commits" => json!({"release": "draft", "repository": "r", "to": commit,
            "commits": [{"id": commit, "authors": [person("dan")]}]}),
        "release.set-scope" => {
            json!({"release": "draft", "scope": [{"kind": "feature", "id": "F-1"}]})
        }
        "release.write-notes" => json!({"release": "draft", "notes": sealed("notes")}),
        "release.submit" => json!({"release": "draft"}),
        "release.revise" => json!({"release": "waived"}),
        "release.decide" => json!({"release": "ready", "decision": "go", "environment": "staging"}),
        "release.cancel" => json!({"release": "waived"}),
        "release.plan" => json!({"release": "ready", "environment": "staging"}),
        "release.unplan" => {
            let plan = json!({"release": "ready", "environment": "staging"});
            world.done("rita", "release.plan", plan.clone());
            plan
        }
        "release.import" => crate::company::past(&["old"]),
        "release.withdraw-import" => {
            world.done("ada", "release.import", crate::company::past(&["old"]));
            json!({"releases": ["old"]})
        }
        "readiness.confirm" => json!({"release": "ready", "item": "told"}),
        "approval.decide" => json!({"release": "ready", "say": "approve", "role": role}),
        "approval.withdraw" => {
            let stead = json!({"release": "waived", "say": "approve", "role": "component-owner",
                "on_behalf_of": person("oona")});
            let _given = world.ask("new", "approval.decide", stead);
            json!({"release": "waived", "role": "component-owner"})
        }
        "evidence.add" => statement("ready", "api", "ready", "passed"),
        "evidence.withdraw" => {
            world.done(
                "dora",
                "evidence.add",
                statement("ready", "api", "ready", "failed"),
            );
            let id = world.ledger.iter().rev().find_map(|(_, fact)| match fact {
                holdpoint_domain::Fact::EvidenceRecorded(recorded) => {
                    Some(recorded.evidence.clone())
                }
                _ => None,
            });
            json!({"evidence": id, "subject": digest("api ready")})
        }
        "bulletin.request" => json!({"recipients": 1}),
        "bulletin.finish" => {
            let bulletin = crate::stories::bulletins::begin(world);
            json!({"bulletin": bulletin, "delivered": 3, "failed": 0, "unknown": 0})
        }
        "bulletin.lose" => json!({"bulletin": crate::stories::bulletins::begin(world)}),
        "status.tell" => json!({"release": "ready", "environment": "lab"}),
        "status.finish" => json!({"release": "ready", "environment": "lab", "intent": 0}),
        "comment.add" => json!({"subject": "release/ready", "body": {"text": sealed("hm")}}),
        "comment.edit" | "comment.withdraw" => {
            let asked = json!({"subject": "release/ready", "body": {"text": sealed("hm")}});
            // An auditor has none of their own: then somebody else's.
            if world.ask("new", "comment.add", asked.clone()).is_err() {
                world.done("dora", "comment.add", asked);
            }
            let comment = crate::stories::comments::newest_comment(world);
            match name {
                "comment.edit" => json!({"comment": comment, "body": {"text": sealed("well")}}),
                _ => json!({"comment": comment}),
            }
        }
        "waiver.request" => json!({"release": "ready", "environment": "lab", "criterion": "told",
            "reason": sealed("why"), "ends": "2026-03-09T00:00:00Z"}),
        "waiver.approve" | "waiver.revoke" | "waiver.expire" => {
            let (_, waiver) = world.state.waivers.iter().next().unwrap();
            json!({"waiver": waiver.id})
        }
        _ if name.starts_with("agent.") => agent_arguments(world, name),
        _ if name.starts_with("cutover.") => cutover_arguments(world, name),
        "pipeline.list-tests" | "pipeline.share-tests" => {
            crate::stories::sharing::arguments(world, name)
        }
        _ if name.starts_with("pipeline.") => pipeline_arguments(world, name),
        _ => deployment_arguments(world, name),
    }
}

/// Of a cutover that somebody else has planned.
fn cutover_arguments(world: &mut World, name: &str) -> Value {
    crate::stories::cutovers::prepared(world);
    match name {
        "cutover.plan" => crate::stories::cutovers::plan("friday"),
        "cutover.start" => json!({"cutover": "friday", "early": true}),
        _ => json!({"cutover": "friday"}),
    }
}

/// Of an agent that was invited by somebody else.
fn agent_arguments(world: &mut World, name: &str) -> Value {
    use crate::stories::agents::{came, invited};
    world.done("ada", "agent.invite", invited("build-1", 1));
    match name {
        "agent.invite" => invited("build-2", 2),
        "agent.enrol" => came("build-1", 1),
        "agent.retire" => json!({"agent": "build-1"}),
        other => panic!("how is `{other}` asked for?"),
    }
}

/// Of a run that has a step at an agent, one that waits for the person in whatever role, and one that has ended.
fn pipeline_arguments(world: &mut World, name: &str) -> Value {
    use crate::stories::pipelines::{declare, newest_run, run};
    let roles: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
    let ask = |role: &&str| json!({"name": role, "approval": [role]});
    let asks: Vec<_> = roles.iter().map(ask).collect();
    let work = json!({"name": "work", "run": "make"});
    let side_by_side: Vec<_> = std::iter::once(work).chain(asks).collect();
    let steps = json!([{"parallel": side_by_side}]);
    let open = json!({"stages": [{"name": "build", "steps": steps}]});
    let over = json!({"stages": [{"name": "build", "steps": []}]});
    declare(world, &[("open", open), ("over", over)]);
    run(world, "over", json!({}));
    let ended = newest_run(world);
    run(world, "open", json!({}));
    let run = newest_run(world);
    let found = { world.state.runs.iter() }.find(|(key, _)| key.name() == run);
    let found = found.unwrap().1;
    let place = found.planned.find("build/work").unwrap();
    let intent = found.attempts[&place].intent;
    match name {
        "pipeline.run" => json!({"pipeline": "open"}),
        "pipeline.retry" => json!({"run": ended, "all": true}),
        "pipeline.cancel" => json!({"run": run}),
        "pipeline.decide" => json!({"run": run, "step": "build/sre", "approved": true}),
        "pipeline.finish-step" => {
            json!({"run": run, "place": place, "intent": intent, "result": {"exit_code": 0}})
        }
        "pipeline.advance" => json!({"run": run}),
        other => panic!("how is `{other}` asked for?"),
    }
}

fn deployment_arguments(world: &mut World, name: &str) -> Value {
    let lost = newest(world);
    let (_, found) = world
        .state
        .deployments
        .iter()
        .find(|(key, _)| key.name() == lost)
        .unwrap();
    let intent = found.step.as_ref().unwrap().position;
    let current = world
        .state
        .open_deployments()
        .find(|found| found.current() && found.environment.as_str() == "production");
    match name {
        "deployment.deploy" => json!({"release": "ready", "environment": "staging"}),
        "deployment.roll-back" => json!({"deployment": current.unwrap().id}),
        "deployment.abort" => json!({"deployment": lost}),
        "deployment.finish-step" => {
            json!({"deployment": lost, "intent": intent, "outcome": {"exit_code": 0}})
        }
        "deployment.lose-step" => json!({"deployment": lost, "intent": intent}),
        "deployment.resolve-step" => {
            world.done(
                "system",
                "deployment.lose-step",
                json!({"deployment": lost, "intent": intent}),
            );
            json!({"deployment": lost, "succeeded": true})
        }
        other => panic!("how is `{other}` asked for?"),
    }
}

fn cell(newcomer: &World, name: &str, role: Role) -> String {
    let mut world = newcomer.clone();
    let asked = command(name, arguments(&mut world, name, role));
    match world.decision(&actor("new"), &asked) {
        Decision::Accepted(_) => "yes".to_owned(),
        Decision::Refused(refusal, _) if refusal.code == "not-permitted" => "-".to_owned(),
        Decision::Refused(refusal, _) => format!("no: {}", refusal.code),
        Decision::Needs(need) => panic!("{need:?}"),
    }
}

fn table(scope: &str) -> String {
    let mut text = format!("A person with one role on `{scope}`\n");
    for role in Role::ALL {
        let newcomer = newcomer(*role, scope);
        writeln!(text, "\n{role}").unwrap();
        for name in Command::NAMES {
            writeln!(text, "  {name:<24} {}", cell(&newcomer, name, *role)).unwrap();
        }
    }
    text
}

#[test]
fn who_may_what_drift() {
    crate::golden::same("roles.txt", &table("organisation"));
}

#[test]
fn a_grant_somewhere_else_counts_for_nothing_here_drift() {
    crate::golden::same("roles-elsewhere.txt", &table("component/jobs"));
    let elsewhere = table("component/jobs");
    assert_eq!(
        table("environment/lab")
            .matches("release.create             yes")
            .count(),
        0
    );
    assert!(
        !elsewhere.contains("deployment.deploy        yes"),
        "{elsewhere}"
    );
}

#[test]
fn holdpoint_itself_approves_nothing() {
    let mut world = newcomer(Role::Sre, "organisation");
    for name in [
        "approval.decide",
        "approval.withdraw",
        "access.delegate",
        "waiver.request",
        "waiver.approve",
    ] {
        let asked = command(name, arguments(&mut world, name, Role::Sre));
        let mut world = world.clone();
        assert!(
            world
                .submit(&holdpoint_domain::Actor::System, &asked)
                .is_err(),
            "{name}"
        );
    }
}

#[test]
fn a_stranger_may_nothing() {
    let world = newcomer(Role::Sre, "organisation");
    for name in Command::NAMES {
        let mut world = world.clone();
        let asked = command(name, arguments(&mut world, name, Role::Sre));
        let refusal = world.submit(&actor("stranger"), &asked).unwrap_err();
        let expected = [
            "not-a-member",
            "not-permitted",
            "organisation-already-founded",
        ];
        assert!(
            expected.contains(&refusal.code.as_str()),
            "{name}: {refusal:?}"
        );
    }
}
