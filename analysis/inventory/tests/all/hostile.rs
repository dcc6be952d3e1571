//! No content of a file stops the scan.

use holdpoint_inventory::{past_releases, scan};
use proptest::prelude::*;

use crate::world::{ids, problems};

const FILES: [&str; 13] = [
    "Cargo.toml",
    "package.json",
    "pnpm-workspace.yaml",
    "go.mod",
    "go.work",
    "pom.xml",
    "settings.gradle",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "CODEOWNERS",
    ".gitlab-ci.yml",
    "Dockerfile",
];

#[test]
fn what_cannot_be_read_is_a_problem_and_nothing_more() {
    let paths = [
        "a/go.mod",
        "b/go.mod",
        "c/go.mod",
        "d/go.mod",
        "gone/go.mod",
    ]
    .map(String::from);
    let inventory = scan(paths, &mut |path| match path {
        "a/go.mod" => Err("permission denied".to_owned()),
        "b/go.mod" => Ok(Some(vec![0xff, 0xfe])),
        "c/go.mod" => Ok(Some(vec![b' '; 5 * 1024 * 1024])),
        "d/go.mod" => Ok(Some(b"\xef\xbb\xbfmodule d".to_vec())),
        _ => Ok(None),
    });
    assert_eq!(ids(&inventory), ["d"]);
    assert_eq!(
        problems(&inventory),
        [
            "a/go.mod: it cannot be read: permission denied",
            "b/go.mod: it is not UTF-8 text",
            "c/go.mod: it is larger than 4 MiB",
        ]
    );
}

#[test]
fn deep_nesting_overflows_nothing() {
    let deep = [
        ("pom.xml", "<a>".repeat(100_000)),
        ("package.json", "[".repeat(100_000)),
        ("pnpm-workspace.yaml", "[".repeat(100_000)),
        ("Cargo.toml", format!("a = {}", "[".repeat(100_000))),
    ];
    for (name, content) in deep {
        let inventory = scan([name.to_owned()], &mut |_| {
            Ok(Some(content.clone().into_bytes()))
        });
        assert_eq!(inventory.problems.len(), 1, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_text_in_any_file_is_taken(text in "[\\[\\](){}<>=\"'a-c0-2 \n\t:.,/*#@!${}-]{0,120}", cut in 0_usize..400) {
        let plausible = "[workspace]\nmembers=[\"*\"]\n[package]\nname=\"a\"\nmodule x\nrequire (\n<project><artifactId>a</artifactId></project>\n* @a\nsetup(name='x')\n{\"name\":\"a\"}\ninclude 'a'\n";
        let start: String = plausible.chars().take(cut).collect();
        for content in [text.clone(), format!("{start}{text}"), format!("{text}{plausible}")] {
            let inventory = scan(FILES.map(String::from), &mut |_| Ok(Some(content.clone().into_bytes())));
            for found in &inventory.components {
                prop_assert!(!found.id.is_empty() && found.id.len() <= 80);
            }
        }
    }

    #[test]
    fn any_tag_is_taken(tag in "[a-z0-9v@/._+-]{0,24}", odd in ".{0,12}") {
        let past = past_releases([tag.as_str(), odd.as_str()], &[]);
        prop_assert_eq!(past.releases.len() + past.others.len(), 2);
    }
}
