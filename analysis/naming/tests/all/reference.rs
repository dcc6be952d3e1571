//! References as people write them.

use holdpoint_naming::{ArtifactReference, Ecosystem};
use proptest::prelude::*;

const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn parse(text: &str) -> ArtifactReference {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn error(text: &str) -> String {
    match text.parse::<ArtifactReference>() {
        Ok(reference) => panic!("`{text}` was taken as {reference:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn images_get_dockers_defaults() {
    let pinned = format!("localhost:5000/a/b@sha256:{HEX}");
    for (text, full, name, parent) in [
        (
            "nginx",
            "docker.io/library/nginx",
            "nginx",
            "docker.io/library",
        ),
        (
            "nginx:1.25",
            "docker.io/library/nginx:1.25",
            "nginx",
            "docker.io/library",
        ),
        (
            "acme/app:1",
            "docker.io/acme/app:1",
            "app",
            "docker.io/acme",
        ),
        (
            "index.docker.io/nginx",
            "docker.io/library/nginx",
            "nginx",
            "docker.io/library",
        ),
        (
            "ghcr.io/acme/pay/ledger:1.4.0",
            "ghcr.io/acme/pay/ledger:1.4.0",
            "ledger",
            "ghcr.io/acme/pay",
        ),
        ("docker://localhost/a", "localhost/a", "a", "localhost"),
        ("[::1]:5000/a:b", "[::1]:5000/a:b", "a", "[::1]:5000"),
        (&pinned, &pinned, "b", "localhost:5000/a"),
        (
            "maven:3.9-jdk",
            "docker.io/library/maven:3.9-jdk",
            "maven",
            "docker.io/library",
        ),
    ] {
        let reference = parse(text);
        assert_eq!(reference.ecosystem(), Some(Ecosystem::Oci), "{text}");
        assert_eq!(reference.to_string(), full);
        assert_eq!(
            (reference.name(), reference.repository()),
            (name, Some(parent))
        );
    }
}

#[test]
fn purls_of_references() {
    let image = format!("ghcr.io/acme/app:1.2@sha256:{HEX}");
    let image_purl =
        format!("pkg:oci/app@sha256:{HEX}?repository_url=ghcr.io%2Facme%2Fapp&tag=1.2");
    for (text, purl, version) in [
        (image.as_str(), image_purl.as_str(), "1.2"),
        (
            "org.example:app:1.0",
            "pkg:maven/org.example/app@1.0",
            "1.0",
        ),
        (
            "org.example:app:1.0:war:all",
            "pkg:maven/org.example/app@1.0?classifier=all&type=war",
            "1.0",
        ),
        ("@babel/core@7.0.0", "pkg:npm/%40babel/core@7.0.0", "7.0.0"),
        ("npm:left-pad@1.3.0", "pkg:npm/left-pad@1.3.0", "1.3.0"),
        ("cargo:serde@1.0.0", "pkg:cargo/serde@1.0.0", "1.0.0"),
        ("Django_Thing==4.2", "pkg:pypi/django-thing@4.2", "4.2"),
        (
            "tools/installer@2.1",
            "pkg:generic/tools/installer@2.1",
            "2.1",
        ),
        ("pkg:deb/debian/curl@8.5", "pkg:deb/debian/curl@8.5", "8.5"),
        (&image_purl, &image_purl, "1.2"),
    ] {
        let reference = parse(text);
        assert_eq!(reference.purl().unwrap().to_string(), purl);
        assert_eq!(reference.version(), Some(version), "{text}");
        let json = serde_json::to_string(&reference).unwrap();
        assert_eq!(
            serde_json::from_str::<ArtifactReference>(&json).unwrap(),
            reference,
            "{json}"
        );
    }
    assert_eq!(
        parse(&image).digest(),
        Some(format!("sha256:{HEX}").as_str())
    );
}

#[test]
fn refusals_say_what_to_write() {
    let python = "the name is letters, digits, `.`, `_`, `-`, with a letter or a digit at both ends, then `==` and the version";
    for odd in ["da=r|===sha256:", "-app==1.0", "app_==1.0", "app===1.0"] {
        let expected = format!("`{odd}` names no pypi artifact: {python}; write `name==1.2.3`");
        let said = odd.parse::<ArtifactReference>().unwrap_err().to_string();
        assert_eq!(said, expected);
    }
    for (text, expected) in [
        (
            "",
            "the reference is empty: name an image (`registry/name:tag`), `group:artifact:version`, `@scope/name@version` or `name@version`",
        ),
        (
            "ghcr.io/Acme/app",
            "`ghcr.io/Acme/app` is no image: an image's path is written in lower case",
        ),
        (
            "nginx:",
            "`nginx:` is no image: a tag is up to 128 letters, digits, `_`, `.` and `-`",
        ),
        (
            "a@sha256:12",
            "`a@sha256:12` is no image: behind `@` stands no digest: `sha256:` and 64 lower-case hexadecimal digits",
        ),
        (
            "a:b:",
            "`a:b:` is no Maven coordinate: a part is empty; write `group:artifact:version[:packaging[:classifier]]`",
        ),
        (
            "a:b:[1,2)",
            "`a:b:[1,2)` is no Maven coordinate: it is a range; name one version; write `group:artifact:version[:packaging[:classifier]]`",
        ),
        (
            "@a/b",
            "`@a/b` is no npm package: the version is missing; write `@scope/name@1.2.3` or `name@1.2.3`",
        ),
        (
            "cargo:a/b@1",
            "`a/b@1` names no cargo artifact: such a name has no `/`; write `name@1.2.3`",
        ),
    ] {
        assert_eq!(error(text), expected);
    }
    assert!(error("@a/b@^1").starts_with("`@a/b@^1` is no npm package: `^1` is no exact version"));
    for bad in [
        "a//b",
        "a/-b",
        "a..b",
        "a___b",
        "-/b.c",
        "x.y:port/z",
        "[::1/z",
    ] {
        error(bad);
    }
}

#[test]
fn maven_files() {
    let ArtifactReference::Maven(maven) = parse("org.example.pay:app:1.0:test-jar:tests") else {
        panic!()
    };
    assert_eq!(maven.folder(), "org/example/pay/app");
    assert_eq!(maven.file_name(), "app-1.0-tests.jar");
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC*") {
        let _ = text.parse::<ArtifactReference>();
    }

    #[test]
    fn what_is_read_is_read_again(text in "[a-z@:./=-]{1,24}") {
        if let Ok(reference) = text.parse::<ArtifactReference>() {
            let json = serde_json::to_string(&reference).unwrap();
            prop_assert_eq!(serde_json::from_str::<ArtifactReference>(&json).unwrap(), reference);
        }
    }
}
