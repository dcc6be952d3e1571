//! Input that is meant to do harm is refused in bounded time and memory.

use holdpoint_findings::{Source, source_limit};

use crate::world::{read, wrong};

#[test]
fn deep_nesting_is_refused() {
    for (name, text) in [
        ("a.json", "[".repeat(10_000)),
        ("a.yaml", "[".repeat(10_000)),
        ("a.yaml", "- ".repeat(10_000)),
        (
            "a.json",
            format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000)),
        ),
    ] {
        let said = wrong(name, &text);
        assert!(said[0].contains("document-too-deep"), "{said:?}");
    }
    let near = format!("{}1{}", "[".repeat(250), "]".repeat(250));
    assert!(read("a.json", &near).is_ok());
}

#[test]
fn a_billion_laughs_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..30 {
        let before = n - 1;
        let ten = vec![format!("*a{before}"); 10].join(", ");
        text.push_str(&format!("a{n}: &a{n} [{ten}]\n"));
    }
    let said = wrong("a.yaml", &text);
    assert!(said[0].contains("document-too-many-values"), "{said:?}");
    let own = wrong("a.yaml", "a: &a [*a]\n");
    assert_eq!(
        own,
        ["1:8 document-alias this alias stands inside the value that it names"]
    );
}

#[test]
fn aliases_within_aliases_are_as_deep_as_what_they_stand_for() {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for n in 1..400 {
        text.push_str(&format!("a{n}: &a{n} [*a{}]\n", n - 1));
    }
    assert!(wrong("a.yaml", &text)[0].contains("document-too-deep"));
}

#[test]
fn a_file_that_is_no_text_is_refused_at_its_first_wrong_byte() {
    let error = Source::new("a.yaml", b"a: b\nc: \xe4\n".to_vec()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.yaml:2:4: the file is not UTF-8 text: the byte 0xe4 has no meaning here"
    );
    let error = Source::new("a.yaml", b"\x1f\x8b\x08".to_vec()).unwrap_err();
    assert!(error.to_string().contains("compressed by gzip"));
    let marked = Source::new("a.yaml", "\u{feff}a: b".as_bytes().to_vec()).unwrap();
    assert_eq!(marked.text(), "a: b");
}

#[test]
fn no_more_of_a_huge_file_is_read_than_a_file_may_have() {
    let mut endless = std::io::repeat(b'x');
    let error = Source::from_reader("a.yaml", &mut endless)
        .unwrap()
        .unwrap_err();
    let limit = source_limit() >> 20;
    assert!(
        error
            .to_string()
            .contains(&format!("more than {limit} MiB")),
        "{error}"
    );
}
