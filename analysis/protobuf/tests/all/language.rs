//! What the language allows is understood.

use crate::world::{between, found, mistakes, read};

const EVERYTHING: &str = r#"
// A comment, and /* none within it.
syntax = "proto2"; /* and
   another */ package shop . v1;
import public "google/protobuf/any.proto";
import "google/protobuf/descriptor.proto";
option java_package = "com." 'shop';
option (extra).deep.er = { a: 1, b { c: "}" } d: [1, 2], [shop.v1.more] < e: -inf > };
extend google.protobuf.FileOptions { optional Extra extra = 50001; }
message Extra { optional Deep deep = 1; message Deep { optional int32 er = 1; } extensions 10; }
extend Extra { optional int32 more = 10; }
message Order {
  option deprecated = true;;
  optional group Line = 1 [deprecated = true] { repeated int32 message = 1; optional int32 stream = 2; }
  oneof one { string reserved_word = 2; group Two = 3 { optional bool map = 1; } }
  map<int32, .shop.v1.Order.Inner> inner = 4;
  required google.protobuf.Any any = 5;
  optional int64 big = 6 [default = -0x7fffffffffffffff, jstype = JS_STRING];
  optional double d = 7 [default = -nan];
  optional bytes b = 8 [default = "\x41\102\u0043\n"];
  reserved 20 to 30, 40; reserved "a", 'c';
  extensions 100 to 199 [declaration = { number: 100 full_name: ".a" type: "int32" }]; extensions 1000 to max;
  message Inner { enum Kind { option allow_alias = true; A = 0; B = 0; C = -1; reserved -9 to -5, 7 to max; } }
  optional Inner.Kind kind = 9 [default = B];
  extend Order { optional string note = 100; }
}
service Orders { option deprecated = true; rpc Put (stream .shop.v1.Order) returns (stream Order) { } rpc stream(Order) returns(Order); }
"#;

#[test]
fn all_of_the_language_is_read() {
    assert_eq!(mistakes(EVERYTHING), Vec::<String>::new());
    assert!(between(EVERYTHING, EVERYTHING).findings.is_empty());
}

#[test]
fn editions_have_features_and_words_of_their_own() {
    let text =
        "edition = \"2024\"; package a; import option \"google/protobuf/cpp_features.proto\";
        option features.enforce_naming_style = STYLE_LEGACY;
        export message A { reserved b, c; string d = 1 [features.(pb.cpp).string_type = STRING]; }
        local enum E { export_ = 0; }";
    assert_eq!(mistakes(text), Vec::<String>::new());
}

#[test]
fn names_are_found_from_the_inside_out() {
    let files = [
        (
            "a.proto",
            "syntax = \"proto3\"; package a.b; import public \"c.proto\"; message A { message N {} N n = 1; b.A self = 2; .a.b.A full = 3; }",
        ),
        (
            "c.proto",
            "syntax = \"proto3\"; package a; message C { message N {} } message N {}",
        ),
        (
            "d.proto",
            "syntax = \"proto3\"; package a.d; import \"a.proto\"; message D { C.N cn = 1; N n = 2; b.A.N an = 3; }",
        ),
    ];
    assert!(read("x", &files).is_ok());
    let hidden = [
        (
            "a.proto",
            "syntax = \"proto3\"; import \"c.proto\"; message A {}",
        ),
        ("c.proto", "syntax = \"proto3\"; message C {}"),
        (
            "d.proto",
            "syntax = \"proto3\"; import \"a.proto\"; message D { C c = 1; }",
        ),
    ];
    let error = read("x", &hidden).unwrap_err();
    assert_eq!(
        error.to_string(),
        "x/d.proto:1:50: there is no type `C` here"
    );
}

/// A package of that name that is not imported hides nothing.
#[test]
fn packages_that_are_not_seen_do_not_matter() {
    let files = [
        (
            "a.proto",
            "syntax = \"proto3\"; package x.y; import \"google/protobuf/empty.proto\"; message A { google.protobuf.Empty e = 1; }",
        ),
        (
            "b.proto",
            "syntax = \"proto3\"; package x.google; message B {}",
        ),
    ];
    assert!(read("x", &files).is_ok());
}

#[test]
fn a_group_is_a_message_with_an_end_mark() {
    let base = "syntax = \"proto2\"; message A { optional group B = 1 { optional int32 c = 1; } }";
    let revision = "edition = \"2023\"; message A { B b = 1 [features.message_encoding = DELIMITED]; message B { int32 c = 1; } }";
    let found = found(&between(base, revision));
    assert!(
        !found.contains_key("FIELD_WIRE_COMPATIBLE_TYPE"),
        "{found:?}"
    );
    let length = revision.replace(" [features.message_encoding = DELIMITED]", "");
    let found = crate::world::found(&between(base, &length));
    assert_eq!(
        found.get("FIELD_WIRE_COMPATIBLE_TYPE"),
        Some(&1),
        "{found:?}"
    );
}

#[test]
fn features_of_a_file_hold_where_nothing_else_is_said() {
    let file = |option: &str| {
        format!(
            "edition = \"2023\"; {option} message A {{ string a = 1; string b = 2 [features.field_presence = EXPLICIT]; }} enum E {{ E_A = 0; }}"
        )
    };
    let (base, revision) = (
        file(""),
        file("option features.field_presence = IMPLICIT; option features.enum_type = CLOSED;"),
    );
    let found = found(&between(&base, &revision));
    assert_eq!(found.get("FIELD_SAME_CARDINALITY"), Some(&1));
    assert_eq!(found.get("ENUM_SAME_TYPE"), Some(&1));
}
