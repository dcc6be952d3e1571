//! What holds for every file.

use proptest::prelude::*;

use crate::world::{codes, file, founded, plan, read, settled};

/// Components that each have one mistake, and its code.
const MISTAKES: &[(&str, &str)] = &[
    ("{unti: u, unit: u}", "configuration-unknown-key"),
    ("{title: x}", "configuration-missing-key"),
    ("{unit: [u]}", "configuration-wrong-shape"),
    (
        "{unit: u, criticality: urgent}",
        "configuration-wrong-value",
    ),
    ("{unit: U}", "configuration-wrong-name"),
    ("{unit: u, criteria: [{}]}", "configuration-criterion-shape"),
    (
        "{unit: u, criteria: [{ran: q}, {ran: q}]}",
        "configuration-twin",
    ),
    ("{unit: v}", "configuration-unknown-reference"),
    ("{unit: u, unit: u}", "configuration-duplicate-key"),
    (
        "{unit: u, repository: \"https://a:b@c\"}",
        "configuration-credentials",
    ),
    (
        "{unit: u, criteria: [{rego: /x}]}",
        "configuration-policy-unreadable",
    ),
    ("{unit: !!str u}", "configuration-tag"),
];

/// A text with a part of it taken out, and another put in.
fn damaged(text: String) -> impl Strategy<Value = String> {
    let end = text.chars().count();
    let part = prop_oneof!["[\\-:{}\\[\\]&*!|>?#\"' \n\ta-z0-9]{0,6}", "\\PC{0,4}"];
    (0..=end, 0..12_usize, part).prop_map(move |(at, length, part)| {
        let before = text.chars().take(at);
        let after = text.chars().skip(at + length);
        before.chain(part.chars()).chain(after).collect()
    })
}

fn examples() -> impl Strategy<Value = String> {
    let names = [
        "examples/organisation.yaml",
        "examples/repository.yaml",
        "wrong/many.yaml",
    ];
    prop::sample::select(names.map(file).to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Every mistake is reported, whatever others there are, and in the order of the file.
    #[test]
    fn no_mistake_hides_another(chosen in prop::collection::vec(0..MISTAKES.len() + 1, 0..20)) {
        let mut text = String::from("organisation: {name: a}\nunits: {u: }\nenvironments: {q: }\ncomponents:\n  first: {unit: u}\n");
        let mut expected = Vec::new();
        for (n, choice) in chosen.iter().enumerate() {
            let (item, code) = MISTAKES.get(*choice).copied().unwrap_or(("{unit: u}", ""));
            text += &format!("  c{n}: {item}\n");
            expected.extend(Some(code).filter(|code| !code.is_empty()));
        }
        prop_assert_eq!(codes(&text), expected);
    }

    /// A damaged file is read, or its mistakes are shown inside it.
    #[test]
    fn damage_is_shown_where_it_is(text in examples().prop_flat_map(damaged)) {
        if let Err(found) = read(&text) {
            let lines = text.lines().count() + 1;
            prop_assert!(found.iter().count() > 0);
            for one in found.iter() {
                prop_assert!(text.is_char_boundary(one.span.start) && text.is_char_boundary(one.span.end));
                prop_assert!(one.source.position(one.span.start).line <= lines);
            }
            prop_assert!(found.human(true).len() >= found.to_string().len());
        }
    }

    /// Whatever the file was before, after it was applied it is no difference any more.
    #[test]
    fn applying_settles(first in organisation(), second in organisation()) {
        let state = settled(&first);
        let changes = plan(&state, &second);
        let after = crate::world::apply(&state, &changes);
        prop_assert_eq!(plan(&after, &second), []);
        let fresh = crate::world::apply(&founded(), &plan(&founded(), &second));
        prop_assert_eq!(&after.components, &fresh.components);
        prop_assert_eq!(&after.environments, &fresh.environments);
        prop_assert_eq!(&after.units, &fresh.units);
        let back = crate::world::apply(&after, &holdpoint_configuration::inverse(&changes, &state));
        prop_assert_eq!(&back.components, &state.components);
        prop_assert_eq!(&back.units, &state.units);
    }
}

prop_compose! {
    /// A file of an organisation whose links go from later names to earlier ones, or the other way.
    fn organisation()(
        turned in any::<bool>(),
        units in prop::collection::vec(prop::option::of(0..4_usize), 1..5),
        components in prop::collection::vec((prop::collection::vec(0..6_usize, 0..3), 0..4_usize), 0..6),
        environments in 1..4_usize,
    ) -> String {
        // Which of two linked items comes first.
        let link = |of: usize, to: usize| (of != to).then(|| if turned { of.min(to) == of } else { of.max(to) == of });
        let mut text = String::from("organisation: {name: acme}\nunits:\n");
        for (n, parent) in units.iter().enumerate() {
            let parent = parent.filter(|to| *to < units.len() && link(n, *to) == Some(true));
            let parent = parent.map(|to| format!("parent: u{to}")).unwrap_or_default();
            text += &format!("  u{n}: {{{parent}}}\n");
        }
        text += "environments:\n  e0:\n";
        for n in 1..environments {
            text += &format!("  e{n}: {{after: e{}, criteria: [{{ran: e0}}]}}\n", n - 1);
        }
        text += "components:\n  base: {unit: u0}\n";
        for (n, (needs, unit)) in components.iter().enumerate() {
            let needs = needs.iter().filter(|to| **to < components.len() && link(n, **to) == Some(true));
            let needs: std::collections::BTreeSet<String> = needs.map(|to| format!("c{to}")).collect();
            let needs: Vec<_> = needs.into_iter().collect();
            text += &format!("  c{n}: {{unit: u{}, depends-on: [{}], criteria: [{{ran: e0}}]}}\n", unit % units.len(), needs.join(", "));
        }
        text
    }
}
