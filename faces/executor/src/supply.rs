//! What a step needs is brought to its folder: the files of its commit, artifacts of other steps, and caches.

use std::io::Read;
use std::process::Command;
use std::time::{Duration, Instant};

use holdpoint_agent::{AgentError, Giving, Patience, Ran, Workplace};
use holdpoint_domain::pipeline::Brought;
use holdpoint_domain::{Effect, Time};
use holdpoint_engine::Task;
use holdpoint_ports::BlobDigest;

use crate::caches::Sought;
use crate::{Hands, epoch, log};

/// What was brought to a step.
#[derive(Default)]
pub(crate) struct Done {
    /// When that was begun.
    pub(crate) preparing: Option<Time>,
    /// Its caches.
    pub(crate) caches: Vec<Sought>,
}

/// How that ended.
pub(crate) enum Supplied {
    /// It is there.
    Done(Done),
    /// Something is missing, and why.
    Not(String),
}

/// How long it may take.
const LIMIT: Duration = Duration::from_secs(3_600);

/// Fetches a commit into an empty folder, as the server's own user: who may read the repository is not who runs the step.
/// Nothing that it is given is taken for something else, nothing in the repository is run, and a repository on this machine
/// may be somebody else's.
const FETCH: &str = r#"
from=$1 commit=$2; shift 2
case "$from" in /*|file:*) set -- --upload-pack='git -c safe.directory=* upload-pack';; esac
git init -q --template= . &&
git fetch -q --depth 1 "$@" -- "$from" "$commit" &&
git -c core.hooksPath=/dev/null checkout -q FETCH_HEAD
"#;

/// A step to which things are brought.
pub(crate) struct Delivery<'d> {
    pub(crate) task: &'d Task,
    pub(crate) place: Workplace,
    pub(crate) until: Instant,
}

impl Delivery<'_> {
    pub(crate) fn within<R>(&self, use_it: impl FnOnce(&Patience<'_>) -> R) -> R {
        let called_off = || self.task.called_off();
        use_it(&Patience {
            until: self.until,
            called_off: &called_off,
        })
    }
}

impl Hands {
    /// Brings what the step needs.
    ///
    /// # Errors
    /// When its folder cannot be made.
    pub(crate) fn supply(&self, task: &Task) -> Result<Supplied, AgentError> {
        let Effect::RunPipelineStep {
            source,
            brought,
            needs,
            ..
        } = &task.effect
        else {
            return Ok(Supplied::Done(Done::default()));
        };
        if source.is_none() && brought.is_empty() && needs.caches.is_empty() {
            return Ok(Supplied::Done(Done::default()));
        }
        let preparing = log::time();
        let delivery = Delivery {
            task,
            place: self.agent.prepared(epoch(task), task.position)?,
            until: Instant::now() + LIMIT,
        };
        Ok(match self.bring(&delivery, source.as_ref(), brought) {
            Ok(()) => Supplied::Done(Done {
                preparing: Some(preparing),
                caches: self.find_caches(&delivery, &needs.caches)?,
            }),
            Err(why) => Supplied::Not(why),
        })
    }

    fn bring(
        &self,
        delivery: &Delivery<'_>,
        source: Option<&(String, String)>,
        brought: &[Brought],
    ) -> Result<(), String> {
        if let Some((repository, commit)) = source {
            let fetched = self.fetch(delivery, repository, commit);
            fetched.map_err(|why| {
                format!("the files of {commit} could not be fetched from {repository}\n{why}")
            })?;
        }
        for one in brought {
            self.artifact(delivery, one).map_err(|why| {
                format!("the artifact `{}` could not be brought: {why}", one.name)
            })?;
        }
        Ok(())
    }

    fn fetch(&self, delivery: &Delivery<'_>, repository: &str, commit: &str) -> Result<(), String> {
        let staging = self.agent.staging(delivery.task.position);
        let staging = staging.map_err(|error| error.to_string())?;
        let mut command = Command::new("sh");
        command.args(["-c", FETCH, "fetch", repository, commit]);
        let fetched = delivery
            .within(|patience| staging.run(command, std::io::empty(), patience, |_| ()))
            .map(|(ran, _)| ran);
        let brought = well(fetched).and_then(|()| handed(delivery, &staging));
        staging.clear();
        brought
    }

    fn artifact(&self, delivery: &Delivery<'_>, one: &Brought) -> Result<(), String> {
        let digest = one.digest.ok_or("no step of this run has made it")?;
        let found = self.blobs.open(&BlobDigest(digest.0));
        let content = found.map_err(|error| error.to_string())?;
        let content = content.ok_or_else(|| format!("{digest} is not kept here"))?;
        let head = format!("{}\n", one.kind.word());
        let content = std::io::Cursor::new(head).chain(content);
        well(delivery.within(|patience| delivery.place.take(&one.path, content, patience)))
    }
}

/// All that lies in one folder, handed to that of the step.
fn handed(delivery: &Delivery<'_>, staging: &Workplace) -> Result<(), String> {
    let all = [".".to_owned()];
    let given = delivery.within(|patience| {
        staging.give(Giving::One, &all, patience, |from| {
            well(delivery.place.take(".", from, patience))
        })
    });
    match given {
        Ok((ran, Some(taken))) => taken.and_then(|()| well(Ok(ran))),
        Ok((ran, None)) => well(Ok(ran)),
        Err(error) => Err(error.to_string()),
    }
}

/// What it said if it did not end well.
pub(crate) fn well(ran: Result<Ran, AgentError>) -> Result<(), String> {
    match ran {
        Ok(Ran { good: true, .. }) => Ok(()),
        Ok(Ran { said, .. }) => Err(said.trim().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
