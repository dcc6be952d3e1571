//! TLS as `sslmode` asks for it. The server's certificate is for `localhost`, by a root of its own.

use std::sync::OnceLock;

use holdpoint_cluster::{Cluster, Options};

use crate::world::open;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/root.pem");
const OTHER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/other.pem");

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        Cluster::start(Options {
            tls: Some((
                include_str!("../tls/server.pem").to_owned(),
                include_str!("../tls/server.key").to_owned(),
            )),
            ..Options::default()
        })
    })
}

/// Opens with that query on that host: whether the connections are secure, or why there are none.
fn secure(host: &str, query: &str) -> Result<bool, String> {
    let url = cluster().database();
    let there = url.replace("127.0.0.1", host);
    let opened = open(&format!("{there}?{query}"));
    let _ledger = opened.map_err(|error| error.to_string())?;
    let ask = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
               WHERE application_name = 'holdpoint' AND datname = current_database()";
    Ok(cluster().sql(&url, ask) == "t")
}

#[test]
fn without_looking_at_certificates() {
    assert_eq!(secure("127.0.0.1", "sslmode=disable"), Ok(false));
    assert_eq!(secure("127.0.0.1", ""), Ok(true));
    assert_eq!(secure("127.0.0.1", "sslmode=require"), Ok(true));
}

#[test]
fn looking_at_certificates() {
    let with = |mode: &str, root: &str| format!("sslmode={mode}&sslrootcert={root}");
    assert_eq!(secure("localhost", &with("verify-full", ROOT)), Ok(true));
    assert_eq!(secure("127.0.0.1", &with("verify-ca", ROOT)), Ok(true));
    for (host, query) in [
        ("127.0.0.1", with("verify-full", ROOT)),
        ("localhost", with("verify-full", OTHER)),
        ("127.0.0.1", with("verify-ca", OTHER)),
        ("127.0.0.1", with("require", OTHER)),
        // The system's roots know nothing of ours.
        ("localhost", "sslmode=verify-full".to_owned()),
    ] {
        let said = secure(host, &query).unwrap_err();
        assert!(said.contains("certificate"), "{query}: {said}");
    }
    let said = secure("localhost", &with("verify-full", "/nowhere.pem")).unwrap_err();
    assert!(said.contains("`/nowhere.pem` cannot be read"), "{said}");
}

#[test]
fn a_server_without_tls_is_not_talked_to_when_it_is_required() {
    let url = format!("{}?sslmode=require", Cluster::shared().database());
    let said = open(&url).err().unwrap().to_string();
    assert!(said.contains("server does not support TLS"), "{said}");
}
