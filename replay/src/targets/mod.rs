//! One file a parser, and the table of them all.

mod admission;
mod agent_frames;
mod ansi;
mod archive;
mod avro;
mod bare_calendar;
mod bundle;
mod calendar;
mod canonical;
mod cdevent;
mod certificate;
mod checkpoint;
mod cobertura;
mod command;
mod configuration;
mod contract;
mod document;
mod enrolment_secret;
mod entry;
mod fsck;
mod graphql;
mod image;
mod import;
mod inventory;
mod json_schema;
mod junit;
mod lcov;
mod migration;
mod note;
mod pipeline;
mod pipeline_trace;
mod policies;
mod proof_file;
mod protobuf;
mod public_key;
mod purl;
mod registry;
mod rego;
mod sbom;
mod scim;
mod ssh_signature;
mod statement;
mod step_log;
mod submission;
mod tile;
mod timings;
mod token;
mod trust_policy;
mod webhook;
mod workbook;

/// What a parser has to hold for these bytes; panics where it does not.
pub type Target = fn(&[u8]);

/// Every target by its name, which is that of its folder of kept inputs.
pub const ALL: &[(&str, Target)] = &[
    ("admission", admission::run),
    ("agent_frames", agent_frames::run),
    ("ansi", ansi::run),
    ("archive", archive::run),
    ("avro", avro::run),
    ("bare_calendar", bare_calendar::run),
    ("bundle", bundle::run),
    ("calendar", calendar::run),
    ("canonical", canonical::run),
    ("cdevent", cdevent::run),
    ("certificate", certificate::run),
    ("checkpoint", checkpoint::run),
    ("cobertura", cobertura::run),
    ("command", command::run),
    ("configuration", configuration::run),
    ("contract", contract::run),
    ("document", document::run),
    ("enrolment_secret", enrolment_secret::run),
    ("entry", entry::run),
    ("fsck", fsck::run),
    ("graphql", graphql::run),
    ("image", image::run),
    ("import", import::run),
    ("inventory", inventory::run),
    ("json_schema", json_schema::run),
    ("junit", junit::run),
    ("lcov", lcov::run),
    ("migration", migration::run),
    ("note", note::run),
    ("pipeline", pipeline::run),
    ("pipeline_trace", pipeline_trace::run),
    ("policies", policies::run),
    ("proof_file", proof_file::run),
    ("protobuf", protobuf::run),
    ("public_key", public_key::run),
    ("purl", purl::run),
    ("registry", registry::run),
    ("rego", rego::run),
    ("sbom", sbom::run),
    ("scim", scim::run),
    ("ssh_signature", ssh_signature::run),
    ("statement", statement::run),
    ("step_log", step_log::run),
    ("submission", submission::run),
    ("tile", tile::run),
    ("timings", timings::run),
    ("token", token::run),
    ("trust_policy", trust_policy::run),
    ("webhook", webhook::run),
    ("workbook", workbook::run),
];

/// The target of that name.
///
/// # Panics
/// There is none.
pub fn named(name: &str) -> Target {
    let found = ALL.iter().find(|(one, _)| *one == name);
    found
        .unwrap_or_else(|| panic!("there is no target `{name}`"))
        .1
}

/// The text at the beginning of the bytes, up to where they are none.
fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}
