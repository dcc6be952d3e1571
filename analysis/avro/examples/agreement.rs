//! How far findings agree with those of Apache Avro, and with what its reader makes of data.
//!
//! ```text
//! cargo run --release -p holdpoint-avro --example agreement -- CLASSPATH [PAIRS [FIRST SEED]]
//! ```
//!
//! `CLASSPATH` has Avro and what it needs; `FILE` instead of a number has pairs, a line each: `[writer, reader]`.
#![allow(clippy::print_stdout, reason = "it is run by hand")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "it is run by hand"
)]
#![allow(dead_code, reason = "the tests have more of it")]

#[path = "../tests/all/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use holdpoint_avro::{Schema, compare};
use holdpoint_findings::{Direction, Level, Source};
use random::Maker;
use serde_json::{Value, json};

fn read(schema: &Value) -> Option<Schema> {
    let source = Source::new("a.avsc", schema.to_string().into_bytes()).ok()?;
    Schema::read(&[Arc::new(source)]).ok()
}

/// The kinds that break, by the names of the peer, and what has none there; none if it is refused.
fn ours(pair: &Value) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
    let (writer, reader) = (read(&pair[0])?, read(&pair[1])?);
    let found = compare(&writer, &reader, Direction::Backward).findings;
    let (mut known, mut own) = (BTreeSet::new(), BTreeSet::new());
    for finding in found {
        let alias = finding.rule.aliases.first();
        match alias.and_then(|alias| alias.strip_prefix("avro:")) {
            Some(kind) => known.insert(kind.to_owned()),
            None if finding.level > Level::Info => own.insert(finding.rule.id.to_owned()),
            None => false,
        };
    }
    Some((known, own))
}

fn pairs() -> Vec<Value> {
    let mut arguments = std::env::args().skip(2);
    let which = arguments.next().unwrap_or_else(|| "2000".to_owned());
    let Ok(count) = which.parse::<u64>() else {
        let text = std::fs::read_to_string(which).unwrap();
        return text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
    };
    let first: u64 = arguments.next().map_or(1, |seed| seed.parse().unwrap());
    (first..first + count)
        .map(|seed| {
            let (base, revision) = Maker::pair(seed);
            json!([base, revision])
        })
        .collect()
}

fn theirs(pairs: &[Value]) -> Vec<String> {
    let classes = std::env::args().nth(1).unwrap();
    let peer = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/Peer.java");
    let mut child = Command::new("java")
        .args(["-Xss512k", "-cp", &classes, peer])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text: Vec<String> = pairs.iter().map(|pair| format!("{pair}\n")).collect();
    let writing = std::thread::spawn(move || input.write_all(text.concat().as_bytes()));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

fn main() {
    let pairs = pairs();
    let answers = theirs(&pairs);
    assert_eq!(answers.len(), pairs.len(), "the peer ended early");
    let (mut counts, mut shown) = (
        BTreeMap::<String, usize>::new(),
        BTreeMap::<String, usize>::new(),
    );
    for (pair, answer) in pairs.iter().zip(&answers) {
        let words: Vec<&str> = answer.split(' ').collect();
        let ours = ours(pair);
        let mut say = |what: String| {
            *counts.entry(what.clone()).or_default() += 1;
            let seen = shown.entry(what.clone()).or_default();
            *seen += 1;
            let apart = ["only", "refused here", "kinds apart", "not read", "failed"];
            if *seen <= 3 && apart.iter().any(|word| what.contains(word)) {
                println!("{what}: {answer}\n  {}\n  {}\n  {ours:?}", pair[0], pair[1]);
            }
        };
        match (&ours, words[0]) {
            (None, "refused") => say("refused by both".to_owned()),
            (Some(_), "refused") => say("refused there only".to_owned()),
            (None, _) => say("refused here only".to_owned()),
            (_, "failed") => say("failed there".to_owned()),
            (Some((known, own)), verdict) => {
                let kinds: BTreeSet<String> = { words[1].split(',') }
                    .filter(|kind| !kind.is_empty())
                    .map(str::to_owned)
                    .collect();
                let (here, there) = (!known.is_empty(), verdict == "INCOMPATIBLE");
                say(match (here, there) {
                    (true, true) if *known == kinds => "breaks, same kinds by both".to_owned(),
                    (true, true) => "breaks by both, kinds apart".to_owned(),
                    (false, false) => "compatible by both".to_owned(),
                    (true, false) => "breaks only here".to_owned(),
                    (false, true) => "breaks only there".to_owned(),
                });
                let unread = words[3] != "0";
                if !here && own.is_empty() && unread {
                    say("compatible here, but its reader fails on data: not read".to_owned());
                } else if !here && !own.is_empty() && unread {
                    say(format!("its reader fails on data, said as {own:?} by both"));
                }
            }
        }
    }
    counts
        .iter()
        .for_each(|(what, count)| println!("{count:7} {what}"));
}
