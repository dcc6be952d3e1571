//! Jobs of other systems: started once, followed to their end, stopped when they are not wanted any more.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use holdpoint_domain::Effect;
use holdpoint_domain::pipeline::{External, StepResult};
use holdpoint_engine::Task;
use holdpoint_workflows::{
    Address, Course, Do, Jobs, Order, Outcome, Patience, Stand, Started, System, Token,
};
use serde::{Deserialize, Serialize};

use crate::{Hands, LOOK, log, settings};

/// How an order stands, as it is kept, and when it was ordered.
#[derive(Serialize, Deserialize)]
struct Kept {
    ordered: i64,
    stand: Stand,
}

/// A job that is followed.
struct Followed<'f> {
    task: &'f Task,
    jobs: Box<dyn Jobs>,
    order: Order,
    course: Course,
    file: PathBuf,
    until: Instant,
    /// When it was asked to stop last.
    stopped: Option<Instant>,
}

/// How long between two requests to stop a job that goes on.
const AGAIN: Duration = Duration::from_secs(15);

impl Hands {
    /// Whether something is known of the order.
    pub(crate) fn ordered(&self, task: &Task) -> bool {
        self.records(task).join("order.json").exists()
    }

    /// Starts a job, or goes on with one that was started, until it has ended.
    pub(crate) fn elsewhere(&self, task: &Task, job: &External) -> StepResult {
        match self.followed(task, job) {
            Ok(mut followed) => match followed.followed_through() {
                Ok(()) => self.as_result(&followed),
                Err(error) => StepResult::lost(format!("how it stands cannot be kept: {error}")),
            },
            Err(why) => self.noted(StepResult::not(why.as_str()), &why),
        }
    }

    fn followed<'f>(&self, task: &'f Task, job: &External) -> Result<Followed<'f>, String> {
        let Effect::RunPipelineStep {
            run,
            step,
            attempt,
            timeout_seconds,
            ..
        } = &task.effect
        else {
            return Err("only steps of pipelines start jobs".to_owned());
        };
        let jobs = self.jobs(job)?;
        let folder = self.records(task);
        holdpoint_durable::create_directories(&folder).map_err(|error| error.to_string())?;
        let file = folder.join("order.json");
        let kept = std::fs::read(&file).ok();
        let kept = kept.and_then(|text| serde_json::from_slice::<Kept>(&text).ok());
        let (ordered, course) = match kept {
            Some(kept) => (kept.ordered, Course::resume(kept.stand, jobs.unseen())),
            None => (now(), Course::new(jobs.unseen())),
        };
        let order = Order {
            key: format!("{run}/{step}/{attempt}/{}", task.position),
            job: job.job.clone(),
            repository: job.repository.clone(),
            reference: job.reference.clone(),
            inputs: job.inputs.clone(),
            ordered,
        };
        Ok(Followed {
            task,
            jobs,
            order,
            course,
            file,
            until: Instant::now() + Duration::from_secs(u64::from(*timeout_seconds)),
            stopped: None,
        })
    }

    fn jobs(&self, job: &External) -> Result<Box<dyn Jobs>, String> {
        let (system, named) = match job.system.as_str() {
            "github-actions" => (System::GitHubActions, settings::System::GithubActions),
            "gitlab-ci" => (System::GitLabCi, settings::System::GitlabCi),
            "argo-workflows" => (System::ArgoWorkflows, settings::System::ArgoWorkflows),
            _ => (System::Jenkins, settings::System::Jenkins),
        };
        let at = self.settings.system(named).ok_or_else(|| {
            let key = &job.system;
            format!("{system} is not set up here: `[external.{key}]` with `api` and `token-file` belongs into `steps.toml`")
        })?;
        let token = self.values.token(&at.token_file)?;
        let token = token.text().and_then(Token::new);
        let token = token.ok_or_else(|| format!("the token of {system} is no text"))?;
        let api = at.api.clone();
        let address = Address { system, api, token };
        let opened = address.open(&Patience::default());
        opened.map_err(|trouble| trouble.to_string())
    }

    fn as_result(&self, followed: &Followed<'_>) -> StepResult {
        let (result, job) = match followed.course.stand() {
            Stand::Ended { job, outcome } => (ended(*outcome), Some(job)),
            Stand::Refused { why } => (StepResult::not(why.clone()), None),
            Stand::Lost { job, why } => (StepResult::lost(why.clone()), job.as_ref()),
            Stand::Known { job, .. } => (late(), Some(job)),
            Stand::Ordered { .. } => (StepResult::not("stopped"), None),
            Stand::Sent { .. } => (
                StepResult::lost("nobody knows whether it was started"),
                None,
            ),
        };
        let said = job
            .map(|job| written(followed.jobs.as_ref(), job))
            .unwrap_or_default();
        let log = [result.why.as_str(), &said].join("\n");
        let url = job.and_then(|job| job.url.clone()).unwrap_or_default();
        self.noted(StepResult { url, ..result }, log.trim())
    }
}

impl Followed<'_> {
    /// Does what is next until nothing is, the time is up, or it was stopped before it began.
    fn followed_through(&mut self) -> std::io::Result<()> {
        loop {
            let off = self.task.called_off() || Instant::now() > self.until;
            if off && self.stop() {
                return Ok(());
            }
            match self.course.next(now()) {
                Do::Nothing => return Ok(()),
                Do::Rest(until) => {
                    let left = u64::try_from(until.saturating_sub(now())).unwrap_or_default();
                    std::thread::sleep(Duration::from_millis(left).min(LOOK));
                    continue;
                }
                Do::Start => self.start()?,
                Do::Find => {
                    let asked = now();
                    let found = self.jobs.find(&self.order);
                    self.course.found(found, asked);
                }
                Do::Look(id) => {
                    let asked = now();
                    let progress = self.jobs.look(&id);
                    self.course.looked(&id, progress, asked);
                }
            }
            self.keep()?;
        }
    }

    fn start(&mut self) -> std::io::Result<()> {
        let Some(attempt) = self.course.sending(now()) else {
            return Ok(());
        };
        // Known before it is done: what may have been sent is looked for, and not sent again.
        self.keep()?;
        let answer = self.jobs.start(&self.order);
        self.course.sent(attempt, answer, now());
        Ok(())
    }

    /// Asks for the end of the job; whether there is nothing to wait for.
    fn stop(&mut self) -> bool {
        let Stand::Known { job, .. } = self.course.stand() else {
            return matches!(self.course.stand(), Stand::Ordered { .. });
        };
        let due = self.stopped.is_none_or(|since| since.elapsed() > AGAIN);
        if due {
            // Whether it heard is seen when it is looked at.
            let _ = self.jobs.cancel(&job.id);
            self.stopped = Some(Instant::now());
        }
        // What does not stop is given up: a person has to look.
        self.until.elapsed() > 4 * AGAIN
    }

    fn keep(&self) -> std::io::Result<()> {
        let kept = Kept {
            ordered: self.order.ordered,
            stand: self.course.stand().clone(),
        };
        holdpoint_durable::replace(&self.file, &serde_json::to_vec(&kept)?)
    }
}

fn ended(outcome: Outcome) -> StepResult {
    match outcome {
        Outcome::Succeeded => StepResult::done(),
        Outcome::Failed => StepResult::not("the job failed"),
        Outcome::Cancelled => StepResult::not("the job was cancelled"),
        Outcome::Skipped => StepResult::not("the job was skipped"),
    }
}

fn late() -> StepResult {
    StepResult {
        timed_out: true,
        ..StepResult::not("its time was up, and it does not stop")
    }
}

/// What a job says of itself: its page, its parts, and the end of what it wrote.
fn written(jobs: &dyn Jobs, job: &Started) -> String {
    let mut lines: Vec<String> = job.url.iter().cloned().collect();
    if let Ok(Some(progress)) = jobs.look(&job.id) {
        let parts = progress.parts.iter();
        lines.extend(parts.map(|part| format!("{}: {:?}", part.name, part.state)));
    }
    if let Ok(Some(log)) = jobs.log(&job.id) {
        lines.push(log);
    }
    lines.join("\n")
}

fn now() -> i64 {
    log::time().millis()
}
