//! Stories as files: commands with what they print, in `tests/scripts`. `UPDATE=1` writes the answers anew.
//!
//! | a line | is |
//! |---|---|
//! | `hire anna release-manager` | somebody who comes, with roles |
//! | `file NAME`, then lines that begin with `\| ` | a file in the repository |
//! | `$ COMMAND`, `anna$ COMMAND` | a command, of the operating-system user or of somebody who was hired |
//! | an indented line | what the command before it printed, then how it exited if that was not 0 |
//!
//! `$REGISTRY` is a server of files, which keeps what it is handed, `$DATABASE` an empty PostgreSQL database, `$BUCKET` an empty bucket. Everything else is prose. What differs from run to run is replaced: times by `TIME`, ids and digests by the order
//! in which they are met (`wai_1`, `sha256:1`). In a command such a number stands for the thing itself.

mod coverage;
mod player;
mod registry;
mod stage;

use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scripts")
}

fn play(name: &str) {
    let path = folder().join(format!("{name}.txt"));
    let script = std::fs::read_to_string(&path).unwrap();
    let played = player::play(&script);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &played).unwrap();
        return;
    }
    let differs = script
        .lines()
        .zip(played.lines())
        .position(|(kept, now)| kept != now);
    assert!(
        script == played,
        "{} is otherwise from line {:?} on; `UPDATE=1` writes it anew:\n{played}",
        path.display(),
        differs.map(|line| line + 1)
    );
}

macro_rules! scripts {
    ($($name:ident,)*) => {
        $(#[test]
        fn $name() {
            play(stringify!($name));
        })*

        const SCRIPTS: &[&str] = &[$(stringify!($name)),*];
    };
}

scripts! {
    booking,
    breaking_contracts,
    breaking_formats,
    risky_migrations,
    drawing_pipelines,
    adopting_a_repository,
    putting_a_release_together,
    evidence_of_every_kind,
    deciding_for_others,
    leaving,
    provisioning,
    forbidding_more,
    letting_programs_in,
    logging_in_elsewhere,
    exceptions,
    deploying,
    importing,
    moving,
    content_elsewhere,
    configuring,
    keeping,
    forgetting,
    gating_checks,
    meeting_contracts,
    nights,
    profiling_pipelines,
    running_pipelines,
    agents_on_other_hosts,
    steps_with_what_they_need,
    waiving_findings,
    witnessing,
    working_times,
    calendars,
    splitting_tests,
    sharing_tests,
    closing,
    going_together,
    proving,
    serving,
    showing_verdicts,
    signing,
    signing_decisions,
    sampling,
    subscribing,
    talking,
}
