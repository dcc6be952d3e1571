//! The criterion `witnessed`: everything that the release rests on lies below a checkpoint that enough witnesses have
//! cosigned, so that nobody can change it afterwards, not even with the ledger's own key.

use super::judge::{Answer, Asked};
use super::{Wait, refusal};
use crate::evidence::key;
use crate::kernel::Need;

pub(super) fn ask(asked: &Asked<'_>) -> Result<Answer, Need> {
    let needed = newest(asked)?.saturating_add(1);
    let witnessed = asked.inputs.rules.witnessed();
    Ok(match witnessed >= needed {
        true => Answer::met(),
        false => {
            let reason = refusal::not_witnessed(witnessed, needed);
            Answer::wait(reason, Wait::Witnesses { entries: needed })
        }
    })
}

/// Position of the newest entry that says something about the release or what is in it.
fn newest(asked: &Asked<'_>) -> Result<u64, Need> {
    let release = asked.release;
    let digests = release.artifacts.values().map(|artifact| artifact.digest);
    let digests = digests.chain([asked.manifest]);
    let dossiers = Need::gather(digests.map(|digest| asked.state.evidence.get(&key(&digest))))?;
    let pieces = dossiers.into_iter().flatten().flat_map(|one| &one.pieces);
    Ok(pieces
        .map(|piece| piece.position)
        .fold(release.newest, u64::max))
}
