//! Forges are told what gates say, for as long as a server runs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use holdpoint_domain::status::{Forge, ForgeKind, Trouble};
use holdpoint_forge::{Address, Forge as Kind, Patience, Token};
use holdpoint_ports::{CommitStatuses, ForgeError, SystemClock};
use holdpoint_service::{Forges, Service, StatusRound, Statuses};

use super::duty::Duty;
use crate::secrets::read;

/// How often it is looked whether something is to be told.
const LOOK: Duration = Duration::from_secs(2);
/// By how much longer than a round takes the pause behind it is, so that gates of many releases do not take a whole
/// processor.
const SHARE: u32 = 4;
/// How many seconds a forge may want rest before it is left alone until a later round.
const REST: u64 = 5;

/// Reads tokens from the environment and from files, each time anew: they may be changed while a server runs.
struct TokensHere;

impl Forges for TokensHere {
    fn open(
        &self,
        forge: &Forge,
        repository: &str,
        commit: &str,
    ) -> Result<Box<dyn CommitStatuses>, (Trouble, String)> {
        let missing = |why: String| (Trouble::TokenMissing, why);
        let text = read(&forge.token).map_err(missing)?;
        let token = Token::new(&text).ok_or_else(|| missing("the token is empty".to_owned()))?;
        let address = Address {
            forge: match forge.kind {
                ForgeKind::GitHub => Kind::GitHub,
                ForgeKind::GitLab => Kind::GitLab,
                ForgeKind::Gitea => Kind::Gitea,
            },
            api: forge.api(),
            repository: repository.to_owned(),
            source: None,
            request: None,
            pipeline: None,
            token,
        };
        let patience = Patience {
            clock: Arc::new(SystemClock),
            rest: Arc::new(std::thread::sleep),
            most: REST,
        };
        let opened = address.open(commit, &patience).map_err(|error| {
            let trouble = match error {
                ForgeError::Unknown(_) => Trouble::TokenUnknown,
                _ => Trouble::Unreachable,
            };
            (trouble, error.to_string())
        })?;
        Ok(opened.statuses)
    }
}

/// Starts it; `here` is where people reach this server, and `say` tells whoever runs it what went wrong, once for as long
/// as it is the same.
pub(crate) fn tell(
    service: &Arc<Service>,
    here: Option<String>,
    say: impl Fn(&str) + Send + 'static,
) -> Duty {
    let service = Arc::clone(service);
    Duty::start("statuses", move |rest| {
        let (mut statuses, mut before) = (Statuses::default(), Vec::new());
        loop {
            let begin = Instant::now();
            // Of several servers one tells.
            let told = match service.engine().decides() {
                Some(_) => statuses.round(&service, &TokensHere, here.as_deref()),
                None => Ok(StatusRound::default()),
            };
            // What waits for its next try is no news.
            let problems = told.map_or_else(|error| vec![error.to_string()], |told| told.problems);
            for problem in problems.iter().filter(|problem| !before.contains(*problem)) {
                say(&format!("statuses of commits: {problem}"));
            }
            if !problems.is_empty() {
                before = problems;
            }
            if !rest.over(LOOK.max(begin.elapsed() * SHARE)) {
                return;
            }
        }
    })
}
