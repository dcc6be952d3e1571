//! Having checkpoints cosigned, for as long as a server runs.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use holdpoint_cosigners::{HttpWitnesses, WitnessedFile};
use holdpoint_ports::WitnessedStore as _;
use holdpoint_service::Service;
use reqwest::blocking::Client;

use super::duty::Duty;

/// How long entries are gathered before witnesses are asked about them together.
const GATHER: Duration = Duration::from_millis(200);
/// How often it is looked whether something is new, or whether witnesses that failed are due.
const LOOK: Duration = Duration::from_secs(1);

/// The file with the newest checkpoint that enough witnesses have cosigned.
pub(super) fn kept(place: &Path) -> WitnessedFile {
    WitnessedFile::new(place.join("witnessed"))
}

/// Starts it; `say` tells whoever runs the server what went wrong, once for as long as it is the same.
pub(crate) fn cosign(
    service: &Arc<Service>,
    place: &Path,
    say: impl Fn(&str) + Send + 'static,
) -> Duty {
    let service = Arc::clone(service);
    let kept = kept(place);
    Duty::start("cosigners", move |rest| {
        let others = crate::http::builder().timeout(LOOK).build();
        let client = match HttpWitnesses::open() {
            Ok(client) => client,
            Err(why) => return say(&format!("witnesses cannot be asked: {why}")),
        };
        let mut before = Vec::new();
        loop {
            if service.engine().decides().is_none() {
                // Without a client it is asked for once this server decides.
                let _ = others
                    .as_ref()
                    .map(|others| follow(&service, others, &kept));
                if !rest.over(LOOK) {
                    return;
                }
                continue;
            }
            let gathered = service.gather_cosignatures(&client, &kept);
            for problem in gathered
                .problems
                .iter()
                .filter(|new| !before.contains(*new))
            {
                say(problem);
            }
            // A witness that is left alone for a while is silent, not mended.
            if gathered.complete || !gathered.problems.is_empty() {
                before = gathered.problems;
            }
            if !rest.over(GATHER) {
                return;
            }
            let size = service.engine().published().size();
            if gathered.complete {
                let _ = service.engine().wait_beyond(size, LOOK);
            }
        }
    })
}

/// Of several servers one asks the witnesses: the others ask that one how far they have come.
fn follow(service: &Service, others: &Client, kept: &WitnessedFile) {
    let engine = service.engine();
    let Some(holder) = engine.fleet().and_then(|fleet| fleet.holder) else {
        return;
    };
    let asked = others.get(format!("{holder}/ledger/witnessed")).send();
    let asked = asked.and_then(|answer| answer.error_for_status()?.bytes());
    // Whoever does not answer is asked again in a moment.
    let Ok(note) = asked else { return };
    let before = engine.horizon().map_or(0, |horizon| horizon.size);
    let new = |size: &u64| *size > before && *size <= engine.published().size();
    if size_of(&note).filter(new).is_some() && matches!(engine.cosigned(&note), Ok(Some(_))) {
        // What cannot be kept is asked for again after a restart.
        let _ = kept.keep(&note);
    }
}

/// The size that a checkpoint says, on its second line.
fn size_of(note: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(note).ok()?;
    text.lines().nth(1)?.parse().ok()
}
