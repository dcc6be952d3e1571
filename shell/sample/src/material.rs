//! What a release is made of: commits, artifacts, and statements about them.

use holdpoint_domain::Digest;
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::evidence::AddEvidence;
use holdpoint_domain::organisation::Settings;
use holdpoint_domain::release::{AddCommits, Artifact, Commit, ReleaseName};
use holdpoint_engine::document;
use serde_json::{Value, json};

use crate::SampleError;
use crate::people::developers;
use crate::world::World;

/// Commits to a component by the developers of its unit.
pub(crate) fn commits(
    world: &mut World<'_>,
    release: &ReleaseName,
    unit: &str,
    component: &str,
) -> Result<AddCommits, SampleError> {
    let count = world.chance.between(2, 14);
    let mut commits = Vec::new();
    for _ in 0..count {
        let author = world
            .chance
            .pick(developers(unit))
            .copied()
            .unwrap_or("arjun");
        commits.push(Commit {
            id: world.chance.object_name(),
            authors: vec![world.person(author)?],
        });
    }
    Ok(AddCommits {
        release: release.clone(),
        repository: format!("https://git.example.com/{unit}/{component}"),
        from: world.chance.object_name(),
        to: commits
            .last()
            .map(|commit| commit.id.clone())
            .unwrap_or_default(),
        commits,
    })
}

/// The jar of a component.
pub(crate) fn artifact(
    world: &mut World<'_>,
    component: &str,
    version: &str,
) -> Result<Artifact, SampleError> {
    let content = world.chance.bytes();
    Ok(Artifact {
        name: format!("{component}-{version}.jar"),
        component: ComponentName::new(component)?,
        version: Some(version.to_owned()),
        purl: Some(format!("pkg:maven/com.example/{component}@{version}")),
        digest: Digest::of(&content),
        size: Some(world.chance.between(400_000, 48_000_000)),
        kind: "maven".to_owned(),
        repository: "repository.example.com/releases".to_owned(),
    })
}

/// What a statement says.
#[derive(Clone, Copy)]
pub(crate) enum Says {
    TestsPassed,
    TestsFailed,
    Contains,
}

/// A statement about artifacts, kept as a blob.
pub(crate) fn evidence(
    world: &mut World<'_>,
    release: &ReleaseName,
    about: &[Artifact],
    says: Says,
) -> Result<AddEvidence, SampleError> {
    let said = predicate(world, says);
    stated(world, Some(release), about, said)
}

/// A statement about artifacts, of that type and with that predicate.
pub(crate) fn stated(
    world: &World<'_>,
    release: Option<&ReleaseName>,
    about: &[Artifact],
    (predicate_type, predicate): (&str, Value),
) -> Result<AddEvidence, SampleError> {
    let named: Vec<_> = about
        .iter()
        .map(|one| json!({"name": one.name, "digest": {"sha256": hex::encode(one.digest.0)}}))
        .collect();
    let mut statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": named,
        "predicateType": predicate_type,
        "predicate": predicate,
    });
    statement.sort_all_objects();
    let bytes = statement.to_string().into_bytes();
    world.keep(&bytes)?;
    let read = document::read(&bytes, &Settings::default());
    let read = read.map_err(|error| SampleError::Document(error.to_string()))?;
    Ok(AddEvidence {
        release: release.cloned(),
        subjects: read.subjects,
        predicate_type: read.predicate_type,
        outcome: read.outcome,
        blob: read.blob,
        produced: read.produced,
        signed_by: read.signed_by,
        summary: read.summary,
        failing: read.failing,
        reader: Some(read.reader),
        signers: None,
    })
}

fn predicate(world: &mut World<'_>, says: Says) -> (&'static str, Value) {
    let tests = "https://in-toto.io/attestation/test-result/v0.1";
    let total = world.chance.between(180, 2400);
    let now = world.now().to_string();
    let ran = |failed: u64| json!([{"annotations": {"timestamp": now, "tests": total, "suites": 1 + failed}}]);
    match says {
        Says::TestsPassed => (tests, json!({"result": "PASSED", "configuration": ran(0)})),
        Says::TestsFailed => {
            let failed = world.chance.between(1, 9);
            let names: Vec<_> = (1..=failed)
                .map(|n| format!("checkout::case_{n}"))
                .collect();
            let said =
                json!({"result": "FAILED", "configuration": ran(failed), "failedTests": names});
            (tests, said)
        }
        Says::Contains => {
            let count = world.chance.between(4, 31);
            let component =
                |n| json!({"type": "library", "name": format!("library-{n}"), "version": "1.0"});
            let components: Vec<_> = (1..=count).map(component).collect();
            let said = json!({
                "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                "metadata": {"timestamp": now}, "components": components
            });
            ("https://cyclonedx.org/bom/v1.6", said)
        }
    }
}
