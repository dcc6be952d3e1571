//! Answers, from the ledger.

use std::collections::HashMap;
use std::io::Read as _;

use holdpoint_domain::pipeline::{ListTests, Run, ShareTests, TestDone, TestShare, Told, lease};
use holdpoint_domain::{Command, Digest, Effect};
use holdpoint_engine::{Line, Task};
use holdpoint_ports::{BlobDigest, BlobStore};
use holdpoint_splitting::{Basis, Micros, Suite, Test};

use crate::message::{Answer, Ended, Question, Wanted};

/// Tests in one entry.
const PART: usize = 4_000;

/// The answer to a message of the process that carries out a task. Names of tests are kept as a blob.
#[must_use]
pub fn answered(task: &Task, blobs: &dyn BlobStore, question: &[u8]) -> Vec<u8> {
    let answer = match serde_json::from_slice(question) {
        Ok(question) => answer(task, blobs, question),
        Err(error) => Err(format!("what the step asks cannot be read: {error}")),
    };
    let answer = answer.unwrap_or_else(Answer::Refused);
    serde_json::to_vec(&answer).unwrap_or_default()
}

/// A step, and who listens to what is said of it.
struct Desk<'t> {
    line: &'t dyn Line,
    blobs: &'t dyn BlobStore,
    run: Run,
    place: u32,
    intent: u64,
}

fn answer(task: &Task, blobs: &dyn BlobStore, question: Question) -> Result<Answer, String> {
    let Effect::RunPipelineStep { run, place, .. } = &task.effect else {
        return Err("it is no step of a pipeline".to_owned());
    };
    let line = task.line().ok_or("nobody listens to this step")?;
    let found = line.run(run).ok_or("its run is not known any more")?;
    let desk = Desk {
        line,
        blobs,
        run: found,
        place: *place,
        intent: task.position,
    };
    match question {
        Question::Listed(tests) => desk.listed(tests),
        Question::Begun => desk.begun(),
        Question::Wanted(wanted) => desk.wanted(wanted),
    }
}

impl Desk<'_> {
    /// Keeps the names, and writes down the set with what each test is thought to take, in parts.
    fn listed(&self, names: Vec<String>) -> Result<Answer, String> {
        let known = self.known();
        let timed = |name: String| {
            let took = known.get(&name).copied();
            Test::new(name, took)
        };
        let suite = Suite::new(names.into_iter().map(timed).collect());
        let suite = suite.map_err(|wrong| wrong.to_string())?;
        let text: String = { suite.tests().iter() }
            .map(|test| format!("{}\n", test.id))
            .collect();
        let kept = self.blobs.put(&mut text.as_bytes());
        let (digest, _) = kept.map_err(|error| error.to_string())?;
        let mut parts = suite.tests().chunks(PART).zip(0..).peekable();
        if parts.peek().is_none() {
            return Err("the runner lists no tests".to_owned());
        }
        while let Some((part, number)) = parts.next() {
            let guessed = part.iter().zip(0..);
            let guessed = guessed.filter(|(test, _)| test.basis != Basis::Measured);
            let command = ListTests {
                run: self.run.id.clone(),
                place: self.place,
                intent: self.intent,
                part: number,
                set: Digest(digest.0),
                micros: part.iter().map(|test| test.cost.0).collect(),
                guessed: guessed.map(|(_, at)| at).collect(),
                last: parts.peek().is_none(),
            };
            self.line.say(command.into())?;
        }
        Ok(Answer::Noted)
    }

    /// What tests took when they were run last, by name.
    fn known(&self) -> HashMap<String, Micros> {
        let step = self.run.planned.step(self.place);
        let before = step.and_then(|step| self.line.timed(&self.run.pipeline, &step.id));
        let names = before.as_ref().and_then(|before| {
            let set = before.set()?;
            self.names(&set).ok()
        });
        let tests = before.iter().flat_map(|before| before.all());
        let named = names.unwrap_or_default().into_iter().zip(tests);
        named
            .filter_map(|(name, test)| Some((name, test.took?)))
            .collect()
    }

    /// The names of a set.
    fn names(&self, set: &Digest) -> Result<Vec<String>, String> {
        let mut text = String::new();
        let found = self.blobs.open(&BlobDigest(set.0));
        let found = found.map_err(|error| error.to_string())?;
        let mut found = found.ok_or_else(|| format!("the list of tests {set} is not kept here"))?;
        found
            .read_to_string(&mut text)
            .map_err(|error| error.to_string())?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    fn begun(&self) -> Result<Answer, String> {
        let shared = self.run.shared_tests(self.place);
        let set = shared.and_then(|shared| shared.set());
        let set = set.ok_or("no tests were listed")?;
        Ok(Answer::All {
            digest: set.0.into(),
            tests: self.names(&set)?,
        })
    }

    fn wanted(&self, wanted: Wanted) -> Result<Answer, String> {
        let done = |ended: Ended| TestDone {
            test: ended.run.test,
            run: ended.run.run,
            outcome: ended.outcome,
            micros: ended.micros,
        };
        let command: Command = ShareTests {
            run: self.run.id.clone(),
            place: self.place,
            intent: self.intent,
            turn: wanted.turn,
            set: Digest(wanted.digest.into()),
            done: wanted.ended.into_iter().map(done).collect(),
        }
        .into();
        self.line.say(command)?;
        let told = self.told(wanted.turn);
        Ok(match told.ok_or("the step is not awaited any more")? {
            Told::Run(runs) => Answer::Run(runs),
            Told::Wait => Answer::Wait,
            Told::Done => Answer::Done,
        })
    }

    /// What came of it.
    fn told(&self, turn: u64) -> Option<Told> {
        let run = self.line.run(&self.run.id)?;
        let attempt = run.awaited(self.place, self.intent)?;
        let (tests, _) = run.sharing(self.place)?;
        let TestShare::Worker(worker) = tests.share else {
            return None;
        };
        let lease = lease(worker, attempt.number);
        Some(run.shared_tests(self.place)?.told(&lease, turn))
    }
}
