//! Destroying in the vault what the ledger says stays no more, for as long as a server runs.

use std::sync::Arc;
use std::time::Duration;

use holdpoint_service::Service;

use super::duty::Duty;

/// How often it is looked whether the ledger has gone on.
const LOOK: Duration = Duration::from_secs(1);

/// Starts it; `say` tells whoever runs the server what went wrong.
pub(crate) fn tidy(service: &Arc<Service>, say: impl Fn(&str) + Send + 'static) -> Duty {
    let service = Arc::clone(service);
    Duty::start("tidier", move |rest| {
        let mut seen = None;
        loop {
            let size = service.engine().published().size();
            if seen != Some(size) {
                match service.tidy_vault() {
                    Ok(_) => seen = Some(size),
                    Err(error) => say(&format!("the vault cannot be tidied: {error}")),
                }
            }
            if !rest.over(LOOK) {
                return;
            }
        }
    })
}
