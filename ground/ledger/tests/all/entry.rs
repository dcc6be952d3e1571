//! Entries: one form, and clear words about every other.

use holdpoint_ledger::MAX_ENTRY;
use holdpoint_ledger::entry::{Entry, EntryError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

fn sample() -> Entry {
    let data = json!({"to": "done", "from": null, "count": 3});
    Entry::new(
        "7",
        "urn:example:source",
        "org.example.moved.v1",
        "item/17",
        "2026-11-24T12:00:00.250Z",
        data,
    )
    .with("actor", "p-1")
    .with("traceparent", "00-a-b-01")
}

const BYTES: &str = r#"{"actor":"p-1","data":{"count":3,"from":null,"to":"done"},"id":"7","source":"urn:example:source","specversion":"1.0","subject":"item/17","time":"2026-11-24T12:00:00.250Z","traceparent":"00-a-b-01","type":"org.example.moved.v1"}"#;

#[test]
fn an_entry_is_written_canonically_and_reads_back() {
    let bytes = sample().to_bytes().unwrap();
    assert_eq!(String::from_utf8_lossy(&bytes), BYTES);
    assert_eq!(Entry::<Value>::parse(&bytes).unwrap(), sample());
    assert_eq!(Entry::<Value>::parse_trusted(&bytes).unwrap(), sample());
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moved {
    to: String,
    from: Option<String>,
    count: u32,
}

#[test]
fn data_is_read_into_a_type_of_its_own() {
    let entry = Entry::<Moved>::parse(BYTES.as_bytes()).unwrap();
    assert_eq!(
        entry.data,
        Moved {
            to: "done".into(),
            from: None,
            count: 3
        }
    );
    assert_eq!(entry.to_bytes().unwrap(), BYTES.as_bytes());
}

#[test]
fn what_is_missing_wrong_or_spelt_otherwise_is_refused() {
    let refused = [
        (BYTES.replace("1.0", "1.1"), "`specversion` is not `1.0`"),
        (BYTES.replace(r#""id":"7","#, ""), "missing field `id`"),
        (
            BYTES.replace(r#""data":{"count":3,"from":null,"to":"done"},"#, ""),
            "missing field `data`",
        ),
        (
            BYTES.replace(r#""id":"7""#, r#""id":7"#),
            "expected a string",
        ),
        (
            BYTES.replace(r#""id":"7""#, r#""id":"""#),
            "attribute `id` of the entry must not be empty",
        ),
        (
            BYTES.replace("24T12", "24 12"),
            "not an RFC 3339 time in UTC",
        ),
        (
            BYTES.replace("actor", "Actor"),
            "1 to 20 lower-case letters and digits",
        ),
        (
            BYTES.replace("\"id\"", "\"datacontenttype\""),
            "missing field `id`",
        ),
        (
            BYTES.replace("count\":3", "count\":3.5"),
            "not canonical JSON at byte",
        ),
        (
            BYTES.replace("{\"actor\"", "{ \"actor\""),
            "not canonical JSON at byte 1",
        ),
        (format!("[{BYTES}]"), "expected a CloudEvents 1.0 object"),
        (format!("{BYTES}\n"), "bytes follow the value"),
    ];
    for (bytes, reason) in refused {
        let error = Entry::<Value>::parse(bytes.as_bytes())
            .unwrap_err()
            .to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn what_would_not_read_back_is_not_written() {
    let reserved = sample()
        .with("dataschema", "x")
        .to_bytes()
        .unwrap_err()
        .to_string();
    assert_eq!(
        reserved,
        "attribute `dataschema` of the entry is none that entries have as an extension"
    );
    let mut timeless = sample();
    timeless.time = "yesterday".into();
    assert!(matches!(timeless.to_bytes(), Err(EntryError::Invalid(_))));
    let mut float = sample();
    float.data = json!({"ratio": 0.5});
    let error = float.to_bytes().unwrap_err().to_string();
    assert!(
        error.contains("write decimals as strings with a unit"),
        "{error}"
    );
}

#[test]
fn the_largest_entry_fits_and_one_byte_more_says_what_to_do() {
    let sized = |size: usize| {
        let mut entry = sample();
        entry.data = json!("");
        let rest = entry.to_bytes().unwrap().len();
        entry.data = json!("x".repeat(size - rest));
        entry.to_bytes()
    };
    let largest = sized(MAX_ENTRY).unwrap();
    assert_eq!(largest.len(), 65_535);
    Entry::<Value>::parse(&largest).unwrap();
    assert_eq!(
        sized(MAX_ENTRY + 10).unwrap_err().to_string(),
        "the entry has 65545 bytes, 10 over the limit of 65535: put large content into the blob store \
         and its digest into the entry"
    );
    assert!(
        Entry::<Value>::parse(&vec![b' '; 65_536])
            .unwrap_err()
            .to_string()
            .contains("65536 bytes")
    );
}
