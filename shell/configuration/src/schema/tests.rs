//! The shapes have the keys that the reader takes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::BTreeSet;

use super::schema;
use crate::read::keys;

#[test]
fn the_shapes_have_the_keys_that_the_reader_takes() {
    let schema = schema();
    let definition = |name: &str| match name {
        "" => schema["properties"].as_object().unwrap(),
        _ => schema["$defs"][name]["properties"].as_object().unwrap(),
    };
    let pairs = [
        ("", keys::FILE),
        ("Organisation", keys::ORGANISATION),
        ("Retention", keys::RETENTION),
        ("RetentionClass", keys::RETENTION_CLASS),
        ("Witnesses", keys::WITNESSES),
        ("Witness", keys::WITNESS),
        ("Directory", keys::DIRECTORY),
        ("Provider", keys::PROVIDER),
        ("Group", keys::GROUP),
        ("Workloads", keys::WORKLOADS),
        ("Issuer", keys::ISSUER),
        ("Workload", keys::WORKLOAD),
        ("Forge", keys::FORGE),
        ("Channels", keys::CHANNELS),
        ("MailChannel", keys::MAIL),
        ("ChatChannel", keys::CHAT),
        ("Secret", keys::SECRET),
        ("Naming", keys::NAMING),
        ("VersionDetails", keys::VERSION),
        ("Calendar", keys::CALENDAR),
        ("Window", keys::WINDOW),
        ("When", keys::WHEN),
        ("Train", keys::TRAIN),
        ("ScopeFreeze", keys::SCOPE_FREEZE),
        ("FreezeOf", keys::FREEZE),
        ("Fiscal", keys::FISCAL),
        ("Unit", keys::UNIT),
        ("Team", keys::TEAM),
        ("Environment", keys::ENVIRONMENT),
        ("Criterion", keys::CRITERION),
        ("ApprovalsInFull", keys::APPROVALS),
        ("EvidenceInFull", keys::EVIDENCE),
        ("Step", keys::STEP),
        ("Component", keys::COMPONENT),
        ("MeasuredTransaction", keys::KEY_TRANSACTION),
        ("Template", keys::TEMPLATE),
        ("TitledPolicy", keys::POLICY),
    ];
    for (name, keys) in pairs {
        let shape: BTreeSet<&str> = definition(name).keys().map(String::as_str).collect();
        let reader: BTreeSet<&str> = keys.iter().copied().collect();
        assert_eq!(shape, reader, "{name}");
    }
    // Those of pipelines are compared where they are.
    let theirs = closed(&holdpoint_pipelines::schema::schema());
    assert_eq!(
        closed(&schema) + 1,
        pairs.len() + theirs,
        "every map is closed, and compared above"
    );
}

fn closed(schema: &serde_json::Value) -> usize {
    let all = schema["$defs"].as_object().unwrap().values();
    let closed =
        all.filter(|one| one.get("properties").is_some() && one["additionalProperties"] == false);
    closed.count()
}
