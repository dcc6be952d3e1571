//! What the language allows is understood, and what it does not allow is said, all at once.

use crate::world::{between, mistakes, read};

#[test]
fn all_of_the_language_is_read() {
    let text = "\u{feff}# comment\nschema @a(b: [1, -2.5e3, \"x\\u0041\", {c: null, d: true}, E]) { query: Q }
        directive @a(b: [Any] = [1]) repeatable on | FIELD | OBJECT scalar Any @specifiedBy(url: \"x\")
        type Q implements & I & J { type(input: In = {on: 1}, enum: [[E!]!]! = []): Int! \"\"\"block \\\"\"\" \"\"\" query: U }
        interface I implements J { type: Int } interface J { type: Int } union U = | Q | P type P enum E { on type }
        input In { on: Int = 1 @deprecated } extend type P { id: ID } extend union U = R type R { id: ID } extend schema @a";
    assert_eq!(mistakes(text), Vec::<String>::new());
    assert!(between(text, text).findings.is_empty());
}

#[test]
fn several_files_are_one_schema() {
    let schema = read(&[
        "type Query { a: A }",
        "type A { b: Int }",
        "extend type A { c: Int }",
    ]);
    assert!(schema.is_ok());
    assert!(read(&["type Query { a: A }"]).is_err());
}

#[test]
fn all_mistakes_are_said() {
    let text = "type Query {\n  a(b Int): Int\n}\ntipe A { a: Int }\ntype B { c: Missing d: Int d: Int }\ntype B { a: Int }\nenum E { true }";
    let said = [
        "2:7 expected `:`, found `Int`",
        "7:10 expected a name that is not taken, found `true`",
        "6:6 `B` is declared twice",
        "5:10 there is no type `Missing`",
        "5:28 `d` is declared twice",
    ];
    assert_eq!(mistakes(text), said);
    assert_eq!(
        mistakes("# nothing"),
        ["1:1 there is no declaration of a type in it"]
    );
    assert_eq!(
        mistakes("query { a }"),
        [
            "1:1 expected a declaration such as `type`, found `query`",
            "1:1 there is no declaration of a type in it"
        ]
    );
}
