//! What a step does, with all that it has from elsewhere.

use std::collections::BTreeMap;

use holdpoint_findings::Span;

use super::build::Builder;
use super::graph::{Supplied, Task};
use super::group::spot;
use super::place::Place;
use crate::mistakes::{MISSING_KEY, UNKNOWN};
use crate::model::{Artifacts, Made, Secrets, Step, Wait, Work};
use crate::shape::{Duration, Word, nearest};

/// Nothing but the work.
pub(super) fn bare(work: Work) -> Task {
    Task {
        work,
        share: None,
        env: BTreeMap::new(),
        secrets: BTreeMap::new(),
        out: BTreeMap::new(),
        r#in: Vec::new(),
        cache: Vec::new(),
        services: BTreeMap::new(),
        agent: None,
        limits: None,
        identity: None,
        retries: None,
        planned: None,
        timeout: None,
        concurrency: None,
    }
}

/// How long a person is planned to take.
fn planned(work: &Work) -> Option<Duration> {
    match work {
        Work::Manual(manual) => manual.planned,
        _ => None,
    }
}

impl<'d> Builder<'d> {
    /// What is done in a step that comes after these.
    pub(super) fn task(&mut self, place: &Place<'d>, step: &'d Step, after: &[u32]) -> Task {
        let filled = place.filled(step);
        let work = self.work(place, step, &filled);
        self.see_all(place, &filled, &work);
        let mut env = place.home.env.clone();
        env.extend(filled.env);
        let agent = filled.agent.map(|one| one.0);
        let (out, given) = self.artifacts(filled.artifacts, after);
        Task {
            env,
            secrets: filled.secrets.0,
            out,
            r#in: given,
            cache: filled.cache,
            services: filled.services,
            agent: agent.or_else(|| place.home.agent.clone()),
            limits: filled.limits,
            identity: filled.identity.map(|one| one.0),
            retries: filled.retries.map(|one| one.0),
            planned: filled.planned.or(planned(&work)),
            timeout: filled.timeout,
            concurrency: filled.concurrency.map(|one| one.0),
            ..bare(work)
        }
    }

    fn work(&mut self, place: &Place<'d>, step: &Step, filled: &Step) -> Work {
        // A step without work is not read.
        let mut work = filled
            .works()
            .into_iter()
            .next()
            .unwrap_or(Work::Wait(Wait {
                r#for: None,
                window: Vec::new(),
            }));
        self.at_home(place, step, &mut work);
        work
    }

    /// What it makes and what it is given.
    fn artifacts(
        &mut self,
        artifacts: Option<Artifacts>,
        after: &[u32],
    ) -> (BTreeMap<Word, Made>, Vec<Supplied>) {
        let Some(artifacts) = artifacts else {
            return Default::default();
        };
        let given = artifacts.r#in.iter();
        let given = given.map(|taken| self.makers.given(&mut self.collected, &taken.0, after));
        let given = given.collect();
        let out = artifacts.out.into_iter();
        (out.map(|(name, made)| (name, made.0)).collect(), given)
    }

    /// Every secret that it sees has to be kept somewhere.
    fn see_all(&mut self, place: &Place<'d>, filled: &Step, work: &Work) {
        self.see(place, &filled.secrets);
        for service in filled.services.values() {
            self.see(place, &service.secrets);
        }
        if let Work::Http(http) = work {
            http.bearer
                .iter()
                .for_each(|secret| self.secret(place, secret));
        }
    }

    /// What work says nothing about it has from its stage.
    fn at_home(&mut self, place: &Place<'d>, step: &Step, work: &mut Work) {
        let environment = match work {
            Work::Gate(gate) => &mut gate.environment,
            Work::Deploy(deploy) => {
                if deploy.strategy.is_none() {
                    deploy.strategy = place.stage.strategy.clone();
                }
                &mut deploy.environment
            }
            Work::Verify(verify) => &mut verify.environment,
            _ => return,
        };
        let named = environment
            .take()
            .or_else(|| place.stage.environment.clone());
        *environment = named.and_then(|name| self.here(place, &name, spot(step)));
        if environment.is_none() && place.stage.environment.is_none() {
            let words = [
                ("owner", "a step in a stage without one"),
                ("key", "environment"),
            ];
            let finding = self.collected.say(&MISSING_KEY, spot(step), &words);
            finding.help = "give the stage an `environment`, or name it in the step".into();
        }
    }

    /// An environment, or the one that stands in for it where the run is a rehearsal.
    pub(super) fn here(&mut self, place: &Place<'d>, name: &Word, at: Span) -> Option<Word> {
        if !place.given.is_rehearsal() {
            return Some(name.clone());
        }
        let other = place.pipeline.rehearsal.get(name.as_str());
        if other.is_none() {
            let owner = format!("`rehearsal` of the pipeline `{}`", self.collected.pipeline);
            let words = [("owner", owner.as_str()), ("key", name.as_str())];
            let finding = self.collected.say(&MISSING_KEY, at, &words);
            finding.help =
                format!("say where it is rehearsed: `rehearsal: {{{name}: staging}}`").into();
        }
        other.cloned()
    }

    fn see(&mut self, place: &Place<'d>, secrets: &Secrets) {
        for name in secrets.0.values() {
            self.secret(place, name);
        }
    }

    /// A step sees a secret: the run has to know where it is kept.
    fn secret(&mut self, place: &Place<'d>, name: &Word) {
        if let Some((known, secret)) = place.pipeline.secrets.get_key_value(name.as_str()) {
            if !self.secrets.contains_key(name.as_str()) {
                self.secrets.insert(known.clone(), secret.clone());
            }
            return;
        }
        let near = nearest(
            name.as_str(),
            place.pipeline.secrets.keys().map(Word::as_str),
        )
        .map(str::to_owned);
        let words = [("what", "secret"), ("name", name.as_str())];
        let finding = self.collected.say(&UNKNOWN, name.span(), &words);
        finding.help = match near {
            Some(near) => format!("did you mean `{near}`?").into(),
            None => {
                "declare it under `secrets` of the pipeline: `{from: vault, path: …, field: …}`"
                    .into()
            }
        };
    }
}
