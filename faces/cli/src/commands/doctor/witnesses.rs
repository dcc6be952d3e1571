//! Witnesses: whether the ledger has what they cosigned, and how far behind they are.

use std::path::Path;

use holdpoint_domain::organisation::Settings;
use holdpoint_engine::transfer::{root_at, time_of};
use holdpoint_ledger::log::LogIdentity;
use holdpoint_ports::{Clock as _, Head, SystemClock};

use super::{Finding, error, span, warning};
use crate::data::Backed;

/// For how long an entry may wait for witnesses, in milliseconds: they are asked every few seconds.
const PATIENCE: i64 = 10 * 60_000;

/// Whether the ledger has what witnesses have cosigned.
pub(super) fn contradicted(backed: &Backed, head: &Head, place: &Path) -> Option<Finding> {
    let note = std::fs::read(place.join("witnessed")).ok()?;
    let opened = LogIdentity::new(&backed.log).ok()?.open(&note);
    let help = "bring back the data directory as it was: entries that were there are gone";
    match opened {
        Err(why) => Some(warning(
            "witnessed-unreadable",
            why,
            "remove the file `witnessed`; witnesses are asked again",
        )),
        Ok(signed) => {
            let (size, root) = (signed.checkpoint.size, signed.checkpoint.root);
            let extends = size <= head.size
                && root_at(&*backed.ledger, size).is_ok_and(|found| found == root);
            let message =
                format!("witnesses have cosigned {size} entries that the ledger does not have");
            (!extends).then(|| error("ledger-contradicted", message, help))
        }
    }
}

/// The size of the newest checkpoint that enough witnesses cosigned, as far as is kept here.
fn cosigned(backed: &Backed, place: &Path) -> Option<u64> {
    let note = std::fs::read(place.join("witnessed")).ok()?;
    let signed = LogIdentity::new(&backed.log).ok()?.open(&note).ok()?;
    Some(signed.checkpoint.size)
}

/// How far what is cosigned is behind what is signed.
pub(super) fn lag(
    backed: &Backed,
    head: &Head,
    place: &Path,
    settings: Option<&Settings>,
) -> Option<Finding> {
    let believed = settings.and_then(|settings| settings.witnesses.as_ref())?;
    let size = cosigned(backed, place);
    let first = size.unwrap_or(0);
    // The first entry that they have not seen tells since when they are behind.
    let since = time_of(&*backed.ledger, first.min(head.size.saturating_sub(1))).ok()??;
    let waits = SystemClock.now().saturating_sub(since.millis());
    behind(size, head.size, waits, believed.quorum)
}

fn behind(cosigned: Option<u64>, signed: u64, waits: i64, quorum: u32) -> Option<Finding> {
    if waits <= PATIENCE {
        return None;
    }
    match cosigned {
        None => Some(warning(
            "witness-none",
            format!("no checkpoint has been cosigned by {quorum} witnesses yet"),
            "`holdpoint audit horizons` says what each answers; until then nobody but this server vouches for the ledger",
        )),
        Some(size) if size < signed => {
            let message = format!(
                "witnesses have cosigned {size} of {signed} entries, the next one has waited for {}",
                span(waits)
            );
            let help = "`holdpoint audit horizons` says what each answers: look at the network between, and at their operators";
            Some(warning("witness-lag", message, help))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{PATIENCE, behind};

    #[test]
    fn witnesses_may_take_some_minutes() {
        let rule = |size, waits| behind(size, 10, waits, 2).map(|one| one.rule);
        assert_eq!(rule(Some(4), PATIENCE), None);
        assert_eq!(rule(Some(4), PATIENCE + 1), Some("witness-lag"));
        assert_eq!(rule(Some(10), PATIENCE + 1), None, "all are cosigned");
        assert_eq!(rule(None, PATIENCE + 1), Some("witness-none"));
        let said = behind(Some(4), 10, 3 * 3_600_000, 2).unwrap();
        assert!(said.message.contains("4 of 10 entries"), "{}", said.message);
        assert!(said.message.ends_with("3 h"), "{}", said.message);
    }
}
