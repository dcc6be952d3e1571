//! Forms and queries.

use holdpoint_tokens::encoded;

#[test]
fn what_has_a_meaning_is_escaped() {
    let pairs = [
        ("scope", "openid e-mail"),
        ("redirect_uri", "https://a.example/x?y=1&z=ä"),
    ];
    assert_eq!(
        encoded(&pairs),
        "scope=openid+e-mail&redirect_uri=https%3A%2F%2Fa.example%2Fx%3Fy%3D1%26z%3D%C3%A4"
    );
    assert_eq!(encoded(&[]), "");
}
