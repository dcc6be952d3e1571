//! How long steps of pipelines take through the agent, each with a process of its own: as the ledger has it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::shell;

/// Steps one after the other, and side by side.
const CHAIN: usize = 50;
const SIDE: usize = 200;
/// How often each is run, unless it is said.
const ROUNDS: usize = 10;

/// Runs both with the optimised program, or the one that is named, and says how long a step took.
pub fn measure(rest: &[String]) -> Result<()> {
    let (program, rounds) = match rest {
        [] => (built()?, ROUNDS),
        [flag, program] if flag == "--program" => (program.clone(), ROUNDS),
        _ => bail!("`cargo xtask steps [--program HOLDPOINT]`"),
    };
    let place = std::env::temp_dir().join(format!("holdpoint-steps-load-{}", std::process::id()));
    std::fs::create_dir_all(&place)?;
    let measured = within(&place, &program, rounds);
    std::fs::remove_dir_all(&place)?;
    measured
}

fn built() -> Result<String> {
    shell::run(
        "cargo",
        &["build", "--release", "--locked", "-p", "holdpoint"],
    )?;
    let program = shell::root().join("target/release/holdpoint");
    Ok(program.display().to_string())
}

fn within(place: &Path, program: &str, rounds: usize) -> Result<()> {
    std::fs::write(place.join("holdpoint.yaml"), definition().to_string())?;
    let hold = |token: Option<&str>, words: &[&str]| {
        let mut command = Command::new(program);
        command.arg("--quiet").args(words).current_dir(place);
        if let Some(token) = token {
            command
                .args(["--format", "json"])
                .env("HOLDPOINT_TOKEN", token);
        }
        let output = command.output().context("holdpoint cannot be started")?;
        let said = String::from_utf8_lossy(&output.stderr);
        // A run that has failed says so by its exit code, and what it is all the same.
        if !output.status.success() {
            bail!("{words:?}: {said}");
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    };
    hold(None, &["apply"])?;
    let mail = ["--mail", "rita@example.org"];
    hold(
        None,
        &[["person", "add", "rita"].as_slice(), &mail].concat(),
    )?;
    hold(None, &["access", "grant", "rita", "release-manager"])?;
    let code = hold(None, &["person", "enrol", "rita"])?;
    let token = hold(None, &["person", "redeem", &code])?;
    for (pipeline, steps) in [("chain", CHAIN), ("side", SIDE)] {
        let mut times = Vec::new();
        for _ in 0..rounds {
            let run = hold(Some(&token), &["pipeline", "run", pipeline])?;
            times.push(took(&serde_json::from_str(&run)?)?);
        }
        times.sort_unstable();
        let (least, middle) = (times.first(), times.get(times.len() / 2));
        let (least, middle) = least.zip(middle).context("no rounds")?;
        let each = |time: &u64| *time as f64 / steps as f64;
        println!(
            "{pipeline}: {steps} steps in {least} ms at least, {middle} ms in the middle of {rounds} rounds; {:.2} and {:.2} ms a step",
            each(least),
            each(middle)
        );
    }
    Ok(())
}

/// From the request of the first step to the end of the run, in milliseconds.
fn took(run: &Value) -> Result<u64> {
    let run = run.get("run").unwrap_or(run);
    let time = |name: &str| {
        let text = run.get(name).and_then(Value::as_str);
        let text = text.with_context(|| format!("no `{name}` in {run}"))?;
        millis(text)
    };
    let (began, ended) = (time("started")?, time("settled")?);
    Ok(ended.saturating_sub(began))
}

/// Milliseconds of a day in a time of RFC 3339; a run does not last over midnight.
fn millis(text: &str) -> Result<u64> {
    let (_, clock) = text.split_once('T').context("no time")?;
    let clock = clock.trim_end_matches('Z');
    let (whole, part) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut seconds = 0;
    for part in whole.split(':') {
        seconds = seconds * 60 + part.parse::<u64>()?;
    }
    let part = format!("{part:0<3}");
    let millis = part.get(..3).unwrap_or("0").parse::<u64>()?;
    Ok(seconds * 1_000 + millis)
}

fn definition() -> Value {
    let step = |at: usize| json!({"name": format!("s{at}"), "run": "true"});
    let chain: Vec<_> = (0..CHAIN).map(step).collect();
    let side: Vec<_> = (0..SIDE).map(step).collect();
    let stage = |steps: Value| json!({"stages": [{"name": "build", "steps": steps}]});
    json!({
        "organisation": {"name": "load"},
        "pipelines": {"chain": stage(json!(chain)), "side": stage(json!([{"parallel": side}]))},
    })
}
