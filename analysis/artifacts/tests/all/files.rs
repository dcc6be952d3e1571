//! Files of every kind.

use crate::fixture::{Folder, sha256};
use holdpoint_artifacts::{ArtifactKind, ReadArtifact, digest_file, read_artifact};
use proptest::prelude::*;
use std::path::Path;

fn read(path: &Path) -> ReadArtifact {
    read_artifact(path).unwrap_or_else(|error| panic!("{error}"))
}

fn error(path: &Path) -> String {
    match read_artifact(path) {
        Ok(artifact) => panic!("taken: {artifact:?}"),
        Err(error) => error.to_string().replace(path.to_str().unwrap(), "FILE"),
    }
}

fn facts(artifact: &ReadArtifact) -> (ArtifactKind, &str, Option<&str>, String) {
    let purl = artifact
        .purl
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    (
        artifact.kind,
        &artifact.name,
        artifact.version.as_deref(),
        purl,
    )
}

#[test]
fn the_digest_is_of_the_file() {
    let folder = Folder::new();
    let content = b"x".repeat(300_000);
    let path = folder.write("payments-ledger-1.4.0.bin", &content);
    let artifact = read(&path);
    assert_eq!(
        (artifact.digest.as_str(), artifact.size),
        (sha256(&content).as_str(), 300_000)
    );
    assert_eq!(digest_file(&path).unwrap().digest, artifact.digest);
    assert_eq!(
        facts(&artifact),
        (
            ArtifactKind::Generic,
            "payments-ledger",
            Some("1.4.0"),
            "pkg:generic/payments-ledger@1.4.0".to_owned()
        )
    );
    let json = serde_json::to_string(&artifact).unwrap();
    assert_eq!(
        serde_json::from_str::<ReadArtifact>(&json).unwrap(),
        artifact
    );
}

#[test]
fn jars() {
    let folder = Folder::new();
    let pom = "#Generated\ngroupId=com.acme\nartifactId=ledger-api\nversion=1.4.0\n";
    let path = folder.zip(
        "ledger-api-1.4.0.jar",
        &[
            ("META-INF/MANIFEST.MF", ""),
            ("META-INF/maven/com.acme/ledger-api/pom.properties", pom),
            ("A.class", "x"),
        ],
    );
    assert_eq!(
        facts(&read(&path)),
        (
            ArtifactKind::Jar,
            "ledger-api",
            Some("1.4.0"),
            "pkg:maven/com.acme/ledger-api@1.4.0".to_owned()
        )
    );

    // A fat jar: the one that the file is named after, and the longest such.
    let other = pom.replace("ledger-api", "ledger").replace("1.4.0", "9");
    let third = pom.replace("ledger-api", "guava").replace("1.4.0", "33");
    let poms = [
        (
            "META-INF/maven/com.google/guava/pom.properties",
            third.as_str(),
        ),
        (
            "META-INF/maven/com.acme/ledger/pom.properties",
            other.as_str(),
        ),
        ("META-INF/maven/com.acme/ledger-api/pom.properties", pom),
    ];
    assert_eq!(
        read(&folder.zip("ledger-api-1.4.0-all.war", &poms))
            .purl
            .unwrap()
            .to_string(),
        "pkg:maven/com.acme/ledger-api@1.4.0?type=war"
    );

    let manifest = "Manifest-Version: 1.0\r\nBundle-SymbolicName: org.example.a\r\n pp;singleton:=true\r\nImplementation-Version: 2.1\r\n\r\nName: x\r\n";
    let path = folder.zip("whatever.jar", &[("META-INF/MANIFEST.MF", manifest)]);
    assert_eq!(
        facts(&read(&path)),
        (
            ArtifactKind::Jar,
            "org.example.app",
            Some("2.1"),
            "pkg:generic/org.example.app@2.1".to_owned()
        )
    );

    let path = folder.zip("plain-3.0.jar", &[("a", "b")]);
    assert_eq!(facts(&read(&path)).1, "plain");
    assert_eq!(
        error(&folder.write("broken.jar", b"no zip")),
        "`FILE` is no usable Java archive: it is no zip archive"
    );
    let cut = &std::fs::read(&path).unwrap()[..40];
    assert!(error(&folder.write("cut.jar", cut)).starts_with("`FILE` is no usable zip archive: "));
}

#[test]
fn npm_packages() {
    let folder = Folder::new();
    let path = folder.tgz(
        "acme-ui-2.0.0.tgz",
        &[
            ("package/README.md", "x"),
            (
                "package/package.json",
                r#"{"name": "@acme/ui", "version": "2.0.0"}"#,
            ),
        ],
    );
    let artifact = read(&path);
    assert_eq!(
        facts(&artifact),
        (
            ArtifactKind::Npm,
            "ui",
            Some("2.0.0"),
            "pkg:npm/%40acme/ui@2.0.0".to_owned()
        )
    );
    assert_eq!(artifact.namespace.as_deref(), Some("@acme"));
    // A nested manifest is another package's.
    let path = folder.tgz(
        "site-1.0.tar.gz",
        &[("site/node_modules/x/package.json", r#"{"name": "x"}"#)],
    );
    assert_eq!(facts(&read(&path)).0, ArtifactKind::Generic);
}

#[test]
fn python_packages() {
    let folder = Folder::new();
    let metadata = "Metadata-Version: 2.1\nName: Acme_Ledger\nVersion: 1.4.0\n\nName: not this\n";
    let wheel = folder.zip(
        "acme_ledger-1.4.0-py3-none-any.whl",
        &[
            ("acme_ledger/__init__.py", ""),
            ("acme_ledger-1.4.0.dist-info/METADATA", metadata),
        ],
    );
    assert_eq!(
        facts(&read(&wheel)),
        (
            ArtifactKind::Wheel,
            "Acme_Ledger",
            Some("1.4.0"),
            "pkg:pypi/acme-ledger@1.4.0".to_owned()
        )
    );
    let sdist = folder.tgz(
        "acme_ledger-1.4.0.tar.gz",
        &[("acme_ledger-1.4.0/PKG-INFO", metadata)],
    );
    assert_eq!(facts(&read(&sdist)).0, ArtifactKind::Sdist);
    let empty = folder.zip("x-1-py3-none-any.whl", &[("a", "b")]);
    assert_eq!(
        error(&empty),
        "`FILE` is no usable Python wheel: it has no `*.dist-info/METADATA`"
    );
}

#[test]
fn crates() {
    let folder = Folder::new();
    let manifest = "# comment\n[package]\nedition = \"2024\"\nname = \"ledger\"\nversion = \"1.4.0\"\n\n[dependencies.x]\nversion = \"9\"\n";
    let path = folder.tgz(
        "ledger-1.4.0.crate",
        &[
            ("ledger-1.4.0/src/lib.rs", ""),
            ("ledger-1.4.0/Cargo.toml", manifest),
        ],
    );
    assert_eq!(
        facts(&read(&path)),
        (
            ArtifactKind::Crate,
            "ledger",
            Some("1.4.0"),
            "pkg:cargo/ledger@1.4.0".to_owned()
        )
    );
    let path = folder.tgz("x-1.0.crate", &[("x-1.0/src/lib.rs", "")]);
    assert_eq!(
        error(&path),
        "`FILE` is no usable Rust crate: its description is missing"
    );
}

#[test]
fn what_is_no_artifact() {
    let folder = Folder::new();
    assert_eq!(
        error(folder.path()),
        "`FILE` is a directory, and a directory has no digest; pack it into one file (`tar -czf`), or write an image as an OCI image layout"
    );
    assert_eq!(
        error(&folder.path().join("none")),
        "there is no file `FILE`"
    );
    assert_eq!(
        error(&folder.write("empty.bin", b"")),
        "`FILE` is empty; build it again"
    );
    assert_eq!(error(Path::new("/dev/zero")), "`FILE` is no regular file");
    assert_eq!(
        error(&folder.write("a.tgz", b"hello")),
        "`FILE` is no usable archive: it is not gzipped"
    );
}

#[test]
fn a_bomb_is_not_unpacked() {
    let folder = Folder::new();
    // 50 MB of line ends in a description: only its first MiB is looked at.
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer
        .start_file(
            "META-INF/maven/a/b/pom.properties",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    for _ in 0..200 {
        std::io::Write::write_all(&mut writer, &[b'\n'; 1024 * 256]).unwrap();
    }
    let path = folder.write("bomb-1.0.jar", &writer.finish().unwrap().into_inner());
    assert_eq!(read(&path).name, "bomb");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_content_is_answered(content in proptest::collection::vec(any::<u8>(), 0..600), prefix in 0usize..5, name in "[a-z0-9._-]{1,12}") {
        let prefixes: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"PK\x05\x06", b"{"];
        let folder = Folder::new();
        for extension in ["", ".jar", ".whl", ".tgz", ".crate", ".tar.gz", ".zip", ".tar"] {
            let bytes = [prefixes[prefix], &content].concat();
            let path = folder.write(&format!("f{name}{extension}"), &bytes);
            if let Ok(artifact) = read_artifact(&path) {
                prop_assert_eq!(artifact.digest, sha256(&bytes));
            }
        }
    }

    #[test]
    fn damaged_archives_are_answered(at in 0usize..2000, with in any::<u8>()) {
        let folder = Folder::new();
        let zip = folder.zip("a-1.jar", &[("META-INF/MANIFEST.MF", "Bundle-SymbolicName: a\n"), ("META-INF/maven/a/a/pom.properties", "artifactId=a")]);
        let tgz = folder.tgz("a-1.tgz", &[("package/package.json", "{\"name\": \"a\"}")]);
        for path in [zip, tgz] {
            let mut bytes = std::fs::read(&path).unwrap();
            let at = at % bytes.len();
            bytes[at] = with;
            std::fs::write(&path, &bytes).unwrap();
            let _ = read_artifact(&path);
        }
    }
}
