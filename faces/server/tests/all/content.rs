//! Content of any size, as it goes in and comes out.

use axum::body::{Body, to_bytes};
use axum::http::Request;

use crate::world::World;

/// Larger than what is read as a whole.
const SIZE: u32 = 3_000_001;

fn kept(world: &World, token: &str, content: &[u8]) -> String {
    let request = Request::put("/api/v1/blobs").header("authorization", format!("Bearer {token}"));
    let answer = world.ask(request.body(Body::from(content.to_vec())).unwrap());
    answer.is(200).json()["digest"].as_str().unwrap().to_owned()
}

fn damage(world: &World, digest: &str, content: &[u8]) {
    let hex = digest.strip_prefix("sha256:").unwrap();
    let path = format!("blobs/sha256/{}/{}", &hex[..2], &hex[2..]);
    std::fs::write(world.room.path().join(path), content).unwrap();
}

#[test]
fn small_and_large_content_comes_back_as_it_was() {
    let world = World::new();
    let token = world.hire("rita", Some("release-manager"), None);
    let large: Vec<u8> = (0..SIZE).map(|i| (i % 251) as u8).collect();
    for content in [&b"small"[..], &large] {
        let digest = kept(&world, &token, content);
        let answer = world
            .get(&world.admin, &format!("/api/v1/blobs/{digest}"))
            .is(200);
        assert!(answer.body == content);
        assert_eq!(answer.header("content-length"), content.len().to_string());
        assert_eq!(answer.header("content-type"), "application/octet-stream");
    }
}

#[test]
fn damaged_content_is_never_given_as_a_whole() {
    let world = World::new();
    let token = world.hire("rita", Some("release-manager"), None);
    let small = kept(&world, &token, b"small");
    damage(&world, &small, b"sma11");
    world
        .get(&world.admin, &format!("/api/v1/blobs/{small}"))
        .is(500);

    let large: Vec<u8> = (0..SIZE).map(|i| (i % 251) as u8).collect();
    let digest = kept(&world, &token, &large);
    let mut changed = large;
    changed[17] ^= 1;
    damage(&world, &digest, &changed);
    let request = Request::get(format!("/api/v1/blobs/{digest}"))
        .header("authorization", format!("Bearer {token}"));
    let response = world.begin(request.body(Body::empty()).unwrap());
    let body = world
        .runtime
        .block_on(to_bytes(response.into_body(), usize::MAX));
    assert!(body.is_err(), "the connection breaks");
}
