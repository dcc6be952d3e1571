//! A small organisation: a unit, a component, two environments, people in roles, and what they do.

use std::collections::BTreeMap;

use holdpoint_domain::access::{GrantRole, Role, Scope};
use holdpoint_domain::catalogue::Component;
use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::deployment::Deploy;
use holdpoint_domain::environment::{Environment, Level, Step};
use holdpoint_domain::evidence::{AddEvidence, Outcome, Subject};
use holdpoint_domain::gate::{Ask, Criterion};
use holdpoint_domain::organisation::Unit;
use holdpoint_domain::release::{
    AddArtifacts, Artifact, CreateRelease, ReleaseName, SubmitRelease,
};
use holdpoint_domain::{Command, Digest};

use crate::world::{World, person};

/// The administrator is person 1, the release manager 2, the developer 3.
pub fn world(steps: &[&str]) -> World {
    on(World::new(), steps)
}

/// The same in a world that is there already.
pub fn on(world: World, steps: &[&str]) -> World {
    let world = world.found();
    // What evidence may name.
    for content in [[0u8], [1]] {
        world.blobs.put(&mut content.as_slice()).unwrap();
    }
    world.done(1, structure(steps));
    world.person(2, "rosa", "Rosa Manager");
    world.person(3, "dev", "Devan Oper");
    for (number, role) in [(2, Role::ReleaseManager), (3, Role::Developer)] {
        world.done(1, grant(number, role));
    }
    world
}

pub fn grant(number: u128, role: Role) -> GrantRole {
    GrantRole {
        person: person(number),
        role,
        scope: Scope::Organisation,
        expires: None,
    }
}

/// The unit, the component and the environments, with these steps in each.
pub fn structure(steps: &[&str]) -> Apply {
    let unit = Unit {
        name: "retail".parse().unwrap(),
        title: "Retail".into(),
        parent: None,
        calendar: None,
    };
    let shop: Component = serde_json::from_value(serde_json::json!({
        "name": "shop", "unit": "retail", "kind": "cargo"
    }))
    .unwrap();
    let environment = |name: &str, protected| Environment {
        name: name.parse().unwrap(),
        title: String::new(),
        after: None,
        protected,
        production: protected,
        level: Level::Enforce,
        criteria: protected.then(approval).into_iter().collect(),
        steps: steps.iter().map(|name| step(name)).collect(),
        planned: false,
        freeze: None,
        calendar: None,
    };
    let changes = vec![
        Change::Unit(unit),
        Change::Component(Box::new(shop)),
        Change::Environment(Box::new(environment("test", false))),
        Change::Environment(Box::new(environment("production", true))),
    ];
    Apply {
        changes,
        ..Apply::default()
    }
}

fn approval() -> Criterion {
    Criterion {
        name: "owner".into(),
        ask: Ask::Approvals {
            role: Role::BusinessOwner,
            quorum: 1,
            signed: false,
            active: false,
        },
        waivable: true,
    }
}

fn step(name: &str) -> Step {
    Step {
        name: name.into(),
        command: vec!["true".into()],
        timeout_seconds: 60,
        variables: BTreeMap::new(),
    }
}

pub fn release(number: u32) -> ReleaseName {
    format!("shop-{number}").parse().unwrap()
}

pub fn digest(number: u32) -> Digest {
    Digest::of(&number.to_be_bytes())
}

/// What makes a release with one artifact, and hands it in.
pub fn made(number: u32) -> Vec<Command> {
    let create = CreateRelease {
        release: release(number),
        title: None,
        from: None,
        components: vec!["shop".parse().unwrap()],
        scope: Vec::new(),
    };
    let artifact: Artifact = serde_json::from_value(serde_json::json!({
        "name": "shop.tar", "component": "shop", "digest": digest(number)
    }))
    .unwrap();
    let add = AddArtifacts {
        release: release(number),
        artifacts: vec![artifact],
    };
    let submit = SubmitRelease {
        release: release(number),
    };
    vec![create.into(), add.into(), submit.into()]
}

pub fn evidence(number: u32, blob: Digest) -> AddEvidence {
    AddEvidence {
        release: None,
        subjects: vec![Subject {
            name: "shop.tar".into(),
            digest: digest(number),
        }],
        predicate_type: "https://in-toto.io/attestation/test-result/v0.1".into(),
        outcome: Outcome::Passed,
        blob,
        produced: None,
        signed_by: None,
        summary: serde_json::json!({"passed": 3}),
        failing: Vec::new(),
        reader: None,
        signers: None,
    }
}

pub fn deploy(number: u32, environment: &str) -> Deploy {
    Deploy {
        release: release(number),
        environment: environment.parse().unwrap(),
        components: Vec::new(),
        again: false,
    }
}
