//! What cannot be read says where and why; all mistakes are found in one run.

use crate::world::{mistakes, read};

#[test]
fn several_mistakes_are_found_at_once() {
    let text = "syntax = \"proto3\";
package a
message A {
  string a = ;
  Missing b = 2;
  message B { int32 c 3; int32 d = 4; }
  int32 e = 5 [default = 4];
}
enum E { E_A = 1; }
mesage F {}
message G { string g = 19000; repeated a.A h = 2 }
";
    insta::assert_snapshot!(mistakes(text).join("\n"));
}

#[test]
fn what_compilers_refuse_is_refused() {
    let three =
        |body: &str| mistakes(&format!("syntax = \"proto3\";\nmessage A {{ {body} }}")).join("; ");
    let two =
        |body: &str| mistakes(&format!("syntax = \"proto2\";\nmessage A {{ {body} }}")).join("; ");
    let cases = [
        three("string a = 1; int32 b = 1;"),
        three("string a = 0;"),
        three("string a = 1; string a = 2;"),
        three("reserved 5; string a = 5;"),
        three("reserved \"a\"; string a = 5;"),
        three("required string a = 1;"),
        three("string a = 1 [default = \"x\"];"),
        three("extensions 5;"),
        three("map<float, string> a = 1;"),
        three("oneof a { }"),
        three("oneof a { repeated string b = 1; }"),
        three("string a = 1 [speling = true];"),
        three("string a = 1 [(missing) = true];"),
        three("string a = 1 [features.utf8_validation = NONE];"),
        two("string a = 1;"),
        two("extensions 5; optional int32 a = 5;"),
        mistakes("edition = \"2023\"; message A { optional string a = 1; }").join("; "),
        mistakes("edition = \"2031\"; message A {}").join("; "),
        mistakes("syntax = \"proto3\"; enum E { A = 0; B = 0; }").join("; "),
        mistakes("syntax = \"proto3\"; message A {} enum A { B = 0; }").join("; "),
        mistakes(
            "syntax = \"proto2\"; message A { extensions 5; } extend A { optional int32 b = 6; }",
        )
        .join("; "),
        mistakes("syntax = \"proto3\"; service S { rpc A(B) returns (S); }").join("; "),
        mistakes("syntax = \"proto3\"; option go_package = \"a\\q\";").join("; "),
        mistakes("syntax = \"proto3\"; message A { string a = 1; /* ").join("; "),
        mistakes("syntax = \"proto3\"; message A { string ä = 1; }").join("; "),
    ];
    insta::assert_snapshot!(cases.join("\n"));
}

#[test]
fn imports_have_to_be_there_and_lead_nowhere_twice() {
    let missing = read(
        "x",
        &[("a.proto", "syntax = \"proto3\";\nimport \"b.proto\";\n")],
    );
    assert_eq!(
        missing.unwrap_err().to_string(),
        "x/a.proto:2:1: `b.proto` is imported, but there is no such file"
    );
    let circle = [
        ("a.proto", "syntax = \"proto3\"; import \"b.proto\";"),
        ("b.proto", "syntax = \"proto3\"; import \"c.proto\";"),
        ("c.proto", "syntax = \"proto3\"; import \"a.proto\";"),
    ];
    assert_eq!(
        read("x", &circle).unwrap_err().to_string(),
        "x/c.proto:1:20: `a.proto` is imported in a circle: a.proto → b.proto → c.proto"
    );
}
