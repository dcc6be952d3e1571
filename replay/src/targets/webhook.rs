//! Requests of forges and of jobs elsewhere: nobody's signature fits, what is read is sound, and what is written is read as it was.

use holdpoint_hooks::github::{Api, Delivery};
use holdpoint_hooks::{Genuine, Headers, Secret, github, gitlab, outcome, standard};

/// The first line is a header, whatever it is called; the rest is the body.
pub(crate) fn run(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    signed(&bytes[..end], bytes);
    let headers = Headers::of(&[("x-github-event", "deployment_protection_rule")]);
    let api = Api::new("https://api.github.com").expect("an address");
    for body in [Genuine::vouched(bytes), Genuine::vouched(&bytes[end..])] {
        if let Ok(Delivery::Waits(rule)) = github::read(&headers, body, &api) {
            let repository = format!(
                "https://api.github.com/repos/{}/actions/runs/",
                rule.repository
            );
            assert!(rule.callback.url.starts_with(&repository));
            assert!(
                !rule.callback.url.contains(['@', '?', '#', '%'])
                    && !rule.callback.url.contains("/../")
            );
        }
        if let Ok(check) = gitlab::read(body) {
            assert!(check.sha.len() >= 40 && check.check > 0);
        }
        if let Ok(ended) = outcome::read(body) {
            let written = ended.write().expect("it was read");
            assert_eq!(
                outcome::read(Genuine::vouched(&written)).expect("it was written"),
                ended
            );
        }
    }
}

/// Nobody knows this secret.
fn signed(header: &[u8], body: &[u8]) {
    let secrets = [Secret::text("a secret that is nowhere else").expect("a secret")];
    let names = [
        "x-hub-signature-256",
        "x-gitlab-signature",
        "x-gitlab-token",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    ];
    let headers: Headers<'_> = names.iter().map(|name| (*name, header)).collect();
    assert!(github::verify(&headers, body, &secrets).is_err());
    assert!(gitlab::verify(&headers, body, &secrets).is_err());
    let some = [("webhook-id", "a"), ("webhook-timestamp", "1")]
        .map(|(name, value)| (name, value.as_bytes()));
    let headers: Headers<'_> = some
        .into_iter()
        .chain([("webhook-signature", header)])
        .collect();
    assert!(standard::verify(&headers, body, &secrets, 1, 0).is_err());
}
