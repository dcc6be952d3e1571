//! Steps.

use std::collections::BTreeMap;

use super::sound::step;
use super::{
    Agent, Approval, Artifacts, Cache, Check, Concurrency, Container, Deploy, External, Gate, Http,
    Identity, Limits, Manual, Matrix, Retries, Run, Secrets, Service, Tests, Verify, Wait, Work,
};
use crate::expression::{Condition, Template};
use crate::shape::{Axis, Brief, Duration, Variable, Word, record};

record! {
    /// One thing that is done. It has exactly one kind: `run`, `container`, `http`, `wait`, `gate`, `approval`, `deploy`,
    /// `verify`, `check`, `tests`, `manual` or `external`; or `use`, for the steps of a part; or it is a block `parallel`.
    Step is "a step"
    needs {}
    may {
        /// Its name, once in its stage; results, logs and approvals refer to it.
        name: Option<Word>,
        /// What people call it.
        title: Option<Template>,
        /// What it comes after: names of steps of its stage. The step before it if nothing is said; `[]` for nothing.
        after: Option<Vec<Word>>,
        /// Under which condition it runs.
        when: Option<Condition>,
        /// One step for each combination of values.
        matrix: Option<Matrix>,
        /// Commands on an agent.
        run: Option<Brief<Run>>,
        /// A container on an agent.
        container: Option<Brief<Container>>,
        /// A call by HTTP.
        http: Option<Brief<Http>>,
        /// Time that passes.
        wait: Option<Brief<Wait>>,
        /// The run waits until a gate passes.
        gate: Option<Brief<Gate>>,
        /// People decide.
        approval: Option<Brief<Approval>>,
        /// A deployment.
        deploy: Option<Brief<Deploy>>,
        /// Looking whether what was deployed works.
        verify: Option<Brief<Verify>>,
        /// A check of files: `holdpoint check` and its arguments.
        check: Option<Brief<Check>>,
        /// Tests that several workers share.
        tests: Option<Brief<Tests>>,
        /// Something that a person does.
        manual: Option<Manual>,
        /// A job of another system.
        external: Option<External>,
        /// The steps of a part.
        r#use: Option<Word>,
        /// Inputs of the part.
        with: BTreeMap<Axis, Template>,
        /// Steps that run at the same time, after the step before them and before the step after them.
        parallel: Vec<Step>,
        /// Variables.
        env: BTreeMap<Variable, Template>,
        /// Secrets that it sees.
        secrets: Secrets,
        /// Files that it makes and is given.
        artifacts: Option<Artifacts>,
        /// Folders that are kept from one run to the next.
        cache: Vec<Cache>,
        /// What runs beside it, by the host name under which it is found.
        services: BTreeMap<Word, Service>,
        /// Which agents can run it.
        agent: Option<Brief<Agent>>,
        /// What it may use up.
        limits: Option<Limits>,
        /// Tokens that say which step it is.
        identity: Option<Brief<Identity>>,
        /// What is tried again.
        retries: Option<Brief<Retries>>,
        /// How long it is planned to take.
        planned: Option<Duration>,
        /// How long an attempt may take.
        timeout: Option<Duration>,
        /// Which steps exclude each other.
        concurrency: Option<Brief<Concurrency>>,
        /// Whether the run goes on as if it had succeeded when it has failed.
        allow_failure: bool,
        /// Steps that undo it, when the run has failed or was cancelled.
        back_out: Vec<Step>,
        /// Whether nothing is undone any more once it has gone well.
        point_of_no_return: bool,
    }
    checked by step
}

impl Step {
    /// What it does, in the order of the keys; a step that is sound has one, unless it uses a part or is a block.
    pub(crate) fn works(&self) -> Vec<Work> {
        let all = [
            self.run.clone().map(|one| Work::Run(one.0)),
            self.container.clone().map(|one| Work::Container(one.0)),
            self.http.clone().map(|one| Work::Http(one.0)),
            self.wait.clone().map(|one| Work::Wait(one.0)),
            self.gate.clone().map(|one| Work::Gate(one.0)),
            self.approval.clone().map(|one| Work::Approval(one.0)),
            self.deploy.clone().map(|one| Work::Deploy(one.0)),
            self.verify.clone().map(|one| Work::Verify(one.0)),
            self.check.clone().map(|one| Work::Check(one.0)),
            self.tests.clone().map(|one| Work::Tests(one.0)),
            self.manual.clone().map(Work::Manual),
            self.external.clone().map(Work::External),
        ];
        all.into_iter().flatten().collect()
    }

    /// Whether a step has such a key.
    pub(crate) fn knows(key: &str) -> bool {
        Self::KEYS
            .iter()
            .any(|known| crate::shape::value_of(known) == key)
    }

    /// Whether it is a block of parallel steps.
    pub(crate) fn is_block(&self) -> bool {
        !self.parallel.is_empty()
    }

    /// What it is called; a step that is sound has a name.
    pub(crate) fn called(&self) -> &str {
        self.name.as_ref().map_or("", Word::as_str)
    }
}
