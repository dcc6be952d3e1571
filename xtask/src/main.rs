//! The project's own chores: `cargo xtask` lists them.

mod advisories;
mod api;
mod browser;
mod chart;
mod fuzz;
mod licences;
mod lock;
mod node;
mod package;
mod peers;
mod picture;
mod prerequisites;
mod program;
mod providers;
mod python;
mod scim;
mod shell;
mod steps;
mod storages;
mod test;
mod tidy;
mod update;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask test         install what the tests need, then run every check there is
cargo xtask setup        install what the tests need
cargo xtask tidy         lengths of files and functions, floors, links, traces of a machine
cargo xtask licences     licences of all dependencies
cargo xtask advisories   known vulnerabilities of all dependencies [--update REPOSITORY]
cargo xtask fuzz         every fuzz target for a while [--seconds N] [TARGET…]
cargo xtask update       generated files: schemas, references, snapshots, maxima of `tidy`
cargo xtask scim         the served sample as a directory meets it, with scim2-tester
cargo xtask api          the served sample against its OpenAPI document, with schemathesis
cargo xtask browser      the pages in Chromium: journeys, accessibility [--visible] [PART OF A NAME…]
cargo xtask pictures     the pictures of pages in the README
cargo xtask look DIR     pictures of every page, to look at [--empty|--many]
cargo xtask paint        how long until every page is painted, and what it ships
cargo xtask chart        the Helm chart with Helm, which is built if it is not there
cargo xtask package      the Debian package, from an optimised build [--trial]
cargo xtask peers        checks beside the tools that do the same [--oasdiff PROGRAM] [--program HOLDPOINT]
cargo xtask steps        how long steps of pipelines take through the agent [--program HOLDPOINT]
cargo xtask picture      the terminal picture of the README";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments.as_slice()),
    };
    match command {
        "test" => test::all(),
        "setup" => prerequisites::install(),
        "tidy" => tidy::check(),
        "licences" => licences::check(),
        "advisories" => advisories::run(rest),
        "fuzz" => fuzz::run(rest),
        "api" => api::fuzz(),
        "scim" => scim::check(),
        "browser" => browser::run("test", rest),
        "pictures" | "look" | "paint" => browser::run(command, rest),
        "chart" => chart::check(),
        "package" => package::run(rest),
        "steps" => steps::measure(rest),
        "peers" => peers::measure(rest),
        "update" => update::generated(),
        "picture" => picture::draw(),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("there is no chore `{other}`\n\n{HELP}"),
    }
}
