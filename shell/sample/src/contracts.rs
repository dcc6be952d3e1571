//! Contracts: who provides and consumes the interface of payments, what has become of it, and a release that is held by
//! somebody who runs.

use holdpoint_domain::Digest;
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::evidence::AddEvidence;
use holdpoint_domain::release::{Artifact, ReleaseName};
use holdpoint_domain::waiver::{ApproveWaiver, RequestWaiver};
use holdpoint_domain::{Fact, Kind, Need};
use serde_json::{Value, json};

use crate::SampleError;
use crate::journey::{HOUR, Plan, deploy, prepare, record};
use crate::material::{self, Says};
use crate::people::developers;
use crate::world::World;

/// Descriptions of the interface, by version.
const PAYMENTS: &[(&str, &str)] = &[
    ("24", include_str!("../contracts/payments-24.yaml")),
    ("26", include_str!("../contracts/payments-26.yaml")),
    ("27", include_str!("../contracts/payments-27.yaml")),
    ("2.0", include_str!("../contracts/payments-2.0.yaml")),
];

/// What `holdpoint check api` has found, from one version to another.
const CHECKED: &[(&str, &str)] = &[
    ("26-27", include_str!("../contracts/payments-26-to-27.json")),
    ("24-27", include_str!("../contracts/payments-24-to-27.json")),
    (
        "26-2.0",
        include_str!("../contracts/payments-26-to-2.0.json"),
    ),
];

/// Who provides and consumes what: component, provided and consumed interfaces.
const PARTIES: &[(&str, &[&str], &[&str])] = &[
    ("identity", &["identity"], &[]),
    ("customer-data", &["customers"], &["identity"]),
    ("payments-api", &["payments"], &["identity"]),
    ("basket", &["basket"], &["customers"]),
    ("web-shop", &[], &["payments", "basket"]),
    ("mobile-bff", &[], &["payments", "basket"]),
    ("fraud-screen", &["screening"], &["customers"]),
    ("card-gateway", &[], &["screening"]),
];

fn text(all: &[(&'static str, &'static str)], version: &str) -> &'static str {
    let found = all.iter().find(|(name, _)| *name == version);
    found.map_or("", |(_, text)| text)
}

/// An interface with its contract: that of payments by its version, all others as they always were.
fn contract(interface: &str, version: &str) -> Value {
    let text = match interface {
        "payments" => text(PAYMENTS, version).to_owned(),
        other => format!("openapi: 3.0.3\ninfo: {{title: {other}, version: 1.0.0}}\npaths: {{}}\n"),
    };
    json!({
        "interface": interface, "kind": "openapi", "digest": Digest::of(text.as_bytes()),
        "files": [{"path": format!("{interface}.yaml"), "text": text}],
    })
}

/// What an artifact of a component provides and consumes, with `version` of the interface of payments.
pub(crate) fn statement(
    world: &World<'_>,
    release: &ReleaseName,
    artifact: &Artifact,
    version: &str,
) -> Result<AddEvidence, SampleError> {
    let component = artifact.component.as_str();
    let party = PARTIES.iter().find(|(name, ..)| *name == component);
    let (provides, consumes) = party.map_or((&[][..], &[][..]), |(_, p, c)| (*p, *c));
    let side = |names: &[&str]| {
        names
            .iter()
            .map(|name| contract(name, version))
            .collect::<Value>()
    };
    let said = json!({
        "provides": side(provides), "consumes": side(consumes), "finished": world.now().to_string(),
    });
    let about = [artifact.clone()];
    let kind = "https://example.org/holdpoint/contract/v1";
    material::stated(world, Some(release), &about, (kind, said))
}

/// The result of a check about something.
fn checked(
    world: &World<'_>,
    release: Option<&ReleaseName>,
    about: &[Artifact],
    versions: &str,
) -> Result<AddEvidence, SampleError> {
    let mut result: Value = serde_json::from_str(text(CHECKED, versions))?;
    if let Some(fields) = result.as_object_mut() {
        fields.insert("finished".to_owned(), world.now().to_string().into());
    }
    let kind = "https://example.org/holdpoint/check/api/v1";
    material::stated(world, release, about, (kind, result))
}

/// The contract of payments as something that can be spoken of.
fn itself(version: &str) -> Result<Artifact, SampleError> {
    let text = text(PAYMENTS, version);
    Ok(serde_json::from_value(json!({
        "name": format!("payments-{version}.yaml"), "component": "payments-api",
        "digest": Digest::of(text.as_bytes()),
    }))?)
}

/// From now on production asks who could go on with a release, and what has become of the interface of payments; and
/// everybody has said what they provide and consume, for what runs as well.
pub(crate) fn introduce(world: &mut World<'_>) -> Result<(), SampleError> {
    let published = world.engine.published();
    let place = EnvironmentName::new("production")?;
    let missing = || SampleError::Missing("production".to_owned());
    let mut production = published
        .state
        .environments
        .get(&place)
        .cloned()
        .ok_or_else(missing)?;
    production.criteria.push(serde_json::from_value(
        json!({"name": "contracts", "ask": {"contracts": {}}}),
    )?);
    let name = ComponentName::new("payments-api")?;
    let missing = || SampleError::Missing("payments-api".to_owned());
    let mut api = published
        .state
        .components
        .get(&name)
        .cloned()
        .ok_or_else(missing)?;
    let check = json!({"name": "check-api", "ask": {"evidence": {"predicate": "check/api"}}});
    api.criteria.push(serde_json::from_value(check)?);
    let changes = vec![
        Change::Environment(Box::new(production)),
        Change::Component(Box::new(api)),
    ];
    world.ask(
        "administrator",
        Apply {
            changes,
            ..Apply::default()
        },
    )?;
    for (release, artifact) in running(world)? {
        let version = if artifact.component.as_str() == "mobile-bff" {
            "24"
        } else {
            "26"
        };
        let said = statement(world, &release, &artifact, version)?;
        let unit = published.state.components.get(&artifact.component);
        let unit = unit.map_or("", |component| component.unit.as_str());
        world.ask(developer(unit), said)?;
    }
    Ok(())
}

/// Somebody who writes what a unit has.
fn developer(unit: &str) -> &'static str {
    developers(unit).first().copied().unwrap_or("arjun")
}

/// The artifacts that run in production, with their releases.
fn running(world: &World<'_>) -> Result<Vec<(ReleaseName, Artifact)>, SampleError> {
    let view = world.engine.view(holdpoint_engine::At::Now)?;
    let found = view.ask(|state| {
        let slots = state.running.iter();
        let there = slots.filter(|((place, _), _)| place.as_str() == "production");
        let mut found = Vec::new();
        let all = there.map(|((_, component), id)| {
            let Some(deployment) = state.deployments.get(&id.key())? else {
                return Ok(None);
            };
            let release = state.releases.get(&deployment.release.key())?;
            let artifacts = release
                .into_iter()
                .flat_map(|release| release.artifacts.values());
            let mut own = artifacts.filter(|artifact| artifact.component == *component);
            Ok(own
                .next()
                .map(|artifact| (deployment.release.clone(), artifact.clone())))
        });
        found.extend(Need::gather(all)?.into_iter().flatten());
        Ok(found)
    })?;
    Ok(found)
}

/// What the train of payments says of its contracts: it serves everybody.
pub(crate) fn prove(
    world: &mut World<'_>,
    unit: &str,
    release: &ReleaseName,
    artifacts: &[Artifact],
) -> Result<(), SampleError> {
    for artifact in artifacts {
        let own = artifact.component.as_str() == "payments-api";
        let said = statement(world, release, artifact, if own { "27" } else { "26" })?;
        world.ask(developer(unit), said)?;
        if own {
            let passed = checked(
                world,
                Some(release),
                std::slice::from_ref(artifact),
                "26-27",
            )?;
            world.ask("arjun", passed)?;
            let other = checked(world, None, &[itself("27")?], "24-27")?;
            world.ask("arjun", other)?;
        }
    }
    Ok(())
}

/// A new version of the interface breaks consumers that run: some findings are waived, the rest holds it.
pub(crate) fn held(world: &mut World<'_>) -> Result<(), SampleError> {
    let plan = Plan {
        unit: "payments",
        name: "payments-api-2.0".to_owned(),
        version: "2.0.0".to_owned(),
        components: vec!["payments-api"],
        change_manager: ("sofia", None),
    };
    let release = ReleaseName::new(&plan.name)?;
    let artifacts = prepare(world, &plan, &release)?;
    world.pass(20, HOUR);
    record(
        world,
        &plan,
        &release,
        &artifacts,
        &[Says::TestsPassed, Says::Contains],
    )?;
    for artifact in &artifacts {
        let said = statement(world, &release, artifact, "2.0")?;
        world.ask(developer(plan.unit), said)?;
    }
    let found = checked(world, Some(&release), &artifacts, "26-2.0")?;
    world.ask("arjun", found)?;
    for place in ["test", "staging"] {
        world.pass(10, HOUR);
        deploy(world, "priya", &release, place, false)?;
    }
    world.pass(20, HOUR);
    let lower = [
        "api-request-property-max-decreased",
        "api-request-property-max-length-decreased",
    ];
    let first = waive(
        world,
        &release,
        &lower[..1],
        "Nobody has paid more than 500,000 in three years.",
    )?;
    world.ask(
        "amara",
        ApproveWaiver {
            waiver: first,
            signature: None,
        },
    )?;
    waive(
        world,
        &release,
        &lower[1..],
        "References are cut by the card schemes anyway.",
    )?;
    Ok(())
}

/// Asks for a waiver from what was found by these rules.
fn waive(
    world: &mut World<'_>,
    release: &ReleaseName,
    rules: &[&str],
    why: &str,
) -> Result<holdpoint_domain::waiver::WaiverId, SampleError> {
    let result: Value = serde_json::from_str(text(CHECKED, "26-2.0"))?;
    let found = result
        .get("findings")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let by = |one: &&Value| {
        one.get("rule")
            .and_then(Value::as_str)
            .is_some_and(|rule| rules.contains(&rule))
    };
    let prints = found
        .filter(by)
        .filter_map(|one| one.get("fingerprint")?.as_str());
    let manager = crate::people::release_manager("payments");
    let request = RequestWaiver {
        release: release.clone(),
        environment: EnvironmentName::new("production")?,
        criterion: "check-api".to_owned(),
        findings: prints.map(ToOwned::to_owned).collect(),
        reason: world.seal(manager, why)?,
        ends: world.now().after(21 * 24 * 3_600_000),
    };
    let answer = world.ask(manager, request)?;
    let asked = answer.events.iter().find_map(|event| match &event.fact {
        Fact::WaiverRequested(asked) => Some(asked.waiver.clone()),
        _ => None,
    });
    asked.ok_or_else(|| SampleError::Missing(Kind::Waiver.as_str().to_owned()))
}
