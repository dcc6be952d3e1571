//! Pairs of OpenAPI documents that differ at random, for `agreement`.
//!
//! `mutations DIR COUNT SEED [3.0.3|3.1.0]` writes `DIR/SEED-N/base.json` and `revision.json`: a made-up document, and the same
//! with one to three things changed as people change them. The same seed gives the same pairs.
#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a tool for developers"
)]

mod chance;
mod change;
mod document;
mod schema;

use std::error::Error;
use std::path::Path;

use chance::Chance;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count, seed, version @ ..] = arguments.as_slice() else {
        return Err("mutations DIR COUNT SEED [3.0.3|3.1.0]".into());
    };
    let version = version.first().map_or("3.0.3", String::as_str);
    let (count, seed): (u64, u64) = (count.parse()?, seed.parse()?);
    for number in 0..count {
        let mut chance = Chance::of(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let base = document::document(&mut chance, version);
        let mut revision = base.clone();
        for _ in 0..=chance.below(3) {
            change::change(&mut chance, &mut revision, version);
        }
        let pair = Path::new(folder).join(format!("{seed}-{number:05}"));
        std::fs::create_dir_all(&pair)?;
        std::fs::write(pair.join("base.json"), serde_json::to_string_pretty(&base)?)?;
        std::fs::write(
            pair.join("revision.json"),
            serde_json::to_string_pretty(&revision)?,
        )?;
    }
    println!("{count} pairs in {folder}");
    Ok(())
}
