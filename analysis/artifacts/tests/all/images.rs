//! Images in layouts and archives.

use crate::fixture::{Folder, Layout, gzip, sha256, tar};
use holdpoint_artifacts::{ArtifactError, ArtifactKind, read_artifact, read_artifact_as};
use serde_json::json;

#[test]
fn a_layout_in_a_directory() {
    let folder = Folder::new();
    let mut layout = Layout::default();
    let digest = layout.image("1.4.0", json!({"io.containerd.image.name": "ghcr.io/acme/ledger:1.4", "org.opencontainers.image.ref.name": "1.4"}));
    let size: usize = layout.files.iter().map(|(_, content)| content.len()).sum();
    let image = read_artifact(&layout.in_directory(&folder, "image")).unwrap();
    assert_eq!(
        (image.kind, image.digest.as_str()),
        (ArtifactKind::Image, digest.as_str())
    );
    assert_eq!(
        (image.name.as_str(), image.namespace.as_deref()),
        ("ledger", Some("ghcr.io/acme"))
    );
    assert_eq!(
        image.version.as_deref(),
        Some("1.4.0"),
        "the label says more than the tag"
    );
    assert_eq!(image.size, size as u64);
    assert_eq!(
        image.purl.unwrap().to_string(),
        format!("pkg:oci/ledger@{digest}?repository_url=ghcr.io%2Facme%2Fledger&tag=1.4")
    );
}

#[test]
fn the_same_image_as_a_tar_and_gzipped() {
    let folder = Folder::new();
    let mut layout = Layout::default();
    let digest = layout.image("1.4.0", json!({}));
    let files = layout.finish();
    let plain = folder.write("ledger-1.4.0.tar", &tar(&files));
    let packed = folder.write("ledger-1.4.0.tar.gz", &gzip(&tar(&files)));
    for path in [plain, packed] {
        let image = read_artifact(&path).unwrap();
        assert_eq!(
            (image.digest.as_str(), image.name.as_str()),
            (digest.as_str(), "ledger")
        );
    }
}

#[test]
fn docker_save() {
    let folder = Folder::new();
    let mut layout = Layout::default();
    // Docker 25 lists an image once for each tag, and adds its old manifest.json.
    let manifest = layout.manifest("7");
    let mut digest = String::new();
    for tag in ["1.4", "latest"] {
        let mut listed = manifest.clone();
        listed["annotations"] = json!({"io.containerd.image.name": format!("docker.io/acme/ledger:{tag}"), "org.opencontainers.image.ref.name": tag});
        digest = layout.list(listed);
    }
    let mut files = layout.finish();
    files.push(("manifest.json".to_owned(), b"[]".to_vec()));
    let image = read_artifact(&folder.write("saved.tar", &tar(&files))).unwrap();
    assert_eq!((image.digest, image.name.as_str()), (digest, "ledger"));

    let old = tar(&[
        ("manifest.json", b"[]".to_vec()),
        ("abc.json", b"{}".to_vec()),
    ]);
    let error = read_artifact(&folder.write("old.tar", &old)).unwrap_err();
    assert!(
        matches!(error, ArtifactError::OldDockerArchive { .. }),
        "{error}"
    );
}

#[test]
fn images_for_several_platforms() {
    let folder = Folder::new();
    let mut layout = Layout::default();
    let platforms = [layout.manifest("amd64"), layout.manifest("arm64")];
    let index = json!({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": platforms});
    let index = layout.blob(
        "application/vnd.oci.image.index.v1+json",
        index.to_string().as_bytes(),
    );
    let digest = layout.list(index);
    let complete = layout.clone().in_directory(&folder, "all");
    let image = read_artifact(&complete).unwrap();
    assert_eq!(
        (image.digest, image.media_type.as_str()),
        (digest, "application/vnd.oci.image.index.v1+json")
    );
    // Each platform is part of what the digest promises.
    let arm = platforms[1]["digest"].as_str().unwrap();
    std::fs::remove_file(complete.join("blobs").join(arm.replace(':', "/"))).unwrap();
    let error = read_artifact(&complete).unwrap_err();
    assert!(
        matches!(&error, ArtifactError::BlobMissing { digest, .. } if digest == arm),
        "{error}"
    );
}

#[test]
fn every_blob_is_verified() {
    let mut layout = Layout::default();
    layout.image("1", json!({}));
    let files = layout.finish();
    for damaged in 0..3 {
        let folder = Folder::new();
        let mut files = files.clone();
        files[damaged].1[0] ^= 1;
        for (path, content) in &files {
            folder.write(&format!("image/{path}"), content);
        }
        let directory = read_artifact(&folder.path().join("image")).unwrap_err();
        assert!(
            matches!(directory, ArtifactError::DigestMismatch { .. }),
            "{damaged}: {directory}"
        );
        let archive = read_artifact(&folder.write("image.tar", &tar(&files))).unwrap_err();
        assert!(
            matches!(archive, ArtifactError::DigestMismatch { .. }),
            "{damaged}: {archive}"
        );
    }
}

#[test]
fn of_several_images_one_is_named() {
    let folder = Folder::new();
    let mut layout = Layout::default();
    let one = layout.image("1", json!({"org.opencontainers.image.ref.name": "v1"}));
    let two = layout.image(
        "2",
        json!({"io.containerd.image.name": "ghcr.io/acme/ledger:v2"}),
    );
    let path = layout.in_directory(&folder, "images");
    let error = read_artifact(&path).unwrap_err().to_string();
    assert!(
        error.ends_with("holds 2 images; say which one: v1, ghcr.io/acme/ledger:v2"),
        "{error}"
    );
    for (wanted, digest) in [
        ("v1", &one),
        ("v2", &two),
        ("ghcr.io/acme/ledger:v2", &two),
        (one.as_str(), &one),
    ] {
        assert_eq!(
            &read_artifact_as(&path, Some(wanted)).unwrap().digest,
            digest
        );
    }
    let error = read_artifact_as(&path, Some("v3")).unwrap_err();
    assert!(
        matches!(error, ArtifactError::NoSuchImage { .. }),
        "{error}"
    );
}

#[test]
fn a_digest_cannot_lead_out_of_the_layout() {
    let folder = Folder::new();
    folder.write("secret", b"{}");
    let index =
        json!({"manifests": [{"mediaType": "x", "digest": "sha256:../../../secret", "size": 2}]});
    folder.write("image/index.json", index.to_string().as_bytes());
    folder.write("image/oci-layout", b"{}");
    let error = read_artifact(&folder.path().join("image"))
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("`sha256:../../../secret` is no SHA-256 digest"),
        "{error}"
    );
}

#[test]
fn an_image_of_itself_ends() {
    let folder = Folder::new();
    // No index can hold its own digest, but deep chains can be made.
    let mut layout = Layout::default();
    let mut child = layout.manifest("0");
    for _ in 0..10 {
        let index = json!({"manifests": [child]});
        child = layout.blob(
            "application/vnd.oci.image.index.v1+json",
            index.to_string().as_bytes(),
        );
    }
    layout.list(child);
    let error = read_artifact(&layout.in_directory(&folder, "deep"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("it nests too deep"), "{error}");
}

#[test]
fn sizes_are_held_against_what_is_told() {
    let folder = Folder::new();
    let mut layout = Layout::default();
    let mut descriptor = layout.manifest("1");
    descriptor["size"] = json!(5);
    layout.list(descriptor);
    let error = read_artifact(&layout.in_directory(&folder, "image"))
        .unwrap_err()
        .to_string();
    assert!(error.ends_with("bytes, 5 are told"), "{error}");
}

#[test]
fn an_archive_without_an_image_is_a_file() {
    let folder = Folder::new();
    let bytes = tar(&[("a/b.txt", b"x".to_vec())]);
    let artifact = read_artifact(&folder.write("data-2.0.tar", &bytes)).unwrap();
    assert_eq!(
        (artifact.kind, artifact.digest),
        (ArtifactKind::Generic, sha256(&bytes))
    );
    assert_eq!(artifact.media_type, "application/x-tar");
}
