//! Settings that are wrong say where and why.

use holdpoint_executor::Settings;

fn said(text: &str) -> String {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("steps.toml");
    std::fs::write(&path, text).unwrap();
    Settings::read(&path).unwrap_err().lines.join("\n")
}

#[test]
fn what_is_not_understood_is_named_with_its_place() {
    let text = "[secrets]\nfolder = [\"/run/secrets\"]\n";
    assert!(
        said(text).starts_with("line 2, column 1: unknown field `folder`"),
        "{}",
        said(text)
    );
    let text = "[external.travis]\napi = \"https://x\"\n";
    assert!(said(text).contains("line 1"), "{}", said(text));
    assert!(
        said("[secrets\n").starts_with("line 1, column 9"),
        "{}",
        said("[secrets\n")
    );
}

#[test]
fn everything_can_be_set() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("steps.toml");
    assert!(Settings::read(&path).is_ok());
    let text = r#"
[secrets]
folders = ["/run"]
variables = ["CI_"]
stores = ["aws", "google", "azure"]
[secrets.vault]
address = "https://vault.example.org"
login = { approle = { role-id = "shop", secret-id-file = "/run/secret-id" } }
[external.github-actions]
api = "https://api.github.com"
token-file = "/run/tokens/github"
[cache]
limit = 1000000
"#;
    std::fs::write(&path, text).unwrap();
    Settings::read(&path).unwrap();
    for login in [
        "{ token-file = \"/t\" }",
        "{ jwt = { role = \"r\", file = \"/f\" } }",
        "{ kubernetes = { role = \"r\" } }",
    ] {
        let text = format!("[secrets.vault]\naddress = \"https://v\"\nlogin = {login}\n");
        std::fs::write(&path, text).unwrap();
        Settings::read(&path).unwrap();
    }
}
