//! Forges that show what gates say.

use holdpoint_domain::status::ForgeKind;

use crate::world::read;

const GOOD: &str = "organisation: {name: acme}
environments:
  production: {protected: true, criteria: [{name: owner, approvals: {role: component-owner}}]}
forges:
  hub:
    kind: github
    url: https://github.com
    token: {env: HOLDPOINT_FORGE_HUB}
    repositories: [acme, tools/ci]
    environments: production
  own:
    kind: gitea
    url: https://git.acme.example
    api: https://git.acme.example/api/v1
    token: {file: /run/secrets/holdpoint-forge}
";

#[test]
fn a_forge_says_where_it_is_where_its_token_stands_and_what_it_is_told_of() {
    let forges = read(GOOD).unwrap().forges.unwrap();
    let [hub, own] = &forges[..] else {
        panic!("{forges:?}")
    };
    assert_eq!((hub.name.as_str(), hub.kind), ("hub", ForgeKind::GitHub));
    assert_eq!(hub.repositories, ["acme", "tools/ci"]);
    assert_eq!(hub.environments.len(), 1);
    assert_eq!(own.api, "https://git.acme.example/api/v1");
    let none = read("organisation: {name: acme}\nforges: {}").unwrap();
    assert_eq!(none.forges, Some(Vec::new()), "an empty section is of none");
    assert_eq!(read("organisation: {name: acme}").unwrap().forges, None);
}

#[test]
fn mistakes_are_shown_where_they_stand_and_no_token_is() {
    let told = |text: &str| read(text).unwrap_err().to_string();
    let found = told(&GOOD.replace("kind: gitea", "kind: gittea"));
    assert!(found.contains("did you mean `gitea`?"), "{found}");
    let found = told(&GOOD.replace("HOLDPOINT_FORGE_HUB", "PATH"));
    assert!(
        found.contains("configuration-forge") && found.contains("HOLDPOINT_FORGE_…"),
        "{found}"
    );
    let found = told(&GOOD.replace("{env: HOLDPOINT_FORGE_HUB}", "ghp_Zzyzx"));
    assert!(!found.contains("Zzyzx"), "{found}");
    let found = told(&GOOD.replace("environments: production", "environments: prodution"));
    assert!(found.contains("prodution"), "{found}");
    let elsewhere = told("forges: {}\n");
    assert!(elsewhere.contains("misplaced"), "{elsewhere}");
}
