//! Writes what is issued here into a directory, so that other programs can look at it:
//!
//! ```console
//! $ cargo run -p holdpoint-identity --example issue -- out
//! $ cd out
//! $ openssl verify -x509_strict -purpose sslclient -CAfile root.pem agent.pem
//! $ openssl verify -x509_strict -purpose sslserver -verify_hostname release.example.com -CAfile root.pem server.pem
//! $ openssl verify -x509_strict -purpose sslserver -CAfile root.pem -untrusted bridge.pem after.pem
//! $ openssl req -verify -noout -in agent.csr
//! ```
//!
//! `after.pem` is what a server shows after another authority has taken over, and `root.pem` the one before.
//! `token`, `jwks.json` and `openid-configuration.json` are a token, the keys that verify it, and what the issuer says of
//! itself.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use holdpoint_identity::{
    AgentId, Authority, Claim, Issuer, KeyPair, Request, Root, Serial, StepToken, Subject, Terms,
    TokenKeys, TrustDomain,
};

const DAY: u64 = 86_400;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = std::env::args().nth(1).ok_or("which directory?")?;
    let directory = Path::new(&directory);
    fs::create_dir_all(directory)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let now = i64::try_from(now)?;
    certificates(directory, now)?;
    tokens(directory, now)
}

fn terms(now: i64, days: u64, serial: u8) -> Terms {
    Terms {
        now,
        lifetime: Duration::from_secs(days * DAY),
        serial: Serial::new([serial; 16]),
    }
}

fn certificates(directory: &Path, now: i64) -> Result<(), Box<dyn Error>> {
    let write = |name: &str, text: &str| fs::write(directory.join(name), text);
    let domain = TrustDomain::new("example.com")?;
    let mut authority = Authority::create(&domain, &terms(now, 3_650, 1))?;
    write("root.pem", &all(&authority.roots()))?;
    let request = Request::write(&KeyPair::generate()?)?;
    write("agent.csr", &request)?;
    let request = Request::read(&request)?;
    let agent = AgentId::new("build-1")?;
    write(
        "agent.pem",
        &authority
            .issue(&agent, &request, &terms(now, 1, 2))?
            .certificate,
    )?;
    let names = ["release.example.com", "127.0.0.1", "::1"];
    let shown = |authority: &Authority, serial| {
        let server = authority.serve(&names, &terms(now, 1, serial))?;
        Ok::<_, Box<dyn Error>>(server.pem())
    };
    write("server.pem", &shown(&authority, 3)?)?;
    authority.prepare(&terms(now, 3_650, 4))?;
    authority.activate(&terms(now, 1, 5))?;
    let after = shown(&authority, 6)?;
    write("after.pem", &after)?;
    // Its own certificate, the bridge, and roots.
    let bridge = after.split_inclusive("-----END CERTIFICATE-----\n").nth(1);
    write("bridge.pem", bridge.unwrap_or_default())?;
    Ok(())
}

fn all(roots: &[Root]) -> String {
    roots.iter().map(Root::pem).collect()
}

fn tokens(directory: &Path, now: i64) -> Result<(), Box<dyn Error>> {
    let write = |name: &str, text: &str| fs::write(directory.join(name), text);
    let issuer = Issuer::new("https://release.example.com")?;
    let mut keys = TokenKeys::create(now)?;
    keys.rotate(now)?;
    let claims = [
        ("environment", Claim::Text("production".to_owned())),
        ("run", Claim::Number(7)),
    ];
    let token = StepToken {
        subject: Subject::new(&[("organisation", "acme"), ("step", "apply")])?,
        audience: "https://registry.example.com".to_owned(),
        now,
        lifetime: Duration::from_secs(600),
        id: [9; 16],
        claims: BTreeMap::from(claims.map(|(name, claim)| (name.to_owned(), claim))),
    };
    write("token", &issuer.issue(&keys, &token)?)?;
    write("jwks.json", &issuer.jwks(&keys, now)?)?;
    let address = "https://release.example.com/.well-known/jwks.json";
    write(
        "openid-configuration.json",
        &issuer.discovery(address, &["environment", "run"])?,
    )?;
    Ok(())
}
