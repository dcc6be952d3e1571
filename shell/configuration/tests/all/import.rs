//! What was imported becomes changes that can be made, and undone.

use holdpoint_configuration::{describe, import, inverse};
use holdpoint_import::{Imported, Limits, read};
use proptest::prelude::*;

use crate::world::{apply, founded, person, settled};

fn imported(name: &str, text: &str) -> Imported {
    let source = read(name, text.as_bytes(), &Limits::default()).unwrap();
    let mapping = source.guess().mapping;
    source.preview(&mapping).unwrap().imported
}

const SERVICES: &str = "Service;Department;Support group;Criticality;Depends on;Repository
Till;Retail;Tills;high;Money;https://git.example.org/till
Money;Finance;Finance ops;;Till,Mint;https://me:secret@git.example.org/money
Orphan;;;;;
Shared;Retail;Platform;;;
Base;Finance;Platform;;;
";

#[test]
fn a_spreadsheet_becomes_a_catalogue() {
    let state = founded();
    let found = import(&state, &imported("services.csv", SERVICES), &person);
    let after = apply(&state, &found.changes);
    let notes: Vec<_> = found.notes.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(format!(
        "{}{}",
        describe(&found.changes, &state),
        notes.join("\n")
    ));
    // A second time, nothing changes.
    let again = import(&after, &imported("services.csv", SERVICES), &person);
    assert_eq!(again.changes, []);
    // Undone, all is as before.
    let back = apply(&after, &inverse(&found.changes, &state));
    assert!(back.components.is_empty() && back.units.is_empty() && back.teams.is_empty());
}

#[test]
fn a_link_to_nothing_is_left_out_and_its_component_is_not() {
    let mut source = imported("a.csv", "Service;Depends on\nTill;\n");
    source.components[0].depends_on.push("nowhere".to_owned());
    let found = import(&founded(), &source, &person);
    let after = apply(&founded(), &found.changes);
    assert_eq!(after.components.len(), 1, "{:?}", found.notes);
    assert!(
        found.notes[0].message.ends_with("`nowhere` does not exist"),
        "{:?}",
        found.notes
    );
}

#[test]
fn what_an_import_does_not_know_stays() {
    let state = settled(
        "organisation: {name: acme}\nunits: {retail: {title: Retail}}\nteams: {tills: {unit: retail, members: anna}}\ncomponents:\n  till: {unit: retail, team: tills, path: till, key-transactions: [pay]}\n",
    );
    let found = import(&state, &imported("services.csv", SERVICES), &person);
    let after = apply(&state, &found.changes);
    let till = &after.components[&"till"
        .parse::<holdpoint_domain::catalogue::ComponentName>()
        .unwrap()];
    assert_eq!(
        (till.path.as_str(), till.key_transactions.len()),
        ("till", 1)
    );
    assert_eq!(
        after.teams[&"tills"
            .parse::<holdpoint_domain::organisation::TeamName>()
            .unwrap()]
            .members,
        [person("anna").unwrap()]
    );
    assert_eq!(
        after.units[&"retail"
            .parse::<holdpoint_domain::organisation::UnitName>()
            .unwrap()]
            .title,
        "Retail"
    );
}

#[test]
fn people_are_added_first_and_then_join_their_teams() {
    let text = "Name;Login;Team;Department\nAnna A;anna;Tills;Retail\nDora D;dora;Tills;Retail\n";
    let state = founded();
    let source = imported("people.csv", text);
    let found = import(&state, &source, &person);
    assert_eq!(found.people.len(), 1, "{:?} {source:?}", found.people);
    assert_eq!(found.people[0].handle, "dora");
    let after = apply(&state, &found.changes);
    assert_eq!(
        after.teams[&"tills"
            .parse::<holdpoint_domain::organisation::TeamName>()
            .unwrap()]
            .members,
        [person("anna").unwrap()]
    );
}

prop_compose! {
    fn row()(
        name in "[a-d]", unit in "[u-w]?", team in "[p-r]?", needs in "([a-f](,[a-f])?)?",
    ) -> String {
        format!("{name};{unit};{team};{needs}")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a source says, the changes are such that the rules allow them, and undoing them undoes all.
    #[test]
    fn every_import_can_be_made_and_undone(rows in prop::collection::vec(row(), 1..9), more in prop::collection::vec(row(), 0..9)) {
        let head = "Service;Department;Support group;Depends on\n";
        let first = imported("a.csv", &format!("{head}{}\n", rows.join("\n")));
        let before = founded();
        let before = apply(&before, &import(&before, &first, &person).changes);
        let second = imported("b.csv", &format!("{head}{}\n", more.join("\n")));
        let found = import(&before, &second, &person);
        let after = apply(&before, &found.changes);
        let back = apply(&after, &inverse(&found.changes, &before));
        prop_assert_eq!(&back.components, &before.components);
        prop_assert_eq!(&back.units, &before.units);
        prop_assert_eq!(&back.teams, &before.teams);
    }
}
