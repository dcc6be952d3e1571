//! Pages of what goes wrong with pipelines as a whole; mistakes of a definition are rules.

use holdpoint_domain::RefusalPage;

crate::error::pages! {
    "pipeline-none": "there is no pipeline in `{file}`",
        help "add one under `pipelines`; docs/pipelines.md shows how",
        why "A file without pipelines is most often the wrong file.";
    "pipeline-which": "there are several pipelines, and one is needed",
        help "name the pipeline after the file",
        why "A picture, a graph or inputs are those of one pipeline.";
    "pipeline-input-form": "`{text}` gives no value to an input",
        help "write `--input NAME=VALUE`",
        why "An input has a name and a value.";
}
