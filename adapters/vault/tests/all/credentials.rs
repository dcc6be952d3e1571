//! What is shown of credentials.

use holdpoint_ports::Credential;

use crate::vault;

#[test]
fn secrets_are_not_shown() {
    let (_room, vault) = vault();
    assert_eq!(
        format!("{vault:?} {:?}", Credential::Token("hp_1".to_owned())),
        "SqliteVault(..) Credential(..)"
    );
}
