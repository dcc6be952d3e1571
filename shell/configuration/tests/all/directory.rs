//! Where people log in, and what their groups are here.

use holdpoint_domain::bulletin::Secret;
use holdpoint_domain::directory::FirstLogin;

use crate::world::{codes, read};

const GOOD: &str = "organisation: {name: acme}
units: {payments: {}}
directory:
  providers:
    acme:
      title: Acme
      issuer: https://login.acme.example
      client: holdpoint
      secret: {file: /run/secrets/holdpoint-login}
      first-login: add-members
  groups:
    payments-developers: {role: developer, scope: unit/payments}
    operations:
      - {role: sre, scope: organisation}
      - {role: deployer, scope: unit/payments}
";

/// What is wrong with the file, each with its line.
fn said(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "{from}");
    let found = read(&GOOD.replacen(from, to, 1)).unwrap_err();
    let line = |one: &holdpoint_configuration::Diagnostic| {
        let line = one.source.position(one.span.start).line;
        format!("{line}: {}", one.message)
    };
    found.iter().map(line).collect()
}

#[test]
fn providers_and_groups_are_read_with_what_is_usual() {
    let directory = read(GOOD).unwrap().directory.unwrap().unwrap();
    let acme = directory.provider("acme").unwrap();
    assert_eq!((acme.called(), acme.client.as_str()), ("Acme", "holdpoint"));
    assert_eq!(
        (acme.subject.as_str(), acme.groups.as_str()),
        ("sub", "groups")
    );
    assert_eq!(acme.scopes, ["profile", "email"]);
    assert_eq!(acme.first_login, FirstLogin::AddMembers);
    let file = "/run/secrets/holdpoint-login".to_owned();
    assert_eq!(acme.secret, Some(Secret::File(file)));
    let lines = directory.groups.iter();
    let lines: Vec<_> = lines
        .map(|one| format!("{}: {} {}", one.group, one.role, one.scope))
        .collect();
    assert_eq!(
        lines,
        [
            "payments-developers: developer unit/payments",
            "operations: sre organisation",
            "operations: deployer unit/payments"
        ]
    );
    assert_eq!(read("organisation: {name: acme}").unwrap().directory, None);
    let none = read("organisation: {name: acme}\ndirectory: {}").unwrap();
    assert_eq!(none.directory, Some(None), "nobody logs in there any more");
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    assert_eq!(
        said("issuer: https://", "issuer: http://"),
        [
            "5: provider `acme`: `http://login.acme.example` is no issuer: write it as its tokens do, such as `https://login.example.org/realms/acme`"
        ]
    );
    assert_eq!(
        said("client: holdpoint", "clientid: holdpoint"),
        [
            "5: provider `acme` lacks the key `client`",
            "8: provider `acme` has no key `clientid`"
        ]
    );
    assert_eq!(
        said("add-members", "add-member"),
        ["10: `add-member` is not a value that can stand here"]
    );
    assert_eq!(
        said("unit/payments}", "unit/payment}"),
        ["12: there is no unit `payment`"]
    );
    assert_eq!(
        said(
            "{role: sre, scope: organisation}",
            "{role: auditor, scope: organisation}"
        ),
        ["13: group `operations`: the role `auditor` ends at a date, and is granted by somebody"]
    );
    assert_eq!(
        said(
            "scope: unit/payments}\n    op",
            "scope: unit/payments, provider: other}\n    op"
        ),
        ["12: group `payments-developers`: there is no provider `other`"]
    );
    assert_eq!(
        codes("directory: {groups: {}}"),
        ["configuration-misplaced-section"]
    );
}

#[test]
fn a_secret_stands_elsewhere_and_is_shown_nowhere() {
    let text = GOOD.replacen("{file: /run/secrets/holdpoint-login}", "Tr0ub4dor", 1);
    let found = read(&text).unwrap_err().to_string();
    assert!(found.contains("where the secret stands"), "{found}");
    assert!(!found.contains("Tr0ub4dor"), "{found}");
    let other = said(
        "/run/secrets/holdpoint-login",
        "/var/lib/holdpoint/ledger.key",
    );
    assert_eq!(
        other,
        [
            "5: provider `acme`: its secret stands in a variable called `HOLDPOINT_LOGIN_…`, or in a file called \
          `holdpoint-login…`, so that it is no other secret"
        ]
    );
}
