//! Signatures: what keeps the data of customers goes out when two of the board have signed, and one has.

use holdpoint_domain::access::Role;
use holdpoint_domain::approval::{Approve, Say};
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::signing::{
    AddKey, Deciding, NAMESPACE, Payload, Proof, Seen, Signed, SigningKey, reason_digest,
};
use holdpoint_domain::{Digest, Sealed};
use holdpoint_signatures::ssh::{Pen, PublicKey};
use serde_json::{Value, json};

use crate::SampleError;
use crate::chance::Chance;
use crate::consent::agree;
use crate::journey::HOUR;
use crate::material::Says;
use crate::today::{plan, proven};
use crate::world::World;

/// Whose releases two of the board have to sign.
const KEPT: &str = "customer-data";

/// What Stefan signs with. Everybody can know it, as everybody can know all of the sample.
const SEED: &[u8; 32] = b"the key of Stefan in this sample";

/// Two have agreed, but one of them without a signature: it holds.
pub(crate) fn held(world: &mut World<'_>) -> Result<(), SampleError> {
    introduce(world)?;
    let pen = Pen::from_seed(SEED)?;
    let add = AddKey {
        key: key(pen.key())?,
        label: Some(world.seal("stefan", "laptop")?),
    };
    world.ask("stefan", add)?;
    let plan = plan(
        "operations",
        "customer-data-27.1",
        "1.27.1",
        &["customer-data"],
    );
    let release = ReleaseName::new(&plan.name)?;
    proven(world, &plan, &release, &[Says::TestsPassed, Says::Contains])?;
    agree(world, &plan, &release)?;
    world.pass(10, HOUR);
    let signed = signed(world, &release, &pen)?;
    world.ask("stefan", signed)?;
    world.pass(10, HOUR);
    world.ask("amara", yes(&release))?;
    Ok(())
}

/// From now on whatever keeps the data of customers needs the signatures of two.
fn introduce(world: &mut World<'_>) -> Result<(), SampleError> {
    let name = ComponentName::new(KEPT)?;
    let published = world.engine.published();
    let found = published.state.components.get(&name).cloned();
    let mut component = found.ok_or_else(|| SampleError::Missing(KEPT.to_owned()))?;
    let asks = json!({"approvals": {"role": Role::BoardMember, "quorum": 2, "signed": true}});
    let criterion = json!({"name": "board", "ask": asks, "waivable": false});
    component.criteria.push(serde_json::from_value(criterion)?);
    let apply = Apply {
        changes: vec![Change::Component(Box::new(component))],
        ..Apply::default()
    };
    world.ask("administrator", apply)?;
    Ok(())
}

fn key(public: &PublicKey) -> Result<SigningKey, SampleError> {
    Ok(serde_json::from_value(json!({"ssh": public.base64()}))?)
}

fn yes(release: &ReleaseName) -> Approve {
    Approve {
        release: release.clone(),
        say: Say::Approve,
        role: Role::BoardMember,
        environment: None,
        on_behalf_of: None,
        manifest: None,
        comment: None,
        signature: None,
    }
}

/// What Stefan says, with her signature over it.
fn signed(world: &World<'_>, release: &ReleaseName, pen: &Pen) -> Result<Approve, SampleError> {
    let comment = "Who sees what is as it was; the copy of last night has been restored once.";
    let salt = format!("{:032x}", Chance::new(902).bits());
    let payload = payload(world, release, reason_digest(&salt, comment))?;
    let proof: Value = json!({"ssh": pen.sign(NAMESPACE, payload.text().as_bytes()).base64()});
    let proof: Proof = serde_json::from_value(proof)?;
    let seal = |text: &str| -> Result<Sealed, SampleError> { world.seal("stefan", text) };
    Ok(Approve {
        comment: Some(seal(comment)?),
        signature: Some(Box::new(Signed {
            payload,
            proof,
            salt: Some(seal(&salt)?),
        })),
        ..yes(release)
    })
}

fn payload(world: &World<'_>, name: &ReleaseName, reason: Digest) -> Result<Payload, SampleError> {
    let published = world.engine.published();
    let size = published.size();
    let root = world.engine.root_at(size)?;
    let deciding = Deciding {
        decision: Say::Approve,
        person: &world.person("stefan")?,
        on_behalf_of: None,
        role: Role::BoardMember,
        environment: None,
        reason: Some(reason),
        seen: Seen {
            size,
            root: Digest(root.0),
        },
    };
    let release = published.state.releases.peek(&name.key());
    let payload = release.and_then(|release| Payload::of(&published.state, release, &deciding));
    payload.ok_or_else(|| SampleError::Missing(name.to_string()))
}
