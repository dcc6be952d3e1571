//! From a file and a ledger to what has to change.

use std::collections::BTreeSet;

use holdpoint_configuration::{Origin, changed_since, describe, difference, inverse};
use holdpoint_domain::State;
use holdpoint_domain::declaration::Change;

use crate::world::{apply, founded, person, plan, read, refused, settled};

const ORGANISATION: &str = "
organisation: {name: acme, timezone: Europe/Vienna}
calendars: {at: {timezone: Europe/Vienna, hours: {monday-friday: 8:00-17:00}}}
units: {payments: {parent: retail, calendar: at}, retail: }
teams: {checkout: {unit: payments, members: [bert, anna]}}
environments:
  production:
    after: staging
    protected: true
    level: warn
    criteria:
      - approvals: {role: change-manager, quorum: 2}
        waivable: false
      - evidence: {predicate: junit, fresh: 48h}
  staging:
components:
  web: {unit: retail, depends-on: [api], criteria: [{ran: staging}]}
  api: {unit: payments, team: checkout}
templates: {all: {components: [web, api]}}
";

#[test]
fn everything_is_declared_after_what_it_needs() {
    let changes = plan(&founded(), ORGANISATION);
    let names: Vec<_> = changes
        .iter()
        .map(|change| change.fact().subject().to_string())
        .collect();
    assert_eq!(
        names,
        [
            "organisation/organisation",
            "calendar/at",
            "unit/retail",
            "unit/payments",
            "team/checkout",
            "environment/staging",
            "environment/production",
            "component/api",
            "component/web",
            "template/all"
        ]
    );
}

#[test]
fn a_second_time_nothing_changes() {
    let state = settled(ORGANISATION);
    assert_eq!(plan(&state, ORGANISATION), []);
    let turned = ORGANISATION.replace("[bert, anna]", "[anna, bert]");
    assert_eq!(
        plan(&state, &turned),
        [],
        "the order of members says nothing"
    );
}

#[test]
fn what_is_left_out_goes_and_what_needs_it_goes_first() {
    let state = settled(ORGANISATION);
    let less = "
organisation: {name: acme}
calendars: {}
units: {}
teams: {}
environments: {}
components: {}
templates: {}
";
    let changes = plan(&state, less);
    let after = apply(&state, &changes);
    assert!(after.units.is_empty() && after.components.is_empty() && after.calendars.is_empty());
    insta::assert_snapshot!(describe(&changes, &state).to_string());
}

#[test]
fn a_section_that_is_not_there_is_not_owned() {
    let state = settled(ORGANISATION);
    let changes = plan(
        &state,
        "organisation: {name: acme, timezone: Europe/Vienna}\n",
    );
    assert_eq!(changes, []);
}

#[test]
fn changes_are_described_field_by_field() {
    let state = settled(ORGANISATION);
    let other = ORGANISATION
        .replace("level: warn", "level: enforce")
        .replace("quorum: 2", "quorum: 3")
        .replace("fresh: 48h", "require: passed")
        .replace("[bert, anna]", "[anna, carla]")
        .replace(
            "  api: {unit: payments",
            "  api: {title: The API, unit: payments",
        )
        .replace(
            "templates: {all",
            "templates: {some: {components: web}, all",
        );
    let changes = plan(&state, &other);
    let named = |id: &str| {
        ["anna", "bert", "carla"]
            .iter()
            .find(|n| person(n).unwrap().as_str() == id)
            .map(|n| (*n).to_owned())
    };
    let plan = describe(&changes, &state).with_names(&named);
    insta::assert_snapshot!(plan.to_string());
    assert_eq!(plan.counts(), (1, 3, 0));
    insta::assert_json_snapshot!(plan);
}

#[test]
fn repositories_leave_each_other_alone() {
    let mut state = settled(ORGANISATION);
    let till = Origin::new("https://git.example.org/acme/till", "");
    let shop = Origin::new("git@git.example.org:acme/shop.git", "");
    let make = |state: &State, text: &str, origin: &Origin| {
        difference(state, &read(text).unwrap(), &person, origin).unwrap_or_else(|e| panic!("{e}"))
    };
    let changes = make(
        &state,
        "components: {till: {unit: retail}, drawer: {unit: retail}}",
        &till,
    );
    state = apply(&state, &changes);
    let changes = make(
        &state,
        "components: {shop: {unit: retail, depends-on: till}}",
        &shop,
    );
    state = apply(&state, &changes);
    // The till loses its drawer; the shop, the organisation's own components and its teams stay.
    let changes = make(&state, "components: {till: {unit: retail}}", &till);
    assert_eq!(
        changes,
        [Change::RetireComponent("drawer".parse().unwrap())]
    );
    // By another address of the same repository, nothing changes.
    let clone = Origin::new("https://me:token@git.example.org/acme/shop", "");
    assert_eq!(
        make(
            &state,
            "components: {shop: {unit: retail, depends-on: till}}",
            &clone
        ),
        []
    );
    // The file of the organisation leaves components of repositories alone, too.
    assert_eq!(make(&state, ORGANISATION, &Origin::unknown()), []);
}

#[test]
fn a_component_of_another_repository_is_refused() {
    let state = settled(ORGANISATION);
    let till = Origin::new("https://git.example.org/acme/till", "");
    let changes = difference(
        &state,
        &read("components: {till: {unit: retail}}").unwrap(),
        &person,
        &till,
    );
    let state = apply(&state, &changes.unwrap());
    let shop = Origin::new("https://git.example.org/acme/shop", "");
    let found = difference(
        &state,
        &read("components: {till: {unit: retail}}").unwrap(),
        &person,
        &shop,
    );
    insta::assert_snapshot!(found.unwrap_err().to_string());
}

#[test]
fn a_repository_may_tighten() {
    let state = settled(ORGANISATION);
    let more = "
environments:
  production:
    level: enforce
    criteria:
      - approvals: {role: change-manager, quorum: 3}
        waivable: false
      - evidence: {predicate: junit, fresh: 24h}
      - readiness: load-tested
";
    let changes = plan(&state, more);
    let [Change::Environment(after)] = changes.as_slice() else {
        panic!("{changes:?}");
    };
    assert_eq!(after.criteria.len(), 3);
    assert!(after.protected, "what the file does not say stays");
    insta::assert_snapshot!(describe(&changes, &state).to_string());
}

#[test]
fn a_repository_may_not_loosen() {
    let less = "
environments:
  production:
    after: production-like
    protected: false
    level: observe
    steps: [{command: ./mine.sh}]
    criteria:
      - approvals: {role: change-manager, quorum: 1}
        waivable: false
      - evidence: {predicate: junit, fresh: 72h}
      - approvals: {role: change-manager, quorum: 2}
        name: second
        waivable: false
  staging: {title: Staging}
  produktion: {level: warn}
";
    let found = refused(&settled(ORGANISATION), less);
    insta::assert_snapshot!(found.to_string());
}

#[test]
fn making_a_criterion_waivable_is_loosening() {
    let text =
        "environments: {production: {criteria: [{approvals: {role: change-manager, quorum: 2}}]}}";
    let found = refused(&settled(ORGANISATION), text);
    let codes: Vec<_> = found.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["configuration-loosened"]);
}

#[test]
fn a_file_in_a_folder_owns_what_lies_there() {
    let state = settled(ORGANISATION);
    let make = |state: &State, text: &str, folder: &str| {
        let origin = Origin::new("https://git.example.org/acme/shop", folder);
        difference(state, &read(text).unwrap(), &person, &origin).unwrap_or_else(|e| panic!("{e}"))
    };
    let web = "components: {shop-web: {unit: retail, path: web}}";
    let state = apply(&state, &make(&state, web, "web"));
    let api = "components: {shop-api: {unit: retail, path: api}}";
    let changes = make(&state, api, "api");
    assert_eq!(
        changes.len(),
        1,
        "the other folder is left alone: {changes:?}"
    );
}

#[test]
fn what_the_ledger_does_not_have_is_shown_where_it_is_named() {
    let text = "components:\n  a: {unit: payment, team: chekout, depends-on: [apj, b]}\n  b: {unit: retail, criteria: [{ran: stagin}]}\n";
    insta::assert_snapshot!(refused(&settled(ORGANISATION), text).to_string());
}

#[test]
fn rules_of_the_domain_are_shown_at_the_line_of_the_item() {
    let state = settled(ORGANISATION);
    let wrong = ORGANISATION
        .replace(
            "api: {unit: payments, team: checkout}",
            "api: {unit: retail, team: checkout}",
        )
        .replace("calendars: {at:", "calendars: {other:")
        .replace(", calendar: at", ", calendar: other")
        .replace("members: [bert, anna]", "members: [bert, nobody]")
        .replace("name: acme", "name: umbrella");
    insta::assert_snapshot!(refused(&state, &wrong).to_string());
}

#[test]
fn an_item_that_no_entry_holds_is_refused() {
    let mut text = String::from("components:\n");
    for n in 0..4_000 {
        text += &format!("  component-number-{n}: {{unit: retail}}\n");
    }
    text += "  all:\n    unit: retail\n    depends-on:\n";
    for n in 0..4_000 {
        text += &format!("      - component-number-{n}\n");
    }
    let found = refused(&settled(ORGANISATION), &text);
    let codes: Vec<_> = found.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["configuration-oversized-item"]);
}

#[test]
fn links_can_be_turned_round() {
    let text = "organisation: {name: acme}\nunits: {a: , b: {parent: a}, c: {parent: b}}\ncomponents: {x: {unit: a, depends-on: y}, y: {unit: a}}\n";
    let turned = "organisation: {name: acme}\nunits: {c: , b: {parent: c}, a: {parent: b}}\ncomponents: {y: {unit: a, depends-on: x}, x: {unit: a}}\n";
    let state = settled(text);
    let after = apply(&state, &plan(&state, turned));
    assert_eq!(plan(&after, turned), []);
}

#[test]
fn what_was_done_can_be_undone() {
    let before = settled(ORGANISATION);
    let other = ORGANISATION
        .replace("level: warn", "level: enforce")
        .replace(
            "  web: {unit: retail, depends-on: [api], criteria: [{ran: staging}]}\n",
            "",
        )
        .replace("{components: [web, api]}", "{components: [api, new]}")
        .replace("  api:", "  new: {unit: other, depends-on: api}\n  api:")
        .replace("retail: }", "retail: , other: {parent: payments}}");
    let changes = plan(&before, &other);
    let after = apply(&before, &changes);
    assert_eq!(changed_since(&changes, &after), Vec::<String>::new());
    let back = apply(&after, &inverse(&changes, &before));
    assert_eq!(items(&back), items(&before));
    assert_ne!(items(&after), items(&before));
    // Somebody else has changed one since.
    let later = apply(
        &after,
        &plan(
            &after,
            &other.replace("other: {parent", "other: {title: Other, parent"),
        ),
    );
    assert_eq!(changed_since(&changes, &later), ["units/other"]);
}

/// Everything that is declared, as text.
fn items(state: &State) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    all.extend(state.units.values().map(|item| format!("{item:?}")));
    all.extend(state.teams.values().map(|item| format!("{item:?}")));
    all.extend(state.components.values().map(|item| format!("{item:?}")));
    all.extend(state.environments.values().map(|item| format!("{item:?}")));
    all.extend(state.templates.values().map(|item| format!("{item:?}")));
    all.extend(state.calendars.values().map(|item| format!("{item:?}")));
    all
}
