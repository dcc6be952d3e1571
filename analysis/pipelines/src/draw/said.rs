//! What is said about the work of a step, in a few words each.

use crate::model::{Approval, Deploy, Gate, GateMode, Manual, Per, Tests, Verify, Wait, Work};
use crate::shape::Word;
use crate::{Share, Task};

pub(super) fn of_task(task: &Task) -> Vec<String> {
    match &task.work {
        Work::Wait(wait) => of_wait(wait),
        Work::Gate(gate) => of_gate(gate),
        Work::Approval(approval) => of_approval(approval),
        Work::Deploy(deploy) => of_deploy(deploy),
        Work::Verify(verify) => of_verify(verify),
        Work::Check(check) => {
            let words: Vec<_> = check.command.iter().map(|word| word.as_str()).collect();
            vec![words.join(" ")]
        }
        Work::Tests(tests) => of_tests(tests, task.share),
        Work::Manual(manual) => of_manual(manual),
        Work::External(external) => vec![format!("{} {}", external.system, external.job.as_str())],
        Work::Container(container) => vec![container.image.as_str().to_owned()],
        Work::Http(http) => vec![format!("{} {}", http.method, http.url.as_str())],
        Work::RollBack(back) => vec![format!("what ran before {}", back.of)],
        Work::Run(_) => Vec::new(),
    }
}

fn words(words: &[Word]) -> String {
    let words: Vec<_> = words.iter().map(Word::as_str).collect();
    words.join(", ")
}

pub(super) fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn of_wait(wait: &Wait) -> Vec<String> {
    match wait.r#for {
        Some(time) => vec![time.text()],
        None => vec![format!("until {} is open", words(&wait.window))],
    }
}

fn of_gate(gate: &Gate) -> Vec<String> {
    let of = gate.environment.iter().map(|one| format!("of {one}"));
    let release = gate
        .release
        .iter()
        .map(|one| format!("for {}", one.as_str()));
    let mode = (gate.mode != GateMode::Enforce).then(|| gate.mode.to_string());
    of.chain(release).chain(mode).collect()
}

fn of_approval(approval: &Approval) -> Vec<String> {
    let mut said = vec![format!("by {}", words(&approval.roles))];
    said.extend(approval.quorum.map(|quorum| format!("{} each", quorum.0)));
    said
}

fn of_deploy(deploy: &Deploy) -> Vec<String> {
    let to = deploy.environment.iter().map(|one| format!("to {one}"));
    let kind = deploy.strategy.iter().map(|one| one.0.kind.to_string());
    let parts = (!deploy.components.is_empty()).then(|| words(&deploy.components));
    let each = (deploy.per == Per::Component && parts.is_none())
        .then(|| "each component after those that it depends on".to_owned());
    let back = deploy
        .roll_back
        .then(|| "rolled back if the run fails".to_owned());
    to.chain(parts)
        .chain(each)
        .chain(kind)
        .chain(back)
        .collect()
}

fn of_verify(verify: &Verify) -> Vec<String> {
    let time = verify.r#for.iter();
    time.map(|time| format!("for {}", time.text())).collect()
}

fn of_tests(tests: &Tests, share: Option<Share>) -> Vec<String> {
    let runner = tests.runner.to_string();
    match share {
        Some(Share::Worker(number)) => {
            let workers = tests.workers.map_or(1, |workers| workers.0);
            vec![runner, format!("{number} of {workers}")]
        }
        Some(Share::Collect) => vec![runner, "listed".to_owned()],
        Some(Share::Result) => vec!["none lost".to_owned()],
        None => vec![runner],
    }
}

fn of_manual(manual: &Manual) -> Vec<String> {
    let mut said = vec![format!("by {}", manual.owner)];
    said.extend(manual.confirm.then(|| "second person confirms".to_owned()));
    said
}
