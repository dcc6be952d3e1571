//! A file as the trace of a pipeline: every mistake in it has its place, or each of its runs gives what was recorded when it
//! is played again, is read as it was once it has been written, and is drawn.
use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_profile::{
    Run, Scenario, Simulation, Waterfall, critical_path, read, slack, waterfall, write,
};

fn source(bytes: &[u8]) -> Option<Arc<Source>> {
    Source::new("trace.json", bytes.to_vec()).ok().map(Arc::new)
}

fn check(run: &Run) {
    let played = Simulation::new(run).play(&Scenario::default());
    assert_eq!(played.length, run.length());
    let ends = run.steps.iter().map(|step| step.ended);
    assert!(ends.eq(played.ended.iter().copied()), "it was otherwise");
    let path = critical_path(run);
    let sum: u64 = path.stretches.iter().map(|one| one.length()).sum();
    assert_eq!(u64::try_from(run.last() - run.started), Ok(sum));
    let slack = slack(run);
    assert!(path.steps.iter().all(|step| slack[*step] == 0));
    let written = source(write(run).as_bytes()).expect("it is text");
    let again = read(&[written]).expect("it was written");
    assert_eq!(again.runs, std::slice::from_ref(run));
    assert!(waterfall(run, &Waterfall::default()).ends_with("</svg>\n"));
}

pub(crate) fn run(bytes: &[u8]) {
    let Some(source) = source(bytes) else {
        return;
    };
    match read(&[source]) {
        Ok(traces) => {
            assert!(!traces.runs.is_empty(), "nothing was read and nothing said");
            traces.runs.iter().for_each(check);
        }
        Err(error) => {
            assert!(!error.findings().is_empty());
            for finding in error.findings() {
                assert!(finding.place.line > 0 && !finding.message.is_empty());
            }
        }
    }
}
