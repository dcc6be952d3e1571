use holdpoint_inventory::Kind;

use crate::world::{found, ids, repository};

#[test]
fn projects_are_read_in_every_format() {
    let inventory = repository(&[
        (
            "till/pyproject.toml",
            "[project]\nname = \"Shop_Till\"\nversion = \"1.0\"\ndependencies = [\"shop.core>=1; python_version > '3'\", \"requests[socks]\"]\n\
             [project.scripts]\ntill = \"till:main\"",
        ),
        ("till/setup.py", "setup(name='ignored')"),
        (
            "core/pyproject.toml",
            "[tool.poetry]\nname = \"shop-core\"\nversion = \"2.0\"\n[tool.poetry.dependencies]\nshop-money = { path = \"../money\" }",
        ),
        (
            "money/setup.cfg",
            "[metadata]\nname = shop-money\nversion = 0.1\n",
        ),
        ("old/setup.py", "setup(name=\"shop-old\", version='3')"),
        ("old/manage.py", ""),
        ("lint/pyproject.toml", "[tool.ruff]\nline-length = 100"),
    ]);
    assert_eq!(
        ids(&inventory),
        ["shop-core", "shop-money", "shop-old", "shop-till"]
    );
    let till = found(&inventory, "shop-till");
    assert_eq!(
        (till.kind, till.version.as_deref()),
        (Kind::Application, Some("1.0"))
    );
    assert_eq!(till.dependencies, ["shop-core"]);
    assert_eq!(till.purl.as_deref(), Some("pkg:pypi/shop-till"));
    assert_eq!(found(&inventory, "shop-core").dependencies, ["shop-money"]);
    assert_eq!(found(&inventory, "shop-old").kind, Kind::Application);
}
