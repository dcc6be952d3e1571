//! The plot: releases go their way, one step after the other, and chance steps in between.

use holdpoint_domain::access::Role;
use holdpoint_domain::approval::{Approve, Say};
use holdpoint_domain::deployment::{Deploy, FinishStep, StepOutcome};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::{
    AddArtifacts, AddCommits, Artifact, Commit, CreateRelease, ReleaseName, SubmitRelease,
};
use holdpoint_domain::{Actor, Digest, Effect, effects};
use serde_json::json;

use super::chaos;
use super::teller::{PEOPLE, Teller, somebody};

pub fn release(number: usize) -> ReleaseName {
    ReleaseName::new(format!("r{number}")).unwrap()
}

pub fn place(name: &str) -> EnvironmentName {
    EnvironmentName::new(name).unwrap()
}

pub fn artifact(component: &str, build: usize) -> Artifact {
    Artifact {
        name: format!("{component}.tar"),
        component: component.parse().unwrap(),
        version: Some(format!("1.{build}.0")),
        purl: None,
        digest: Digest::of(format!("{component} {build}").as_bytes()),
        size: Some(4096),
        kind: "file".to_owned(),
        repository: String::new(),
    }
}

pub fn tell(teller: &mut Teller) {
    for number in 0..2 {
        teller.made = number + 1;
        make(teller, number);
        chaos::strike(teller);
        decide(teller, number);
        chaos::strike(teller);
        for place in ["test", "staging", "production", "edge"] {
            go(teller, number, place);
            chaos::strike(teller);
        }
    }
    for _ in 0..4 {
        chaos::strike(teller);
    }
}

fn make(teller: &mut Teller, number: usize) {
    let mut parts = vec!["api", "jobs", "web"];
    parts.truncate(1 + teller.chance.below(2));
    if teller.chance.one_in(4) {
        parts = vec!["web"];
    }
    let components = parts.iter().map(|name| name.parse().unwrap()).collect();
    let (title, from, scope) = (None, None, Vec::new());
    let create = CreateRelease {
        release: release(number),
        title,
        from,
        components,
        scope,
    };
    teller.ask(8, create);
    let artifacts = parts.iter().map(|name| artifact(name, number)).collect();
    teller.ask(
        8,
        AddArtifacts {
            release: release(number),
            artifacts,
        },
    );
    let commits = commits(teller, number);
    teller.ask(8, commits);
    chaos::strike(teller);
    teller.ask(
        8,
        SubmitRelease {
            release: release(number),
        },
    );
}

pub fn commits(teller: &mut Teller, number: usize) -> AddCommits {
    let author = somebody(teller.chance.pick(&[7, 7, 7, 9, 3, 2]));
    let id = Digest::of(&teller.chance.next().to_be_bytes()).to_string()[7..47].to_owned();
    AddCommits {
        release: release(number),
        repository: "git.example/acme".to_owned(),
        from: String::new(),
        to: id.clone(),
        commits: vec![Commit {
            id,
            authors: vec![author],
        }],
    }
}

/// Somebody decides, most often yes, sometimes for somebody else.
pub fn opinion(teller: &mut Teller, number: usize) {
    let roles = [
        Role::ComponentOwner,
        Role::BoardMember,
        Role::Sre,
        Role::SupportLead,
    ];
    let places = ["staging", "production", "edge"];
    let environment = teller
        .chance
        .one_in(6)
        .then(|| place(teller.chance.pick(&places)));
    let person = teller.chance.below(PEOPLE);
    let command = Approve {
        release: release(number),
        say: if teller.chance.one_in(25) {
            Say::Reject
        } else {
            Say::Approve
        },
        role: teller.chance.pick(&roles),
        environment,
        on_behalf_of: principal(teller, person),
        manifest: None,
        comment: None,
        signature: None,
    };
    teller.ask(person, command);
}

/// Mostly oneself; else whoever has lent something, or anybody.
fn principal(teller: &mut Teller, person: usize) -> Option<PersonId> {
    let me = somebody(person);
    let mut lent = teller
        .world
        .state
        .delegations
        .values()
        .filter(|found| found.to == me);
    let lender = lent.next().map(|found| found.from.clone());
    match teller.chance.below(20) {
        0 => Some(somebody(teller.chance.below(PEOPLE))),
        1..8 => lender,
        _ => None,
    }
}

fn decide(teller: &mut Teller, number: usize) {
    for (person, role) in [
        (1, Role::ComponentOwner),
        (2, Role::ComponentOwner),
        (3, Role::Sre),
        (4, Role::BoardMember),
        (1, Role::SupportLead),
    ] {
        match teller.chance.below(6) {
            0 => {}
            1 | 2 => instead(teller, number, person, role),
            _ => drop(say_yes(teller, number, person, None, role)),
        }
    }
    for _ in 0..3 {
        opinion(teller, number);
    }
}

fn say_yes(
    teller: &mut Teller,
    number: usize,
    person: usize,
    on_behalf_of: Option<PersonId>,
    role: Role,
) -> bool {
    let command = Approve {
        release: release(number),
        say: Say::Approve,
        role,
        environment: None,
        on_behalf_of,
        manifest: None,
        comment: None,
        signature: None,
    };
    teller.ask(person, command)
}

/// Somebody else says yes, with a person's word; sometimes the person does so, too.
pub fn instead(teller: &mut Teller, number: usize, person: usize, role: Role) {
    let to = teller.chance.below(PEOPLE);
    let scope = teller.scope(4);
    let ends = teller.world.now.after(86_400_000);
    let lent = json!({"from": somebody(person), "to": somebody(to), "role": role, "scope": scope, "ends": ends});
    teller.say(person, "access.delegate", lent);
    say_yes(teller, number, to, Some(somebody(person)), role);
    if teller.chance.one_in(4) {
        say_yes(teller, number, person, None, role);
    }
}

fn go(teller: &mut Teller, number: usize, name: &str) {
    let deploy = Deploy {
        release: release(number),
        environment: place(name),
        components: Vec::new(),
        again: false,
    };
    let person = teller.chance.pick(&[6, 6, 7, 3]);
    let _done = teller.ask(person, deploy.clone()) || teller.ask(6, deploy);
    finish(teller);
}

/// Ends the steps that run, most often well.
pub fn finish(teller: &mut Teller) {
    for (intent, effect) in effects(&teller.world.state) {
        let Effect::RunStep { deployment, .. } = effect else {
            continue;
        };
        let exit_code = Some(i32::from(teller.chance.one_in(8)));
        let outcome = StepOutcome {
            exit_code,
            signal: None,
            timed_out: false,
            blob: None,
            started: None,
            ended: None,
        };
        teller.submit(
            &Actor::System,
            &FinishStep {
                deployment,
                intent,
                outcome,
            }
            .into(),
        );
    }
}
