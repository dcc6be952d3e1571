use holdpoint_inventory::{Owner, OwnerKind};

use crate::world::{found, problems, repository};

fn handles(owners: &[Owner]) -> Vec<&str> {
    owners.iter().map(|owner| owner.handle.as_str()).collect()
}

#[test]
fn the_last_rule_that_matches_decides() {
    let text = "# everything\n*       @shop/all\n/till/  @shop/payments ada@example.org # inline\n/till/docs/\n*.sql @dba\nwith\\ space @odd\n";
    let inventory = repository(&[("CODEOWNERS", text), ("docs/CODEOWNERS", "* @nobody")]);
    let owners = &inventory.owners;
    assert_eq!(owners.file.as_deref(), Some("CODEOWNERS"));
    assert_eq!(handles(&owners.of("README")), ["shop/all"]);
    assert_eq!(
        handles(&owners.of("till/x")),
        ["ada@example.org", "shop/payments"]
    );
    assert_eq!(handles(&owners.of("till/docs/x")), Vec::<&str>::new());
    assert_eq!(handles(&owners.of("till/docs/x.sql")), ["dba"]);
    assert_eq!(handles(&owners.of("a/with space")), ["odd"]);
    let kinds: Vec<_> = owners.all().iter().map(|owner| owner.kind).collect();
    assert!(kinds.contains(&OwnerKind::Mail) && kinds.contains(&OwnerKind::Team));
}

#[test]
fn sections_of_gitlab_add_up() {
    let text = "* @all\n[Database][2] @dba @dbb\n*.sql\nschema/ @architects\n\n^[Docs]\n*.md @writers\n!CHANGELOG.md\n[database]\nseed.sql @seeders\n";
    let inventory = repository(&[(".gitlab/CODEOWNERS", text)]);
    let owners = &inventory.owners;
    assert_eq!(handles(&owners.of("x.sql")), ["all", "dba", "dbb"]);
    assert_eq!(handles(&owners.of("schema/x.sql")), ["all", "architects"]);
    assert_eq!(handles(&owners.of("a/b.md")), ["all", "writers"]);
    assert_eq!(handles(&owners.of("CHANGELOG.md")), ["all"]);
    assert_eq!(handles(&owners.of("seed.sql")), ["all", "seeders"]);
}

#[test]
fn a_component_belongs_to_who_owns_most_of_it() {
    let inventory = repository(&[
        (
            ".github/CODEOWNERS",
            "/a/ @shop/a\n/a/b/ @shop/b\n*.md @writers\n",
        ),
        ("a/go.mod", "module a"),
        ("a/x.go", ""),
        ("a/y.md", ""),
        ("a/b/go.mod", "module b"),
        ("a/b/1.go", ""),
        ("a/b/2.go", ""),
        ("a/b/3.go", ""),
        ("c/go.mod", "module c"),
    ]);
    assert_eq!(handles(&found(&inventory, "a").owners), ["shop/a"]);
    assert_eq!(handles(&found(&inventory, "b").owners), ["shop/b"]);
    assert_eq!(handles(&found(&inventory, "c").owners), Vec::<&str>::new());
}

#[test]
fn what_is_no_owner_is_told_at_its_column() {
    let inventory = repository(&[("CODEOWNERS", "* @ok\n/till/ payments @shop/x\n")]);
    assert_eq!(
        problems(&inventory),
        ["CODEOWNERS:2:8: `payments` is no owner: write `@name`, `@group/team` or a mail address"]
    );
    assert_eq!(handles(&inventory.owners.of("till/a")), ["shop/x"]);
}
