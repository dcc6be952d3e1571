//! The post: bulletins are sent when they are due, for as long as a server runs.

use std::sync::Arc;
use std::time::Duration;

use holdpoint_service::{Round, Service};

use super::couriers::SecretsHere;
use super::duty::Duty;

/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_secs(20);

/// How often at least, while something is wrong: the pause doubles up to that.
const LONGEST: Duration = Duration::from_secs(600);

/// Starts it; `say` tells whoever runs the server what went wrong, once for as long as it is the same.
pub(crate) fn post(service: &Arc<Service>, say: impl Fn(&str) + Send + 'static) -> Duty {
    let service = Arc::clone(service);
    Duty::start("post", move |rest| {
        let (mut before, mut pause) = (Vec::new(), LOOK);
        loop {
            // Of several servers one sends.
            let ours = service.engine().decides().is_some();
            let sent = match ours {
                true => service.send_bulletins(&SecretsHere),
                false => Ok(None),
            };
            let problems = match sent {
                Ok(round) => round.map_or_else(Vec::new, |round: Round| round.problems),
                Err(error) => vec![error.to_string()],
            };
            for problem in problems.iter().filter(|problem| !before.contains(*problem)) {
                say(&format!("bulletins: {problem}"));
            }
            pause = match problems.is_empty() {
                true => LOOK,
                false => (pause * 2).min(LONGEST),
            };
            before = problems;
            if !rest.over(pause) {
                return;
            }
        }
    })
}
