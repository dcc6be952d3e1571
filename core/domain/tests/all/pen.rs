//! A key of a person, and what they sign with it: the bytes that `ssh-keygen -Y sign` makes of an Ed25519 key.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use holdpoint_domain::Digest;
use holdpoint_domain::access::Role;
use holdpoint_domain::approval::Say;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::signing::{
    Act, Deciding, NAMESPACE, Payload, STATEMENT_NAMESPACE, Seen, SigningKey, Statement, Stating,
};
use holdpoint_domain::waiver::WaiverId;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::world::{World, person};

pub struct Pen {
    of: String,
    pair: Ed25519KeyPair,
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let put = |part: &&[u8]| [&u32::try_from(part.len()).unwrap().to_be_bytes(), *part].concat();
    parts.iter().flat_map(put).collect()
}

impl Pen {
    /// The first key of somebody.
    pub fn of(name: &str) -> Self {
        Self::made_from(name, name)
    }

    /// A key of somebody, made from a seed.
    pub fn made_from(name: &str, seed: &str) -> Self {
        let seed = Digest::of(seed.as_bytes()).0;
        Self {
            of: name.to_owned(),
            pair: Ed25519KeyPair::from_seed_unchecked(&seed).unwrap(),
        }
    }

    fn blob(&self) -> Vec<u8> {
        joined(&[b"ssh-ed25519", self.pair.public_key().as_ref()])
    }

    pub fn line(&self) -> String {
        format!("ssh-ed25519 {} somebody", STANDARD.encode(self.blob()))
    }

    pub fn key(&self) -> SigningKey {
        serde_json::from_value(json!({"ssh": self.line()})).unwrap()
    }

    pub fn fingerprint(&self) -> String {
        self.key().fingerprint().to_string()
    }

    pub fn add(&self, world: &mut World) {
        let asked = json!({"key": {"ssh": self.line()}});
        world.done(&self.of, "account.add-key", asked);
    }

    /// What `ssh-keygen` would write, without the lines around it.
    pub fn sign(&self, text: &str) -> String {
        self.sign_for(NAMESPACE, text)
    }

    /// The same, for another namespace.
    pub fn sign_for(&self, namespace: &str, text: &str) -> String {
        let hash = Digest::of(text.as_bytes()).0;
        let namespace = namespace.as_bytes();
        let mut signed = b"SSHSIG".to_vec();
        signed.extend(joined(&[namespace, b"", b"sha256", &hash]));
        let made = self.pair.sign(&signed);
        let made = joined(&[b"ssh-ed25519", made.as_ref()]);
        let mut blob = b"SSHSIG\0\0\0\x01".to_vec();
        blob.extend(joined(&[&self.blob(), namespace, b"", b"sha256", &made]));
        STANDARD.encode(blob)
    }

    /// The signature over another decision than an approval.
    pub fn states(&self, world: &World, act: Act, about: &About<'_>) -> Value {
        let statement = about.statement(&self.of, world, act);
        let proof = json!({"ssh": self.sign_for(STATEMENT_NAMESPACE, &statement.text())});
        json!({"payload": statement, "proof": proof})
    }

    /// What its owner has to sign.
    pub fn payload(&self, world: &World, say: &str, release: &str, role: &str) -> Payload {
        payload(&self.of, world, say, release, role)
    }

    /// The arguments of that decision, signed.
    pub fn says(&self, world: &World, say: &str, release: &str, role: &str) -> Value {
        self.signs(&self.payload(world, say, release, role))
    }

    /// The arguments of the decision that this payload is of, signed.
    pub fn signs(&self, payload: &Payload) -> Value {
        signed(payload, &json!({"ssh": self.sign(&payload.text())}))
    }
}

/// What a statement is about.
pub struct About<'a> {
    pub release: &'a str,
    pub environment: Option<&'a str>,
    pub waiver: Option<WaiverId>,
}

impl About<'_> {
    pub fn statement(&self, of: &str, world: &World, act: Act) -> Statement {
        let name = ReleaseName::new(self.release).unwrap();
        let release = world.state.releases.peek(&name.key()).unwrap();
        let waiver = self.waiver.as_ref();
        let waiver = waiver.and_then(|id| world.state.waivers.peek(&id.key()));
        let environment = self.environment.map(|name| name.parse().unwrap());
        let stating = Stating {
            decision: act,
            person: &person(of),
            environment: environment.as_ref(),
            waiver,
            reason: None,
            seen: seen(world),
        };
        Statement::of(&world.state, release, &stating).unwrap()
    }
}

fn seen(world: &World) -> Seen {
    let size = world.ledger.len() as u64;
    let root = Digest::of(&size.to_be_bytes());
    Seen { size, root }
}

fn signed(payload: &Payload, proof: &Value) -> Value {
    json!({"release": payload.release, "say": payload.decision, "role": payload.role,
        "signature": {"payload": payload, "proof": proof}})
}

/// What somebody has to sign to say so about a release as it stands.
fn payload(of: &str, world: &World, say: &str, release: &str, role: &str) -> Payload {
    let name = ReleaseName::new(release).unwrap();
    let release = world.state.releases.peek(&name.key()).unwrap();
    let person = person(of);
    let deciding = Deciding {
        decision: serde_json::from_value::<Say>(json!(say)).unwrap(),
        person: &person,
        on_behalf_of: None,
        role: serde_json::from_value::<Role>(json!(role)).unwrap(),
        environment: None,
        reason: None,
        seen: seen(world),
    };
    Payload::of(&world.state, release, &deciding).unwrap()
}

/// A passkey of somebody: what a browser with an authenticator answers.
pub struct Passkey {
    of: String,
    pair: Ed25519KeyPair,
    pub origin: &'static str,
}

impl Passkey {
    pub fn of(name: &str) -> Self {
        let seed = Digest::of(format!("passkey of {name}").as_bytes()).0;
        Self {
            of: name.to_owned(),
            pair: Ed25519KeyPair::from_seed_unchecked(&seed).unwrap(),
            origin: "https://holdpoint.example.org",
        }
    }

    pub fn key(&self) -> Value {
        let key = self.pair.public_key();
        let cose = [
            &[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32][..],
            key.as_ref(),
        ];
        json!({"passkey": {"credential": url(b"it"), "public": url(&cose.concat()), "origin": self.origin}})
    }

    pub fn fingerprint(&self) -> String {
        let key: SigningKey = serde_json::from_value(self.key()).unwrap();
        key.fingerprint().to_string()
    }

    pub fn add(&self, world: &mut World) {
        world.done(&self.of, "account.add-key", json!({"key": self.key()}));
    }

    /// The arguments of a decision, signed at a page; how often the passkey has signed.
    pub fn says(&self, world: &World, said: [&str; 3], page: &str, count: u32) -> Value {
        let [say, release, role] = said;
        let payload = payload(&self.of, world, say, release, role);
        signed(&payload, &self.answers(&payload.digest(), page, count))
    }

    /// The signature over another decision than an approval.
    pub fn states(&self, world: &World, act: Act, about: &About<'_>, count: u32) -> Value {
        let statement = about.statement(&self.of, world, act);
        let proof = self.answers(&statement.digest(), self.origin, count);
        json!({"payload": statement, "proof": proof})
    }

    fn answers(&self, digest: &Digest, page: &str, count: u32) -> Value {
        let challenge = url(&digest.0);
        let client =
            json!({"type": "webauthn.get", "challenge": challenge, "origin": page}).to_string();
        let site = Digest::of(b"holdpoint.example.org").0;
        let data = [&site[..], &[5], &count.to_be_bytes()].concat();
        let made = [&data[..], &Digest::of(client.as_bytes()).0].concat();
        let made = self.pair.sign(&made);
        json!({"passkey": {"key": self.fingerprint(), "client": url(client.as_bytes()),
            "authenticator": url(&data), "signature": url(made.as_ref())}})
    }
}

fn url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
