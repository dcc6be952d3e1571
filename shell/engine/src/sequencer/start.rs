//! Reading where the ledger stands.

use std::sync::Arc;

use holdpoint_domain::State;
use holdpoint_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use holdpoint_ledger::note::VerifierKey;
use holdpoint_ledger::tile::{EdgedTiles, TileEdge, TileNodes};
use holdpoint_ledger::tree::root_of;
use holdpoint_ports::{Head, LedgerReader};

use crate::tiles::StoredTiles;
use crate::{EngineError, fold};

/// Where the ledger stands: nothing here is taken from anywhere but the entries and their tree.
pub(crate) struct Standing {
    pub(crate) state: State,
    pub(crate) head: Option<Head>,
    pub(crate) edge: Arc<TileEdge>,
}

/// Reads where the ledger stands, and checks that the head belongs to the tree and to the key.
///
/// The state is folded from the entries of what is resident or open, so that the time does not grow with
/// the history. It is never stored, so that nothing can disagree with the ledger.
pub(crate) fn standing(
    reader: &dyn LedgerReader,
    origin: &str,
    key: &VerifierKey,
) -> Result<Standing, EngineError> {
    let Some(head) = reader.head()? else {
        return Ok(Standing {
            state: State::default(),
            head: None,
            edge: Arc::default(),
        });
    };
    let edge = TileEdge::load(&StoredTiles(reader), head.size)?;
    check(&head, &edge, origin, key).map_err(|reason| EngineError::Head {
        size: head.size,
        reason,
    })?;
    let state = fold::open_state(reader, head.size)?;
    Ok(Standing {
        state,
        head: Some(head),
        edge: Arc::new(edge),
    })
}

/// Whether what was read extends what was known before: entries that somebody was told of do not go.
pub(crate) fn extends(
    reader: &dyn LedgerReader,
    (head, edge): (Option<&Head>, &Arc<TileEdge>),
    known: &Checkpoint,
) -> Result<(), EngineError> {
    let here = head.map_or(0, |head| head.size);
    let wrong = |reason: String| EngineError::Head { size: here, reason };
    if known.size > here {
        let size = known.size;
        let reason = format!("a checkpoint of size {size} was signed before: entries are gone");
        return Err(wrong(reason));
    }
    let tiles = EdgedTiles::new(StoredTiles(reader), edge);
    let root = root_of(&TileNodes::new(tiles, here), known.size)?;
    match root == known.root {
        true => Ok(()),
        false => Err(wrong(format!(
            "another tree of size {} was signed before",
            known.size
        ))),
    }
}

pub(crate) fn check(
    head: &Head,
    edge: &TileEdge,
    origin: &str,
    key: &VerifierKey,
) -> Result<(), String> {
    let root = edge.frontier().root();
    if root != head.root {
        return Err(format!(
            "the tree has root {root}, the head says {}",
            head.root
        ));
    }
    let verifier = key.verifier().map_err(|error| error.to_string())?;
    let signed = SignedCheckpoint::open(&head.checkpoint, origin, &[&*verifier]);
    let signed = signed.map_err(|error| error.to_string())?.checkpoint;
    if (signed.size, signed.root) != (head.size, head.root) {
        return Err("its checkpoint is of another tree".to_owned());
    }
    Ok(())
}
