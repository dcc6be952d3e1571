//! Whose signatures on evidence are believed.

use holdpoint_attestation::PublicKey;
use holdpoint_domain::organisation::Signer;

use super::Reader;
use crate::diagnostic::signer_wrong;
use crate::yaml::{Node, Value};

const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

impl Reader<'_> {
    /// Public keys by the name of whose they are: PEM, or its base64 alone.
    pub(super) fn signers(&mut self, node: &Node) -> Vec<Signer> {
        if !matches!(node.value, Value::Map(_)) {
            self.wrong(node, "a map of names to public keys", None);
        }
        let mut signers: Vec<Signer> = Vec::new();
        for entry in node.entries() {
            let Some(text) = self.text(&entry.value, "a public key (PEM)") else {
                continue;
            };
            let key = body(&text);
            match PublicKey::from_pem(&format!("{BEGIN}\n{key}\n{END}")) {
                Ok(_) => signers.push(Signer {
                    name: entry.key.clone(),
                    key,
                }),
                Err(why) => self.report(entry.value.span, signer_wrong(&entry.key, why)),
            }
        }
        signers.sort_by(|one, other| one.name.cmp(&other.name));
        signers
    }
}

/// The base64 of a PEM file, on one line.
fn body(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix(BEGIN).unwrap_or(text);
    let text = text.strip_suffix(END).unwrap_or(text);
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
