//! Checks beside the tools that do the same, in one run on one machine: processor time of whole processes, taken in turn.

mod inputs;
mod taken;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::shell;
use taken::{Taken, in_turn};

/// Versions that are compared with.
const PACKAGES: [&str; 2] = ["@bufbuild/buf@1.75.0", "squawk-cli@2.66.0"];
/// Runs of each.
const RUNS: usize = 10;

/// One line of the table.
struct Row {
    what: &'static str,
    bar: f64,
    ours: Taken,
    theirs: Option<(&'static str, Taken)>,
}

/// Measures all, and prints a table.
pub fn measure(arguments: &[String]) -> Result<()> {
    let named = |option: &str| match arguments.iter().position(|one| one == option) {
        Some(at) => arguments.get(at + 1).map(String::as_str),
        None => None,
    };
    let known = |pair: &[String]| matches!(pair, [option, _] if option == "--oasdiff" || option == "--program");
    if !arguments.chunks(2).all(known) {
        bail!("cargo xtask peers [--oasdiff PROGRAM] [--program HOLDPOINT]");
    }
    let folder = shell::root().join("target/peers");
    std::fs::create_dir_all(&folder)?;
    let line = [
        &["install", "--no-audit", "--no-fund", "--prefix"][..],
        &[utf8(&folder)?],
        &PACKAGES,
    ]
    .concat();
    shell::run("npm", &line).context("the peers need `npm`, and its registry")?;
    let ours = match named("--program") {
        Some(program) => PathBuf::from(program).canonicalize()?,
        None => {
            let line = ["build", "--locked", "--release", "-p", "holdpoint"];
            shell::run("cargo", &line)?;
            shell::root().join("target/release/holdpoint")
        }
    };
    inputs::write(&folder)?;
    let bench = Bench { ours, folder };
    print(&[
        bench.start()?,
        bench.openapi(named("--oasdiff"))?,
        bench.protobuf()?,
        bench.migrations("a migration", "one", 1)?,
        bench.migrations("1,000 migrations, each", "many", inputs::MIGRATIONS)?,
    ]);
    Ok(())
}

struct Bench {
    ours: PathBuf,
    folder: PathBuf,
}

impl Bench {
    fn start(&self) -> Result<Row> {
        let ours = in_turn(&self.folder, &[&self.line(&["--version"])?], RUNS * 10)?;
        Ok(row("start and end", 10.0, &ours, None))
    }

    fn openapi(&self, oasdiff: Option<&str>) -> Result<Row> {
        let (old, new) = ("old.yaml", "new.yaml");
        let ours = self.line(&["check", "api", "--base", old, "--revision", new])?;
        let theirs = oasdiff.map(|program| line(program, &["changelog", old, new]));
        let lines: Vec<_> = std::iter::once(&ours)
            .chain(&theirs)
            .map(Vec::as_slice)
            .collect();
        let taken = in_turn(&self.folder, &lines, RUNS)?;
        Ok(row(
            "two OpenAPI descriptions of 1,000 operations",
            150.0,
            &taken,
            Some("oasdiff"),
        ))
    }

    fn protobuf(&self) -> Result<Row> {
        let (old, new) = ("proto/old", "proto/new");
        let ours = self.line(&["check", "api", "--base", old, "--revision", new])?;
        let theirs = line(&self.peer("buf")?, &["breaking", new, "--against", old]);
        let taken = in_turn(&self.folder, &[&ours, &theirs], RUNS)?;
        Ok(row(
            "two Protobuf contracts of 2,000 messages",
            250.0,
            &taken,
            Some("buf"),
        ))
    }

    fn migrations(&self, what: &'static str, folder: &str, files: usize) -> Result<Row> {
        let ours = self.line(&["check", "migrations", folder])?;
        let mut theirs = line(&self.peer("squawk")?, &[]);
        for file in std::fs::read_dir(self.folder.join(folder))? {
            theirs.push(utf8(&file?.path())?.to_owned());
        }
        // A single file takes about as long as starting.
        let runs = if files == 1 { RUNS * 10 } else { RUNS };
        let taken = in_turn(&self.folder, &[&ours, &theirs], runs)?;
        let each: Vec<_> = taken.iter().map(|taken| taken.each(files)).collect();
        let bar = if files == 1 { 10.0 } else { 1.0 };
        Ok(row(what, bar, &each, Some("squawk")))
    }

    fn line(&self, arguments: &[&str]) -> Result<Vec<String>> {
        Ok(line(utf8(&self.ours)?, arguments))
    }

    /// The program itself, without the one of Node.js that starts it.
    fn peer(&self, name: &str) -> Result<String> {
        let packages = self.folder.join("node_modules");
        let places = match name {
            "buf" => ["@bufbuild/buf-linux-x64/bin/buf"],
            _ => ["@squawk-cli/linux-x64/bin/squawk"],
        };
        let places = places.map(|place| packages.join(place));
        let found = places.iter().find(|path| path.is_file());
        let shim = packages.join(".bin").join(name);
        Ok(utf8(found.unwrap_or(&shim))?.to_owned())
    }
}

fn row(what: &'static str, bar: f64, taken: &[Taken], peer: Option<&'static str>) -> Row {
    let mut taken = taken.iter().copied();
    Row {
        what,
        bar,
        ours: taken.next().unwrap_or_default(),
        theirs: peer.zip(taken.next()),
    }
}

fn line(program: &str, arguments: &[&str]) -> Vec<String> {
    std::iter::once(&program)
        .chain(arguments)
        .map(|word| (*word).to_owned())
        .collect()
}

fn utf8(path: &Path) -> Result<&str> {
    path.to_str().context("the path is no UTF-8")
}

fn print(rows: &[Row]) {
    println!("\n| what | goal | holdpoint | peer |\n|---|---|---|---|");
    for Row {
        what,
        bar,
        ours,
        theirs,
    } in rows
    {
        let theirs =
            theirs.map_or_else(|| "–".to_owned(), |(name, taken)| format!("{name} {taken}"));
        println!("| {what} | {bar} ms | {ours} | {theirs} |");
    }
    println!("\nProcessor time of whole processes, and how long they took.");
}
