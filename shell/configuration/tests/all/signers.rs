//! Whose signatures count.

use crate::world::{codes, read};

const KEY: &str = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

#[test]
fn a_key_is_a_pem_file_or_its_base64() {
    let pem = format!("-----BEGIN PUBLIC KEY-----\n    {KEY}\n    -----END PUBLIC KEY-----");
    let text =
        format!("organisation: {{name: acme}}\nsigners:\n  ci: |\n    {pem}\n  build: {KEY}\n");
    let signers = read(&text).unwrap().signers.unwrap();
    let named: Vec<_> = signers
        .iter()
        .map(|one| (one.name.as_str(), one.key.as_str()))
        .collect();
    assert_eq!(named, [("build", KEY), ("ci", KEY)]);
    assert_eq!(
        read("organisation: {name: acme}").unwrap().signers,
        None,
        "left as it is"
    );
}

#[test]
fn what_is_no_key_is_a_mistake_at_its_place() {
    let text = format!("organisation: {{name: acme}}\nsigners:\n  ci: {KEY}\n  old: nonsense\n");
    assert_eq!(codes(&text), ["configuration-signer"]);
    let shown = read(&text).unwrap_err().to_string();
    assert!(
        shown.contains("the key of `old` cannot be used") && shown.contains(":4:"),
        "{shown}"
    );
    assert_eq!(
        codes("organisation: {name: acme}\nsigners: [a]"),
        ["configuration-wrong-shape"]
    );
    let misplaced = format!("signers: {{ci: {KEY}}}");
    assert_eq!(codes(&misplaced), ["configuration-misplaced-section"]);
}
