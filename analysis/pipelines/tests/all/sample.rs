//! The sample of the documents is read, planned and drawn.

use holdpoint_pipelines::{Given, draw, plan};

use crate::world::{planned, sound};

const SHOP: &str = include_str!("files/shop.yaml");

#[test]
fn the_shop_is_drawn_as_text() {
    insta::assert_snapshot!("shop-text", draw::text(&planned(SHOP)));
}

#[test]
fn the_shop_is_drawn_as_mermaid() {
    insta::assert_snapshot!("shop-mermaid", draw::mermaid(&planned(SHOP)));
}

#[test]
fn the_shop_is_drawn_as_svg() {
    insta::assert_snapshot!("shop-svg", draw::svg(&planned(SHOP)));
}

#[test]
fn the_graph_of_the_shop_is_json_with_a_digest() {
    let definition = sound(SHOP);
    let given = Given {
        branch: "main".to_owned(),
        event: "push".to_owned(),
        ..Given::default()
    };
    let graph = plan(&definition, "shop", &given).unwrap();
    insta::assert_json_snapshot!("shop-graph", graph);
    assert_eq!(graph.digest().len(), 64);
}

/// Readers copy from there.
#[test]
fn the_documents_show_these_very_files() {
    let page = include_str!("../../../../docs/pipelines.md");
    assert!(page.contains(SHOP));
    assert!(page.contains(include_str!("files/ci.yaml")));
}

/// Every key that a definition can have is explained.
#[test]
fn the_documents_name_every_key() {
    let page = include_str!("../../../../docs/pipelines.md");
    let schema = holdpoint_pipelines::schema::schema();
    let definitions = schema["$defs"].as_object().unwrap().values();
    let keys = definitions
        .filter_map(|one| one["properties"].as_object())
        .flat_map(|keys| keys.keys());
    let missing: std::collections::BTreeSet<_> = keys
        .filter(|key| {
            ![format!("`{key}`"), format!("{key}:"), format!("`{key}:")]
                .iter()
                .any(|way| page.contains(way.as_str()))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn wide_and_long_ones_are_drawn() {
    let graph = planned(include_str!("files/forms.yaml"));
    insta::assert_snapshot!("forms-svg", draw::svg(&graph));
    insta::assert_snapshot!("forms-text", draw::text(&graph));
    insta::assert_snapshot!("forms-mermaid", draw::mermaid(&graph));
}

/// Two of them stand on one page, each with its own arrows; and nothing in them comes from elsewhere.
#[test]
fn drawings_stand_alone() {
    let (one, two) = (
        draw::svg(&planned(SHOP)),
        draw::svg(&planned(include_str!("files/forms.yaml"))),
    );
    let id = |svg: &str| {
        svg.split("marker id=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_ne!(id(&one), id(&two));
    for svg in [one, two] {
        for elsewhere in ["<script", "href", "url(http", "@import", "<image"] {
            assert!(!svg.contains(elsewhere), "{elsewhere}");
        }
        assert!(svg.chars().all(|c| c == '\n' || !c.is_control()));
    }
}
