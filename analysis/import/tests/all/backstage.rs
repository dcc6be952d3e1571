use holdpoint_import::{Criticality, Format};

use crate::world::{component, components, of_file, problems, skipped, source};

const CATALOGUE: &str = r#"apiVersion: backstage.io/v1alpha1
kind: Domain
metadata: {name: retail, title: Retail}
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: checkout}
spec: {owner: payments, domain: retail}
--- # the till
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: till
  title: The Till
  description: "Takes money\nfrom people"
  labels: {example.org/tier: tier-1}
  annotations:
    github.com/project-slug: shop/till
spec:
  type: service
  lifecycle: production
  owner: group:payments
  system: checkout
  dependsOn: [resource:till-db, component:default/mail]
  consumesApis: [ledger-api]
---
kind: Component
metadata: {name: ledger, annotations: {backstage.io/source-location: "url:https://git.example/shop/ledger/"}}
spec: {type: service, owner: user:ada, providesApis: [ledger-api]}
---
kind: Component
metadata: {name: mail, namespace: Default}
spec: {type: service, owner: platform}
---
kind: Resource
metadata: {name: till-db}
spec: {type: database, owner: payments}
---
kind: API
metadata: {name: ledger-api}
spec: {type: openapi, owner: payments, definition: "openapi: 3.0.0"}
---
kind: Group
metadata: {name: finance}
spec: {type: business-unit, children: [payments], profile: {displayName: Finance}}
---
kind: Group
metadata: {name: payments}
spec: {type: team, parent: finance, profile: {displayName: Payments Team, email: pay@example.org}, members: [grace]}
---
kind: Group
metadata: {name: refunds}
spec: {type: team, parent: payments}
---
kind: User
metadata: {name: ada}
spec: {profile: {displayName: Ada Lovelace, email: ada@example.org}, memberOf: [refunds]}
---
kind: User
metadata: {name: grace}
spec: {profile: {}}
---
kind: User
metadata: {name: ada, namespace: other}
spec: {profile: {displayName: Ada, email: ada@example.org}}
---
kind: Environment
metadata: {name: prod}
---
kind: Location
metadata: {name: more}
spec: {target: ./more.yaml}
"#;

#[test]
fn a_catalogue_becomes_an_organisation() {
    let source = source("catalog-info.yaml", CATALOGUE);
    assert_eq!(source.formats(), [Format::Backstage]);
    let preview = source.preview(&source.guess().mapping).unwrap();
    let imported = &preview.imported;
    assert_eq!(
        components(&preview),
        ["the-till", "ledger", "mail", "till-db"]
    );
    let till = component(imported, "the-till");
    assert_eq!(till.depends_on, ["ledger", "mail", "till-db"]);
    assert_eq!(
        (till.unit.as_deref(), till.team.as_deref()),
        (Some("retail"), Some("payments-team"))
    );
    assert_eq!(till.criticality, Some(Criticality::Critical));
    assert_eq!(
        till.repository.as_deref(),
        Some("https://github.com/shop/till")
    );
    assert_eq!(till.description.as_deref(), Some("Takes money from people"));
    assert_eq!(
        (till.lifecycle.as_deref(), till.place.row),
        (Some("production"), 9)
    );
    let ledger = component(imported, "ledger");
    assert_eq!(
        (ledger.team.as_deref(), ledger.repository.as_deref()),
        (None, Some("https://git.example/shop/ledger"))
    );
    assert_eq!(
        component(imported, "till-db").unit.as_deref(),
        Some("finance"),
        "by its team"
    );
    let teams: Vec<_> = imported
        .teams
        .iter()
        .map(|one| (one.name.as_str(), one.unit.as_deref(), one.implied))
        .collect();
    let expected = [
        ("payments-team", Some("finance"), false),
        ("refunds", Some("finance"), false),
        ("platform", None, true),
    ];
    assert_eq!(teams, expected);
    let people: Vec<_> = imported
        .people
        .iter()
        .map(|one| (one.handle.as_str(), one.teams.join(" ")))
        .collect();
    assert_eq!(
        people,
        [
            ("ada", "refunds".to_owned()),
            ("grace", "payments-team".to_owned())
        ]
    );
    assert_eq!(
        problems(&preview),
        ["catalog-info.yaml / Component:26 [team]: `ada` is a person: give the team"]
    );
    assert_eq!(imported.environments[0].name, "prod");
    let left: Vec<&str> = preview
        .skipped
        .iter()
        .map(|one| one.what.as_str())
        .collect();
    assert_eq!(left, ["Ada", "ledger-api", "checkout", "more"]);
}

#[test]
fn a_document_that_is_broken_is_told_at_its_line_and_the_rest_is_read() {
    let text = "apiVersion: x\nkind: Component\nmetadata:\n  name: a\n---\nkind: Component\nmetadata: [\n---\nkind: Component\nmetadata: {title: nameless}\n---\nkind: Component\nmetadata: {name: b}\n";
    let preview = of_file("catalog.yaml", text);
    assert_eq!(components(&preview), ["a", "b"]);
    let told = problems(&preview);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("catalog.yaml:7: it is not YAML")
            || told[0].starts_with("catalog.yaml:8: it is not YAML"),
        "{told:?}"
    );
    assert_eq!(told[1], "catalog.yaml:8: it has no `metadata.name`");
}

#[test]
fn what_the_catalogue_answers_is_read_too() {
    let answer = r#"{"items": [
        {"apiVersion": "v1", "kind": "Component", "metadata": {"name": "a"}, "spec": {"type": "service"},
         "relations": [{"type": "dependsOn", "targetRef": "component:default/b"},
                       {"type": "ownedBy", "targetRef": "group:default/pay"}]},
        {"apiVersion": "v1", "kind": "Component", "metadata": {"name": "b"}, "spec": {}}]}"#;
    let list = answer
        .trim_start_matches("{\"items\": ")
        .trim_end_matches('}')
        .to_owned();
    for text in [answer.to_owned(), list] {
        let preview = of_file("entities.json", &text);
        assert_eq!(components(&preview), ["a", "b"]);
        let a = component(&preview.imported, "a");
        assert_eq!(
            (a.depends_on.join(" "), a.team.as_deref()),
            ("b".to_owned(), Some("pay"))
        );
        assert_eq!(skipped(&preview), Vec::<String>::new());
    }
}
