#![allow(clippy::unwrap_used, reason = "tests")]

use super::{MATRIX, Permission, Role, Scope, Target, permits};
use crate::State;
use crate::catalogue::{Component, ComponentDeclared};
use crate::kernel::{Actor, Meta, Time};
use crate::organisation::{Unit, UnitDeclared};

#[test]
fn every_role_has_one_row_and_every_permission_somebody() {
    for role in Role::ALL {
        assert_eq!(
            MATRIX.iter().filter(|(row, _)| row == role).count(),
            1,
            "{role}"
        );
        // The directory says who there is, and looks at nothing.
        let reads = *role != Role::Provisioner;
        assert_eq!(permits(*role, Permission::Read), reads, "{role}");
    }
    for permission in Permission::ALL {
        assert!(
            Role::ALL.iter().any(|role| permits(*role, *permission)),
            "{permission}"
        );
    }
}

#[test]
fn the_auditor_reads_and_the_administrator_decides_nothing() {
    for permission in Permission::ALL {
        let reads = matches!(
            permission,
            Permission::Read | Permission::Export | Permission::ReadRetained
        );
        assert_eq!(permits(Role::Auditor, *permission), reads, "{permission}");
    }
    use Permission::{Approve, ApproveWaiver, Decide, Deploy, Release};
    for permission in [Approve, ApproveWaiver, Decide, Deploy, Release] {
        assert!(!permits(Role::Administrator, permission), "{permission}");
    }
}

#[test]
fn nobody_who_makes_or_deploys_by_trade_approves() {
    for role in [Role::Developer, Role::Deployer] {
        assert!(!permits(role, Permission::Approve), "{role}");
        assert!(!permits(role, Permission::ApproveWaiver), "{role}");
    }
}

#[test]
fn scopes_and_roles_are_read_as_they_are_written() {
    for text in ["organisation", "unit/a", "component/a", "environment/a"] {
        assert_eq!(text.parse::<Scope>().unwrap().to_string(), text);
    }
    for text in ["", "everything", "unit/", "unit/A", "team/a"] {
        assert!(text.parse::<Scope>().is_err(), "{text}");
    }
    for role in Role::ALL {
        assert_eq!(role.as_str().parse(), Ok(*role));
    }
    assert!(
        "king"
            .parse::<Role>()
            .unwrap_err()
            .contains("release-manager")
    );
}

/// Units `top` and `low` below it, with a component in `low`.
fn tree() -> State {
    let mut state = State::default();
    let meta = Meta {
        position: 0,
        time: Time::default(),
        actor: Actor::System,
    };
    for text in [r#"{"name":"top"}"#, r#"{"name":"low","parent":"top"}"#] {
        let unit: Unit = serde_json::from_str(text).unwrap();
        crate::evolve(&mut state, &UnitDeclared { unit }.into(), &meta);
    }
    let component: Component = serde_json::from_str(r#"{"name":"part","unit":"low"}"#).unwrap();
    crate::evolve(&mut state, &ComponentDeclared { component }.into(), &meta);
    state
}

#[test]
fn a_scope_covers_what_is_in_it_and_nothing_above() {
    let state = tree();
    let part = || Target::Component("part".parse().unwrap());
    let here = || Target::Place("test".parse().unwrap(), "part".parse().unwrap());
    let low = || Target::Unit("low".parse().unwrap());
    let top = || Target::Unit("top".parse().unwrap());
    let place = || Target::Environment("test".parse().unwrap());
    let used = || Target::Use("test".parse().unwrap());
    for (scope, covered) in [
        (
            "organisation",
            vec![
                Target::Organisation,
                top(),
                low(),
                part(),
                here(),
                place(),
                used(),
            ],
        ),
        ("unit/top", vec![top(), low(), part(), here(), used()]),
        ("unit/low", vec![low(), part(), here(), used()]),
        ("component/part", vec![part(), here(), used()]),
        ("environment/test", vec![here(), place(), used()]),
        ("environment/other", vec![]),
        ("component/other", vec![used()]),
    ] {
        let parsed: Scope = scope.parse().unwrap();
        for target in [
            Target::Organisation,
            top(),
            low(),
            part(),
            here(),
            place(),
            used(),
        ] {
            assert_eq!(
                parsed.covers(&target, &state),
                covered.contains(&target),
                "{scope} {target}"
            );
        }
    }
}

#[test]
fn a_circle_of_units_ends_the_question() {
    let mut state = tree();
    let meta = Meta {
        position: 0,
        time: Time::default(),
        actor: Actor::System,
    };
    let unit: Unit = serde_json::from_str(r#"{"name":"top","parent":"low"}"#).unwrap();
    crate::evolve(&mut state, &UnitDeclared { unit }.into(), &meta);
    let name = |text: &str| text.parse().unwrap();
    assert!(!state.unit_within(&name("top"), &name("elsewhere")));
}
