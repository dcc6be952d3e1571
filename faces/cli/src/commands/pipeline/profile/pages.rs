//! Pages of what goes wrong with profiles.

use holdpoint_domain::RefusalPage;

crate::error::pages! {
    "trace-pipeline-unknown": "no run is of a pipeline that is called `{pipeline}`",
        help "name one that is in the files; without `--pipeline` it is that of the newest run",
        why "Runs of different pipelines are not compared.";
    "trace-run-unknown": "no run is called `{run}`",
        help "name one that is in the files; without `--run` the newest is shown",
        why "A profile of another run would be taken for that of this one.";
    "what-if-wrong": "`{text}` cannot be understood",
        help "write `STEP=0`, `STEP=50%`, `STEP=2m`, `kind:approval=1h` or `agents=2x`; several with commas between them",
        why "A change that is not understood would be answered as if nothing changed.";
    "what-if-unknown": "no step, part or pool is called `{name}`",
        help "take a name as the profile shows it",
        why "A change of what is not there would be answered as if nothing changed.";
}
