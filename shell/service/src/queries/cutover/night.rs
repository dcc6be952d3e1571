//! A night as it was planned, and as it goes.

use holdpoint_domain::cutover::Cutover;
use holdpoint_domain::kernel::Halt;
use holdpoint_domain::pipeline::{Expected, Outline, Planned, Run, RunId, StageOfRun, Took};
use holdpoint_domain::{Need, State, Time};
use holdpoint_pipelines::{Forecast, Outcome, Span};

/// A cutover with its tasks: those of a run, or else those that it would have if it were started now.
pub(super) struct Night<'a> {
    pub(super) cutover: &'a Cutover,
    pub(super) run: Option<Run>,
    outline: Option<Outline>,
    /// Why it could not be started as things stand.
    pub(super) problems: Vec<String>,
    /// What tasks took in the newest rehearsal of which anything has ended.
    pub(super) rehearsed: Took,
    /// If everything takes as long as is planned for it.
    pub(super) plan: Forecast,
    /// If what is left takes as long as in the rehearsal, or else as is planned for it.
    pub(super) forecast: Option<Forecast>,
    /// Tasks of which nobody has said how long they take.
    pub(super) unknown: Vec<u32>,
}

impl<'a> Night<'a> {
    /// With a run of its own, the newest of the night itself if none is named.
    pub(super) fn of(
        state: &State,
        cutover: &'a Cutover,
        named: Option<&RunId>,
        now: Time,
    ) -> Result<Self, Need> {
        let id = named.or(cutover.run().map(|run| &run.run));
        let run = match id {
            Some(id) => state.runs.get(&id.key())?.cloned(),
            None => None,
        };
        let (outline, problems) = match &run {
            Some(_) => (None, Vec::new()),
            None => outlined(state, cutover)?,
        };
        let rehearsed = rehearsed(state, cutover, id)?;
        let mut night = Self {
            cutover,
            run,
            outline,
            problems,
            rehearsed,
            plan: Forecast::default(),
            forecast: None,
            unknown: Vec::new(),
        };
        night.look_ahead(state, now);
        Ok(night)
    }

    fn look_ahead(&mut self, state: &State, now: Time) {
        let Some(planned) = self.planned() else {
            return;
        };
        let none = Took::new();
        let by_plan = Expected {
            state,
            planned,
            took: &none,
        };
        let by_rehearsal = Expected {
            took: &self.rehearsed,
            ..by_plan
        };
        let begins = self.cutover.night.begins;
        let plan = by_plan.from(self.begins());
        let forecast = match &self.run {
            Some(run) => run.forecast(state, &self.rehearsed, now),
            None => Some(by_rehearsal.from(begins.max(now))),
        };
        let unknown = by_rehearsal.unknown().collect();
        (self.plan, self.forecast, self.unknown) = (plan, forecast, unknown);
    }

    /// When it is planned to begin; a rehearsal was when it was started.
    fn begins(&self) -> Time {
        match &self.run {
            Some(run) if run.cutover.as_ref().is_some_and(|of| of.rehearsal) => run.started,
            _ => self.cutover.night.begins,
        }
    }

    pub(super) fn planned(&self) -> Option<&Planned> {
        let of_run = self.run.as_ref().map(|run| run.planned.as_ref());
        of_run.or(self.outline.as_ref().map(|outline| &outline.planned))
    }

    pub(super) fn stage(&self, at: u32) -> Option<&StageOfRun> {
        match (&self.run, &self.outline) {
            (Some(run), _) => run.stages.get(at as usize),
            (None, outline) => outline.as_ref()?.stages.get(at as usize),
        }
    }

    /// Places of its tasks, without those that undo others.
    pub(super) fn tasks(&self) -> impl Iterator<Item = u32> {
        let steps = self
            .planned()
            .into_iter()
            .flat_map(|planned| &planned.steps);
        let tasks = (0..)
            .zip(steps)
            .filter(|(_, step)| step.work.is_some() && !step.undoes());
        tasks.map(|(place, _)| place)
    }

    pub(super) fn has_ended(&self, place: u32) -> bool {
        let run = self.run.as_ref();
        let end = run.and_then(|run| run.ended.get(&place));
        end.is_some_and(|end| !matches!(end.outcome, Outcome::Skipped(_)))
    }

    pub(super) fn planned_end(&self) -> Option<Time> {
        let planned = self.planned().filter(|planned| !planned.steps.is_empty());
        planned.map(|_| Time::from_millis(self.plan.until))
    }

    /// When it has ended, or will have.
    pub(super) fn end(&self) -> Option<Time> {
        let settled = self.run.as_ref().and_then(|run| run.settled);
        let forecast = self.forecast.as_ref();
        settled.or(forecast.map(|forecast| Time::from_millis(forecast.until)))
    }

    /// When a task is planned.
    pub(super) fn plan_of(&self, place: u32) -> Option<Span> {
        self.plan.times.get(&place).copied()
    }
}

/// The tasks that it would have if it were started now, or why it could not be.
fn outlined(state: &State, cutover: &Cutover) -> Result<(Option<Outline>, Vec<String>), Need> {
    match cutover.night.start("cutover").outline(state) {
        Ok(outline) => Ok((Some(outline), Vec::new())),
        Err(Halt::Missing(need)) => Err(need),
        Err(Halt::Refused(refusal, _)) => {
            let reasons = refusal.reasons.into_iter().map(|reason| reason.message);
            let all: Vec<String> = reasons.collect();
            let problems = if all.is_empty() {
                vec![refusal.message]
            } else {
                all
            };
            Ok((None, problems))
        }
    }
}

fn rehearsed(state: &State, cutover: &Cutover, but: Option<&RunId>) -> Result<Took, Need> {
    for one in cutover.rehearsals().filter(|one| but != Some(&one.run)) {
        let took = state.runs.get(&one.run.key())?.map(Run::took);
        if let Some(took) = took.filter(|took| !took.is_empty()) {
            return Ok(took);
        }
    }
    Ok(Took::new())
}
