//! What the ledger is told of a step that has ended.

use holdpoint_domain::deployment::{FinishStep, LoseStep, StepOutcome};
use holdpoint_domain::pipeline::{FinishRunStep, StepResult};
use holdpoint_domain::{Command, Effect};
use holdpoint_engine::Task;

/// The command that says how it ended.
pub(crate) fn told(task: &Task, result: StepResult) -> Vec<Command> {
    let intent = task.position;
    let command = match &task.effect {
        Effect::RunPipelineStep { run, place, .. } => FinishRunStep {
            run: run.clone(),
            place: *place,
            intent,
            result,
        }
        .into(),
        Effect::RunStep { deployment, .. } if result.lost => LoseStep {
            deployment: deployment.clone(),
            intent,
        }
        .into(),
        Effect::RunStep { deployment, .. } => FinishStep {
            deployment: deployment.clone(),
            intent,
            outcome: outcome(result),
        }
        .into(),
    };
    vec![command]
}

fn outcome(result: StepResult) -> StepOutcome {
    StepOutcome {
        exit_code: result.exit_code,
        signal: result.signal,
        timed_out: result.timed_out,
        blob: result.log,
        started: result.started,
        ended: result.ended,
    }
}
