//! Telling forges.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::Actor;
use holdpoint_domain::gate::Outcome;
use holdpoint_domain::status::{FinishStatus, Forge, Progress, Status, Target, Trouble};
use holdpoint_engine::Request;
use holdpoint_ports::{CommitState, CommitStatus, ForgeError};

use super::{Forges, StatusRound, Statuses};
use crate::{At, Service, ServiceError};

/// How long after the first try that failed the next one is, in milliseconds; the pause doubles.
const PAUSE: i64 = 5_000;
/// How long at most: an hour.
const LONGEST: i64 = 3_600_000;
/// After how many tries that what lies with one commit is given up: half a day, in which it may still be pushed.
const LAST: u32 = 20;

/// What forges are, and which of them do not answer in this round.
struct Round<'a> {
    forges: &'a [Forge],
    open: &'a dyn Forges,
    address: Option<String>,
    down: BTreeMap<String, Trouble>,
}

/// Tells all that waits and is due, and says in the ledger how that went.
pub(super) fn all(
    statuses: &mut Statuses,
    service: &Service,
    open: &dyn Forges,
    here: Option<&str>,
    done: &mut StatusRound,
) -> Result<(), ServiceError> {
    let view = service.engine().view(At::Now)?;
    let (waiting, forges, address) = view.ask(|state| {
        let waits = |one: &&Status| one.progress == Progress::Waiting;
        let waiting: Vec<_> = state.statuses.values().filter(waits).cloned().collect();
        let settings = state.organisation.as_ref().map(|found| &found.settings);
        let forges = settings.map(|found| found.forges.clone());
        let channels = settings.and_then(|found| found.channels.as_ref());
        let address = channels.map(|found| found.address.clone());
        Ok((waiting, forges.unwrap_or_default(), address))
    })?;
    let said = address.filter(|address| !address.is_empty());
    let mut round = Round {
        forges: &forges,
        open,
        address: said.or_else(|| here.map(str::to_owned)),
        down: BTreeMap::new(),
    };
    let positions: BTreeSet<_> = waiting.iter().map(|one| one.position).collect();
    statuses
        .tries
        .retain(|position, _| positions.contains(position));
    for status in &waiting {
        let (tries, due) = statuses
            .tries
            .get(&status.position)
            .copied()
            .unwrap_or_default();
        if due > service.now_ms() {
            continue;
        }
        let trouble = round.tell(status, done);
        let given_up = trouble.is_some_and(Trouble::lasting) && tries + 1 >= LAST;
        finish(service, status, trouble, given_up)?;
        match trouble {
            None => done.shown += 1,
            Some(_) => {
                let pause = PAUSE.saturating_mul(1 << tries.min(20)).min(LONGEST);
                let next = (tries + 1, service.now_ms().saturating_add(pause));
                statuses.tries.insert(status.position, next);
            }
        }
    }
    Ok(())
}

fn finish(
    service: &Service,
    status: &Status,
    trouble: Option<Trouble>,
    given_up: bool,
) -> Result<(), ServiceError> {
    let known = trouble.is_some() && trouble == status.trouble && !given_up;
    if known {
        return Ok(());
    }
    let command = FinishStatus {
        release: status.release.clone(),
        environment: status.environment.clone(),
        intent: status.position,
        trouble,
        given_up,
    };
    let request = Request::new(Actor::System, command);
    service.engine().submit(request)?.done()?;
    Ok(())
}

impl Round<'_> {
    /// Tells each place of a status; the first trouble that there was.
    fn tell(&mut self, status: &Status, done: &mut StatusRound) -> Option<Trouble> {
        let told = self.status(status);
        let mut first = None;
        for target in &status.targets {
            let found = { self.forges.iter() }
                .find_map(|forge| Some((forge, forge.repository(&target.repository)?)));
            // Settings that have changed meanwhile are seen to in the next round.
            let Some((forge, repository)) = found else {
                continue;
            };
            if let Some(trouble) = self.down.get(&forge.name) {
                first = first.or(Some(*trouble));
                continue;
            }
            if let Err((trouble, why)) = self.show(forge, &repository, target, &told) {
                let Target { commit, .. } = target;
                let said = format!("{}: {repository} at {commit}: {why}", forge.name);
                done.problems.push(said);
                first = first.or(Some(trouble));
                if !trouble.lasting() && trouble != Trouble::Forbidden {
                    self.down.insert(forge.name.clone(), trouble);
                }
            }
        }
        first
    }

    fn show(
        &self,
        forge: &Forge,
        repository: &str,
        target: &Target,
        told: &CommitStatus,
    ) -> Result<(), (Trouble, String)> {
        let statuses = self.open.open(forge, repository, &target.commit)?;
        let shown = statuses.show(&target.commit, told);
        shown.map_err(|error| (trouble(&error), error.to_string()))
    }

    fn status(&self, status: &Status) -> CommitStatus {
        let Status {
            release,
            environment,
            verdict,
            ..
        } = status;
        CommitStatus {
            context: format!("holdpoint/{environment}"),
            state: match verdict {
                Outcome::Go => CommitState::Success,
                Outcome::Hold => CommitState::Pending,
                Outcome::NoGo => CommitState::Failure,
            },
            description: format!("{verdict}: {release} to {environment}"),
            link: self.address.as_ref().map(|address| {
                let address = address.trim_end_matches('/');
                format!("{address}/releases/{release}#at-{environment}")
            }),
        }
    }
}

fn trouble(error: &ForgeError) -> Trouble {
    match error {
        ForgeError::Unknown(_) => Trouble::TokenUnknown,
        ForgeError::Forbidden(_) => Trouble::Forbidden,
        ForgeError::Absent(_) => Trouble::Absent,
        ForgeError::Limited(_) => Trouble::Limited,
        ForgeError::Refused { .. } => Trouble::Refused,
        ForgeError::Unreachable(_) => Trouble::Unreachable,
    }
}
