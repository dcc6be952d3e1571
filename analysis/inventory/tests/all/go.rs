use holdpoint_inventory::Kind;

use crate::world::{found, ids, problems, repository};

#[test]
fn modules_are_found_with_what_they_require() {
    let inventory = repository(&[
        ("go.work", "go 1.24\nuse (\n\t./till\n\t./core\n)\n"),
        (
            "till/go.mod",
            "module example.org/shop/till/v2 // comment\n\ngo 1.24\n\nrequire (\n\texample.org/shop/core v1.0.0\n\
             \texample.org/shop/money v1.0.0 // indirect\n\tgolang.org/x/text v0.3.0\n)\n\n\
             replace example.org/shop/core => ../core\n",
        ),
        ("till/cmd/till/main.go", "package main"),
        ("core/go.mod", "module example.org/shop/core\n"),
        (
            "money/go.mod",
            "module \"example.org/shop/money\"\nrequire example.org/shop/core v1.0.0\n",
        ),
        ("vendor/x/go.mod", "module x\n"),
    ]);
    assert_eq!(ids(&inventory), ["core", "money", "till"]);
    let till = found(&inventory, "till");
    assert_eq!(till.name, "example.org/shop/till/v2");
    assert_eq!(
        (till.kind, &*till.dependencies),
        (Kind::Application, &["core".to_owned()][..])
    );
    assert_eq!(
        till.reason,
        "a Go module that `go.work` uses, with `cmd/till/main.go`"
    );
    assert_eq!(
        till.purl.as_deref(),
        Some("pkg:golang/example.org/shop/till/v2")
    );
    assert_eq!(found(&inventory, "money").dependencies, ["core"]);
}

#[test]
fn a_module_that_cannot_be_read_is_told() {
    let inventory = repository(&[
        ("a/go.mod", "module a\nrequire (\n"),
        ("b/go.mod", "go 1.24\n"),
    ]);
    assert_eq!(
        problems(&inventory),
        [
            "a/go.mod:2:1: the `require` block has no end",
            "b/go.mod: it names no module"
        ]
    );
}

#[test]
fn a_dockerfile_makes_a_service() {
    let inventory = repository(&[
        ("go.mod", "module example.org/shop"),
        ("services/till/go.mod", "module example.org/shop/till"),
        ("services/till/build/Dockerfile", "FROM scratch"),
        ("services/mail/src/Dockerfile", "FROM python"),
    ]);
    assert_eq!(ids(&inventory), ["shop", "mail", "till"]);
    assert_eq!(found(&inventory, "shop").kind, Kind::Library);
    assert_eq!(found(&inventory, "till").kind, Kind::Service);
    let mail = found(&inventory, "mail");
    assert_eq!(
        (mail.kind, mail.path.as_str()),
        (Kind::Service, "services/mail")
    );
    assert_eq!(
        mail.reason,
        "deployed by `services/mail/src/Dockerfile`, without a manifest that is known here"
    );
}
