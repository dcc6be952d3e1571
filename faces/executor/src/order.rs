//! What the agent is ordered to run.

use std::collections::BTreeMap;

use holdpoint_agent::{Program, Step};
use holdpoint_domain::Effect;
use holdpoint_domain::pipeline::{Check, Script, TestShare, Tests, Work};
use holdpoint_engine::Task;
use holdpoint_tester::TESTS;

/// The step of the agent that an effect is.
pub(crate) fn step(task: &Task) -> Step {
    match &task.effect {
        Effect::RunStep {
            command,
            variables,
            timeout_seconds,
            ..
        } => {
            let program = Program::Argv(command.clone());
            of(task, program, variables, *timeout_seconds)
        }
        Effect::RunPipelineStep {
            work,
            variables,
            needs,
            timeout_seconds,
            ..
        } => {
            let program = Program::Argv(command(work));
            let mut step = of(task, program, variables, *timeout_seconds);
            step.log_limit = needs.output;
            step
        }
    }
}

fn of(
    task: &Task,
    program: Program,
    variables: &BTreeMap<String, String>,
    timeout_seconds: u32,
) -> Step {
    let mut step = Step::new(task.position, program, u64::from(timeout_seconds) * 1000);
    step.environment = variables.clone();
    step
}

/// Goes to a folder and goes on with what follows.
const FOLDER: &str = "mkdir -p \"$1\" && cd \"$1\" && shift && exec \"$@\"";

/// The program and its arguments. What a definition says is never part of a text that a shell reads, but for its own scripts.
fn command(work: &Work) -> Vec<String> {
    let (folder, own) = match work {
        Work::Run(script) => (script.folder.as_str(), scripted(script)),
        Work::Check(check) => ("", checked(check)),
        Work::Tests(tests) => ("", tested(tests)),
        _ => ("", Vec::new()),
    };
    if folder.is_empty() {
        return own;
    }
    let mut all = ["sh", "-c", FOLDER, "step", folder]
        .map(str::to_owned)
        .to_vec();
    all.extend(own);
    all
}

fn scripted(script: &Script) -> Vec<String> {
    let mut all = script.shell.clone();
    all.push(script.script.clone());
    all
}

/// Tests that are shared with other steps, by this very program.
fn tested(tests: &Tests) -> Vec<String> {
    let what = match tests.share {
        TestShare::Collect => "collect",
        _ => "work",
    };
    let mut all = Vec::new();
    if !tests.setup.is_empty() {
        let script = format!("{}\nexec \"$@\"", tests.setup);
        all.extend(["sh", "-eu", "-c", &script, "setup"].map(str::to_owned));
    }
    all.extend([&own(), TESTS, what, &tests.runner].map(str::to_owned));
    all.extend(tests.arguments.iter().cloned());
    all
}

/// Where this program is.
fn own() -> String {
    let own = std::env::current_exe();
    own.map_or("holdpoint".to_owned(), |path| path.display().to_string())
}

/// A check by this very program.
fn checked(check: &Check) -> Vec<String> {
    let mut all = vec![own(), "check".to_owned()];
    all.extend(check.command.iter().cloned());
    all.extend(["--fail-on".to_owned(), check.fail_on.clone()]);
    all
}
