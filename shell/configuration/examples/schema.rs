//! Writes the JSON Schema of `holdpoint.yaml` to standard output.
//!
//! `cargo run -p holdpoint-configuration --example schema > schemas/holdpoint.schema.json`
#![allow(clippy::print_stdout, reason = "it is what this example is for")]

fn main() -> Result<(), serde_json::Error> {
    let schema = holdpoint_configuration::schema();
    println!("{}", serde_json::to_string_pretty(&schema)?);
    Ok(())
}
