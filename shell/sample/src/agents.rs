//! Agents on other hosts: one that has come, and one that is awaited.

use holdpoint_domain::Digest;
use holdpoint_domain::agent::{EnrolAgent, InviteAgent};

use crate::SampleError;
use crate::world::World;

/// For how long the sample's invitations count, in milliseconds: 20 days.
const LASTS: i64 = 20 * 24 * 3_600_000;

/// Invites two hosts, of which one comes.
pub(crate) fn invite(world: &mut World<'_>) -> Result<(), SampleError> {
    for (agent, labels) in [
        ("build-1", &["build", "linux"][..]),
        ("edge-1", &["edge", "linux"]),
    ] {
        let invite = InviteAgent {
            agent: agent.parse()?,
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            secret: secret(agent),
            expires: world.now().after(LASTS),
        };
        world.ask("administrator", invite)?;
    }
    let came = EnrolAgent {
        agent: "build-1".parse()?,
        secret: secret("build-1"),
        key: Digest::of(b"the key of build-1"),
        host: "build-1.meridian.example".to_owned(),
        labels: ["build", "linux"].map(str::to_owned).into(),
    };
    world.carry_out(came)?;
    Ok(())
}

/// Of a secret that nobody has.
fn secret(agent: &str) -> Digest {
    Digest::of(format!("the secret of {agent}").as_bytes())
}
