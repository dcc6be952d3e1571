//! The result of the last release of the same artifact.

use holdpoint_domain::evidence::{Evidence, key as dossier};
use holdpoint_domain::release::{Artifact, Release, ReleaseName};
use holdpoint_domain::{Kind, Need, State};
use holdpoint_findings::kept::Kept;

use super::{Found, document, is_of};
use crate::{Reader, ServiceError};

/// How many releases before this one are looked at.
const LOOKED_AT: usize = 60;

/// A result from before.
pub(super) struct Earlier {
    pub(super) release: ReleaseName,
    pub(super) piece: Evidence,
    pub(super) kept: Kept,
}

/// The newest result about the same artifact, of the last release before this one that has one.
pub(super) fn find(
    reader: &Reader<'_>,
    release: &Release,
    check: &str,
    chosen: &Found,
) -> Result<Option<Earlier>, ServiceError> {
    let first = reader.view().first(&release.name.key())?;
    let listed = reader.view().list(Kind::Release, first, true, LOOKED_AT)?;
    let keys: Vec<_> = listed.into_iter().map(|one| one.key).collect();
    let before = reader.ask(|state| {
        let releases = Need::gather(keys.iter().map(|key| state.releases.get(key)))?;
        for release in releases.into_iter().flatten() {
            if let Some(piece) = newest(state, release, check, chosen)? {
                return Ok(Some((release.name.clone(), piece.clone())));
            }
        }
        Ok(None)
    })?;
    let Some((release, piece)) = before else {
        return Ok(None);
    };
    // What cannot be read any more is no reason not to show what can.
    let kept = document::read(reader, &piece).ok();
    Ok(kept.map(|kept| Earlier {
        release,
        piece,
        kept,
    }))
}

fn newest<'s>(
    state: &'s State,
    release: &Release,
    check: &str,
    chosen: &Found,
) -> Result<Option<&'s Evidence>, Need> {
    let same = |one: &&Artifact| {
        let wanted = chosen.artifact.as_ref();
        wanted
            .is_some_and(|wanted| one.component == wanted.component && named(one) == named(wanted))
    };
    let artifacts = release
        .artifacts
        .values()
        .filter(same)
        .map(|one| one.digest);
    let whole = chosen.artifact.is_none().then(|| release.manifest());
    let dossiers = artifacts
        .chain(whole)
        .map(|digest| state.evidence.get(&dossier(&digest)));
    let dossiers = Need::gather(dossiers)?.into_iter().flatten();
    let pieces = dossiers.flat_map(|dossier| &dossier.pieces);
    let of_check = pieces.filter(|piece| is_of(check, &piece.predicate_type));
    Ok(of_check.max_by_key(|piece| (piece.produced, piece.position)))
}

/// Its name without its version, which is another one in every release.
fn named(artifact: &Artifact) -> String {
    match artifact
        .version
        .as_deref()
        .filter(|version| !version.is_empty())
    {
        Some(version) => artifact.name.replace(version, ""),
        None => artifact.name.clone(),
    }
}
