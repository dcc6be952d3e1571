//! Measurements, as Prometheus reads them.

use std::collections::BTreeMap;

use holdpoint_server::Settings;

use crate::world::World;

/// Parses the text format 0.0.4: the value of each series, and the type of each metric.
fn parse(text: &str) -> (BTreeMap<String, f64>, BTreeMap<String, String>) {
    let (mut values, mut kinds) = (BTreeMap::new(), BTreeMap::new());
    assert!(text.ends_with('\n'));
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(
                kinds.insert(name.to_owned(), kind.to_owned()).is_none(),
                "{name} twice"
            );
            continue;
        }
        if line.starts_with("# HELP ") {
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        let name = series.split('{').next().unwrap();
        let base = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| {
                name.strip_suffix(end)
                    .filter(|base| kinds.contains_key(*base))
            })
            .unwrap_or(name);
        assert!(kinds.contains_key(base), "`{name}` has no type before it");
        assert!(
            name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'),
            "{name}"
        );
        let labels = series.strip_prefix(name).unwrap();
        assert!(labels.is_empty() || (labels.starts_with('{') && labels.ends_with("\"}")));
        assert!(
            values
                .insert(series.to_owned(), value.parse().unwrap())
                .is_none(),
            "{series}"
        );
    }
    (values, kinds)
}

#[test]
fn measurements_are_what_prometheus_reads() {
    let world = World::new();
    world.write("bakery");
    world.get("wrong", "/api/v1/me").is(401);
    let answer = world.get(&world.admin, "/metrics").is(200);
    assert_eq!(
        answer.header("content-type"),
        "text/plain; version=0.0.4; charset=utf-8"
    );
    let (values, kinds) = parse(&answer.text());
    assert_eq!(values["holdpoint_ledger_entries"], world.size() as f64);
    assert!(values["process_resident_memory_bytes"] > 1e6);
    let name = "holdpoint_http_request_duration_seconds";
    assert_eq!(kinds[name], "histogram");
    assert_eq!(
        values[&format!("{name}_count{{route=\"me\",status=\"401\"}}")],
        1.0
    );
    let submitted = values[&format!("{name}_count{{route=\"submit\",status=\"200\"}}")];
    assert_eq!(submitted, 2.0);
    let infinite = format!("{name}_bucket{{route=\"submit\",status=\"200\",le=\"+Inf\"}}");
    assert_eq!(values[&infinite], submitted);
}

#[test]
fn measurements_are_for_readers_unless_the_ledger_is_open() {
    let world = World::new();
    let nobody = world.hire("nobody", None, None);
    world.get(&nobody, "/metrics").is(409);
    let open = Settings {
        open_ledger: true,
        ..Settings::default()
    };
    let world = World::with(open, None);
    world.get("wrong", "/metrics").is(200);
}
