//! Whoever writes a file does not decide how long or how much its reader needs.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use holdpoint_protobuf::Contract;

use crate::world::{between, mistakes, one};

#[test]
fn ten_thousand_levels_are_too_many() {
    let deep = "message A {".repeat(10_000) + &"}".repeat(10_000);
    let found = mistakes(&format!("syntax = \"proto3\";\n{deep}"));
    assert_eq!(
        found,
        ["2:715 declarations are more than 64 deep within each other"]
    );
    let open = mistakes(&format!(
        "syntax = \"proto3\";\n{}",
        "message A {".repeat(10_000)
    ));
    assert!(open[0].contains("64 deep"), "{open:?}");
    let value = "{a".repeat(10_000) + &"}".repeat(10_000);
    let found = mistakes(&format!("edition = \"2023\"; option features = {value};"));
    assert!(found[0].contains("64 deep"), "{found:?}");
    let other = "{a:".repeat(10_000) + "1" + &"}".repeat(10_000);
    let text = format!("syntax = \"proto3\"; option (x) = {other};");
    assert!(mistakes(&text)[0].contains("no option `(x)`"));
}

#[test]
fn deep_descriptors_are_too_deep() {
    let mut bytes = Vec::new();
    for _ in 0..10_000 {
        let mut outer = vec![0x1a];
        length(&mut outer, bytes.len());
        outer.append(&mut bytes);
        bytes = outer;
    }
    let mut file = b"\x0a\x07a.proto\x22".to_vec();
    length(&mut file, bytes.len());
    file.append(&mut bytes);
    let mut set = vec![0x0a];
    length(&mut set, file.len());
    set.append(&mut file);
    assert!(holdpoint_protobuf::is_descriptors(&set));
    let error = Contract::decode("a.binpb", &set).unwrap_err();
    assert!(error.to_string().contains("64 deep"), "{error}");
}

fn length(bytes: &mut Vec<u8>, length: usize) {
    let mut left = length;
    while left > 0x7f {
        bytes.push((left & 0x7f) as u8 | 0x80);
        left >>= 7;
    }
    bytes.push(left as u8);
}

#[test]
fn as_many_mistakes_as_lines_are_not_all_kept() {
    let text = "syntax = \"proto3\";\n".to_owned() + &"message A { b }\n".repeat(50_000);
    assert!(mistakes(&text).len() <= 101);
}

#[test]
fn names_cannot_grow_without_end() {
    let name = "A".repeat(1 << 20);
    let inner: String = (0..2_000).map(|at| format!("message B{at} {{}}")).collect();
    let found = mistakes(&format!(
        "syntax = \"proto3\"; message {name} {{ {inner} }}"
    ));
    assert_eq!(found, ["1:1 the contract has more than 256 MiB of names"]);
}

/// Work grows with what is there, not with its square.
#[test]
fn many_of_a_kind_are_compared_in_time() {
    let start = Instant::now();
    let many = |letter: char, extra: &str| {
        let mut text = format!(
            "syntax = \"proto3\"; message A {{ {extra} }} enum E {{ option allow_alias = true; Z = 0;"
        );
        (0..20_000).for_each(|at| write!(text, "{letter}{at} = 1;").unwrap());
        text + "}"
    };
    let mut reserved = String::from("reserved 1");
    (1..20_000).for_each(|at| write!(reserved, ", {}", at * 2 + 1).unwrap());
    let mut fields = String::new();
    (1..18_000).for_each(|at| write!(fields, "int32 f{at} = {at};").unwrap());
    let compared = between(&many('A', &fields), &many('B', &(reserved + ";")));
    assert!(compared.findings.len() > 30_000);
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn what_is_no_text_is_refused() {
    for bytes in [
        &b"\x0a"[..],
        b"\x0a\x02",
        b"",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"{}",
    ] {
        assert!(Contract::decode("a", bytes).is_err(), "{bytes:?}");
        assert!(!holdpoint_protobuf::is_descriptors(bytes));
    }
    assert!(one("\u{0}").is_err());
}
