//! What `holdpoint init` writes can be applied as it is.

use holdpoint_configuration::{Seed, write};
use holdpoint_inventory::{
    Ecosystem, Found, FoundEnvironment, Inventory, Kind, Owner, OwnerKind, Problem, Reason,
    past_releases, scan,
};
use proptest::prelude::*;

use crate::world::{founded, person, read};

fn seed<'a>(inventory: &'a Inventory, past: &'a holdpoint_inventory::PastReleases) -> Seed<'a> {
    Seed {
        organisation: "Acme",
        organisation_reason: "the owner of the remote `origin`",
        timezone: "Europe/Vienna",
        inventory,
        past,
    }
}

#[test]
fn a_workspace_as_it_is_written() {
    let files = [
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"till\", \"money\"]\n",
        ),
        (
            "till/Cargo.toml",
            "[package]\nname = \"till\"\nversion = \"1.2.0\"\n[dependencies]\nmoney = {path = \"../money\"}\n",
        ),
        ("till/src/main.rs", ""),
        (
            "money/Cargo.toml",
            "[package]\nname = \"money\"\nversion = \"0.3.0\"\n",
        ),
        ("money/src/lib.rs", ""),
        (
            "web/package.json",
            "{\"name\": \"@shop/web\", \"version\": \"2.0.0\", \"scripts\": {\"start\": \"x\"}}",
        ),
        ("web/Dockerfile", "FROM scratch\n"),
        (
            "CODEOWNERS",
            "* @acme/platform\n/web/ @ada\n/till/ @acme/tills\n",
        ),
        (
            ".github/workflows/deploy.yml",
            "jobs:\n  d:\n    environment: staging\n  e:\n    environment: prod\n",
        ),
    ];
    let paths = files.map(|(path, _)| path.to_owned());
    let inventory = scan(paths, &mut |path| {
        let found = files.iter().find(|(name, _)| *name == path);
        Ok(found.map(|(_, text)| text.as_bytes().to_vec()))
    });
    let past = past_releases(
        ["till-v1.1.0", "till-v1.2.0", "nightly"],
        &inventory.components,
    );
    let text = write(&seed(&inventory, &past));
    insta::assert_snapshot!(text);
    let configuration = read(&text).unwrap_or_else(|found| panic!("{found}"));
    let origin = holdpoint_configuration::Origin::new("https://git.example.org/acme/shop", "");
    let changes = holdpoint_configuration::difference(&founded(), &configuration, &person, &origin);
    crate::world::apply(
        &founded(),
        &changes.unwrap_or_else(|found| panic!("{found}")),
    );
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9][a-z0-9._-]{0,9}",
        Just("null".to_owned()),
        Just("no".to_owned()),
        Just("1e3".to_owned())
    ]
}

fn owner() -> impl Strategy<Value = Owner> {
    let kind = prop_oneof![
        Just(OwnerKind::Team),
        Just(OwnerKind::Person),
        Just(OwnerKind::Mail)
    ];
    (".{1,12}", kind).prop_map(|(handle, kind)| Owner { handle, kind })
}

prop_compose! {
    fn found(names: Vec<String>)(
        id in name(),
        text in ".{0,20}",
        path in "\\PC{0,20}",
        kind in prop_oneof![Just(Kind::Service), Just(Kind::Application), Just(Kind::Library), Just(Kind::Support)],
        private in any::<bool>(),
        dependencies in prop::collection::vec(prop::sample::select(names), 0..4),
        owners in prop::collection::vec(owner(), 0..3),
        reason in "(?s).{0,40}",
    ) -> Found {
        Found {
            id, name: text.clone(), kind, ecosystem: Ecosystem::Docker, path, version: None, purl: None, private,
            dependencies, owners, manifest: text, reason,
        }
    }
}

fn inventory() -> impl Strategy<Value = Inventory> {
    let components = prop::collection::vec(name(), 1..6).prop_flat_map(|names| {
        let many = names
            .iter()
            .map(|_| found(names.clone()))
            .collect::<Vec<_>>();
        (Just(names), many).prop_map(|(names, mut many)| {
            for (one, name) in many.iter_mut().zip(names) {
                one.id = name;
            }
            many
        })
    });
    let environment =
        (".{0,12}", any::<bool>(), "(?s).{0,30}").prop_map(|(name, protected, text)| {
            let reasons = vec![Reason {
                file: text.clone(),
                line: Some(1),
                text,
            }];
            FoundEnvironment {
                name,
                spellings: Vec::new(),
                protected,
                reasons,
            }
        });
    let environments = prop::collection::vec(environment, 0..4);
    (components, environments, "(?s).{0,30}").prop_map(|(components, environments, message)| {
        Inventory {
            components,
            owners: Default::default(),
            environments,
            problems: vec![Problem {
                file: message.clone(),
                line: 0,
                column: 0,
                message,
            }],
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_found_can_be_read_back(inventory in inventory(), organisation in "(?s).{0,20}") {
        let past = Default::default();
        let text = write(&Seed {
            organisation: &organisation,
            organisation_reason: &organisation,
            timezone: &organisation,
            ..seed(&inventory, &past)
        });
        let configuration = read(&text).unwrap_or_else(|found| panic!("{text}\n{found}"));
        let origin = holdpoint_configuration::Origin::new("https://git.example.org/acme/shop", "");
        let mut state = founded();
        state.organisation.as_mut().unwrap().name = configuration.organisation.as_ref().unwrap().name.clone();
        let found = holdpoint_configuration::difference(&state, &configuration, &person, &origin);
        let changes = found.unwrap_or_else(|found| panic!("{text}\n{found}"));
        crate::world::apply(&state, &changes);
    }
}
