//! Which of the runs are meant.

use std::collections::BTreeSet;

use holdpoint_profile::Run;

use crate::error::Failure;

/// The runs of one pipeline, in the order in which they began.
pub(super) struct Picked {
    pub(super) runs: Vec<Run>,
    /// The other pipelines.
    pub(super) others: Vec<String>,
    shown: Run,
}

impl Picked {
    /// The one that is shown.
    pub(super) fn shown(&self) -> &Run {
        &self.shown
    }
}

/// Of these runs, those of the pipeline that is named, or else of the newest run, or of the run that is named.
pub(super) fn pick(
    runs: Vec<Run>,
    pipeline: Option<&str>,
    id: Option<&str>,
) -> Result<Picked, Failure> {
    let fits = |run: &&Run| pipeline.is_none_or(|name| run.pipeline == name);
    if let (Some(name), None) = (pipeline, runs.iter().find(fits)) {
        let known = runs.iter().map(|run| run.pipeline.clone());
        return Err(unknown(
            "pipeline",
            "no run is of a pipeline that is called",
            name,
            known,
        ));
    }
    let found = { runs.iter().filter(fits) }.rfind(|run| id.is_none_or(|id| run.id == id));
    let Some(shown) = found.cloned() else {
        let known = runs.iter().filter(fits).map(|run| run.id.clone());
        return Err(unknown(
            "run",
            "no run is called",
            id.unwrap_or_default(),
            known,
        ));
    };
    let (own, others): (Vec<Run>, Vec<Run>) =
        { runs.into_iter() }.partition(|run| run.pipeline == shown.pipeline);
    let others: BTreeSet<String> = others.into_iter().map(|run| run.pipeline.clone()).collect();
    Ok(Picked {
        runs: own,
        others: others.into_iter().collect(),
        shown,
    })
}

fn unknown(what: &str, said: &str, name: &str, known: impl Iterator<Item = String>) -> Failure {
    let known: BTreeSet<String> = known.collect();
    let known: Vec<String> = known
        .iter()
        .take(10)
        .map(|one| format!("`{one}`"))
        .collect();
    let failure = Failure::input(&format!("trace-{what}-unknown"), format!("{said} `{name}`"));
    failure.help(format!("the files have {}", known.join(", ")))
}
