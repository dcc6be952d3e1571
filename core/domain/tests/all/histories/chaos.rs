//! Chance: anybody does anything.

use holdpoint_domain::access::Role;
use holdpoint_domain::approval::Withdraw;
use holdpoint_domain::deployment::{AbortDeployment, Deploy, DeploymentId, ResolveStep, RollBack};
use holdpoint_domain::release::{AddArtifacts, CancelRelease, ReviseRelease, SubmitRelease};
use holdpoint_domain::waiver::{ApproveWaiver, RevokeWaiver};
use holdpoint_domain::{Actor, Fact};
use serde_json::json;

use super::plot::{artifact, commits, finish, opinion, place, release};
use super::teller::{PEOPLE, Teller, somebody};
use crate::company::sealed;

const PARTS: [&str; 3] = ["api", "web", "jobs"];
const PLACES: [&str; 4] = ["test", "staging", "production", "edge"];

/// Something happens, or nothing.
pub fn strike(teller: &mut Teller) {
    let teller_may = [
        content, people, lend, deploy, deploy, decide, wait, evidence, waive, configure,
    ];
    for _ in 0..teller.chance.below(4) {
        let act = teller.chance.pick(&teller_may);
        act(teller);
    }
}

fn content(teller: &mut Teller) {
    let number = teller.chance.below(teller.made);
    match teller.chance.below(9) {
        0 => teller.anybody(
            3,
            ReviseRelease {
                release: release(number),
            },
        ),
        1 => teller.anybody(
            3,
            SubmitRelease {
                release: release(number),
            },
        ),
        2 => teller.anybody(
            2,
            CancelRelease {
                release: release(number),
                reason: None,
            },
        ),
        3 => {
            let part = teller.chance.pick(&PARTS);
            let artifacts = vec![artifact(part, teller.chance.below(5))];
            teller.anybody(
                3,
                AddArtifacts {
                    release: release(number),
                    artifacts,
                },
            )
        }
        4 => {
            let commits = commits(teller, number);
            teller.anybody(3, commits)
        }
        5 => again(teller, number),
        6 => {
            let items = json!([{"kind": "feature", "id": format!("F-{}", teller.chance.below(9))}]);
            teller.say(
                8,
                "release.set-scope",
                json!({"release": release(number), "scope": items}),
            )
        }
        7 => {
            let part = teller.chance.pick(&PARTS);
            let asked = json!({"release": release(number), "artifact": format!("{part}.tar")});
            teller.say(8, "release.remove-artifact", asked)
        }
        _ => {
            let asked = json!({"release": release(number), "notes": sealed("notes")});
            teller.say(8, "release.write-notes", asked)
        }
    };
}

/// A release is made a draft, changed, and submitted again, perhaps by another person.
fn again(teller: &mut Teller, number: usize) -> bool {
    let artifacts = vec![artifact("api", 7)];
    teller.ask(
        8,
        ReviseRelease {
            release: release(number),
        },
    );
    teller.anybody(
        4,
        AddArtifacts {
            release: release(number),
            artifacts,
        },
    );
    let third = json!({"release": "r2", "from": {"release": release(number)}});
    teller.say(8, "release.create", third);
    let fourth = json!({"release": "r3", "from": {"template": "all"}});
    teller.say(8, "release.create", fourth);
    teller.anybody(
        4,
        SubmitRelease {
            release: release(number),
        },
    )
}

fn people(teller: &mut Teller) {
    let number = teller.chance.below(PEOPLE);
    match teller.chance.below(9) {
        0 => {
            let ids: Vec<_> = teller.world.state.grants.keys().cloned().collect();
            let grant = teller.chance.pick(&ids);
            teller.say(0, "access.revoke", json!({"grant": grant}));
        }
        1 => drop(teller.say(0, "person.erase", json!({"person": somebody(number)}))),
        2 => {
            let (begins, ends) = (teller.world.now, teller.world.now.after(100_000_000));
            let away = json!({"person": somebody(number), "begins": begins, "ends": ends});
            teller.say(number, "person.record-absence", away);
        }
        3 => {
            let absence = teller.world.state.absences.keys().next().cloned();
            teller.say(
                number,
                "person.end-absence",
                json!({"absence": absence.map_or_else(
                || "abs_00000000000000000000000000".to_owned(), |id| id.to_string())}),
            );
        }
        4 => {
            let added = json!({"person": somebody(number + teller.chance.below(3))});
            teller.say(0, "person.add", added);
        }
        5 => {
            let whom = json!({"person": somebody(number)});
            let command = teller
                .chance
                .pick(&["person.deactivate", "person.reactivate"]);
            teller.say(0, command, whom);
        }
        _ => {
            let scope = teller.scope(2);
            let role = teller.chance.pick(Role::ALL);
            teller.grant(number, role, scope);
        }
    }
}

fn lend(teller: &mut Teller) {
    if teller.chance.one_in(5) {
        let ids: Vec<_> = teller.world.state.delegations.keys().cloned().collect();
        if let Some(id) = ids.first() {
            let number = teller.chance.below(PEOPLE);
            teller.say(number, "access.end-delegation", json!({"delegation": id}));
        }
        return;
    }
    let (from, to) = (teller.chance.below(PEOPLE), teller.chance.below(PEOPLE));
    let roles = [Role::ComponentOwner, Role::BoardMember];
    let role = teller.chance.one_in(2).then(|| teller.chance.pick(&roles));
    let begins = teller.world.now.after(if teller.chance.one_in(5) {
        3_600_000
    } else {
        0
    });
    let days = teller.chance.pick(&[1, 2, 5, 100]);
    let asked = json!({"from": somebody(from), "to": somebody(to), "role": role, "scope": teller.scope(3),
        "begins": begins, "ends": begins.after(days * 86_400_000)});
    teller.say(from, "access.delegate", asked);
    for number in 0..teller.made {
        opinion(teller, number);
    }
}

fn newest(teller: &mut Teller) -> Option<DeploymentId> {
    let back = teller.chance.below(3);
    let requested = teller
        .world
        .ledger
        .iter()
        .rev()
        .filter_map(|(_, fact)| match fact {
            Fact::DeploymentRequested(requested) => Some(requested.deployment.clone()),
            _ => None,
        });
    requested
        .clone()
        .nth(back)
        .or_else(|| requested.clone().next())
}

fn deploy(teller: &mut Teller) {
    let deployment = newest(teller);
    match (teller.chance.below(7), deployment) {
        (0..3, _) | (_, None) => {
            let components = match teller.chance.one_in(4) {
                true => vec![teller.chance.pick(&PARTS).parse().unwrap()],
                false => Vec::new(),
            };
            let deploy = Deploy {
                release: release(teller.chance.below(teller.made)),
                environment: place(teller.chance.pick(&PLACES)),
                components,
                again: teller.chance.one_in(3),
            };
            teller.anybody(4, deploy);
        }
        (3 | 4, Some(deployment)) => {
            teller.anybody(6, RollBack { deployment });
            finish(teller);
        }
        (5, Some(deployment)) => drop(teller.anybody(
            3,
            AbortDeployment {
                deployment,
                reason: None,
            },
        )),
        (_, Some(deployment)) => {
            let succeeded = teller.chance.one_in(2);
            teller.anybody(
                3,
                ResolveStep {
                    deployment,
                    succeeded,
                },
            );
        }
    }
}

fn decide(teller: &mut Teller) {
    let number = teller.chance.below(teller.made);
    match teller.chance.below(5) {
        0 => {
            let role = teller
                .chance
                .pick(&[Role::ComponentOwner, Role::BoardMember, Role::Sre]);
            teller.anybody(
                4,
                Withdraw {
                    release: release(number),
                    role,
                },
            );
        }
        1 => {
            let decision = if teller.chance.one_in(4) {
                "no-go"
            } else {
                "go"
            };
            let asked = json!({"release": release(number), "decision": decision,
                "environment": teller.chance.pick(&PLACES)});
            teller.say(8, "release.decide", asked);
        }
        _ => opinion(teller, number),
    }
}

/// Time passes, and Holdpoint does what is due.
fn wait(teller: &mut Teller) {
    let hours = teller.chance.pick(&[0, 1, 12, 30, 60]);
    teller.world.hours(hours);
    for command in holdpoint_domain::agenda(&teller.world.state, teller.world.now).commands {
        assert!(
            teller.submit(&Actor::System, &command),
            "{command:?} was due"
        );
    }
    finish(teller);
}

fn evidence(teller: &mut Teller) {
    if teller.chance.one_in(3) {
        let asked = json!({"release": release(teller.chance.below(4)), "item": "told"});
        teller.say(8, "readiness.confirm", asked);
        return;
    }
    let (part, build) = (teller.chance.pick(&PARTS), teller.chance.below(3));
    let outcome = teller.chance.pick(&["passed", "passed", "failed"]);
    let digest = artifact(part, build).digest;
    let asked = json!({"subjects": [{"digest": digest}], "outcome": outcome, "blob": crate::company::digest(outcome),
        "predicate_type": "https://in-toto.io/attestation/test-result/v0.1"});
    teller.say(7, "evidence.add", asked);
    let known = teller
        .world
        .ledger
        .iter()
        .rev()
        .find_map(|(_, fact)| match fact {
            Fact::EvidenceRecorded(recorded) => {
                Some((recorded.evidence.clone(), recorded.subject.digest))
            }
            _ => None,
        });
    if let Some((evidence, subject)) = known.filter(|_| teller.chance.one_in(4)) {
        teller.say(
            7,
            "evidence.withdraw",
            json!({"evidence": evidence, "subject": subject}),
        );
    }
}

fn waive(teller: &mut Teller) {
    let criteria = ["ran-in-test", "tests", "owner", "readiness-told", "board"];
    let ends = teller.world.now.after(40 * 3_600_000);
    let asked = json!({"release": release(teller.chance.below(teller.made)), "environment": teller.chance.pick(&PLACES),
        "criterion": teller.chance.pick(&criteria), "reason": sealed("hurry"), "ends": ends});
    teller.say(3, "waiver.request", asked);
    let waivers: Vec<_> = teller
        .world
        .state
        .waivers
        .iter()
        .map(|(_, waiver)| waiver.id.clone())
        .collect();
    if let Some(waiver) = waivers.first().cloned() {
        match teller.chance.one_in(4) {
            true => teller.anybody(
                3,
                RevokeWaiver {
                    waiver,
                    reason: None,
                    signature: None,
                },
            ),
            false => teller.anybody(
                4,
                ApproveWaiver {
                    waiver,
                    signature: None,
                },
            ),
        };
    }
}

/// The gate itself changes, or what it is about.
fn configure(teller: &mut Teller) {
    let quorum = 1 + teller.chance.below(2);
    let owner = crate::company::approvals("owner", "component-owner", quorum as u32);
    let level = teller
        .chance
        .pick(&["enforce", "enforce", "warn", "observe"]);
    let staging = json!({"environment": {"name": "staging", "protected": true, "level": level, "criteria": [owner]}});
    let unit = teller.chance.pick(&["cards", "retail"]);
    let api = json!({"component": {"name": "api", "unit": unit}});
    let gone = json!({"retire-component": teller.chance.pick(&PARTS)});
    let template = json!({"retire-template": "all"});
    let change = match teller.chance.below(8) {
        0 => gone,
        1 => template,
        2 | 3 => api,
        _ => staging,
    };
    teller.say(0, "organisation.apply", json!({"changes": [change]}));
}
