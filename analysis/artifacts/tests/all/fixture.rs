//! Archives and layouts as the tools write them, made for one test each.

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn zip(&self, name: &str, entries: &[(&str, &str)]) -> PathBuf {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (path, content) in entries {
            writer
                .start_file(*path, zip::write::SimpleFileOptions::default())
                .unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        self.write(name, &writer.finish().unwrap().into_inner())
    }

    pub(crate) fn tgz(&self, name: &str, entries: &[(&str, &str)]) -> PathBuf {
        let entries: Vec<_> = entries
            .iter()
            .map(|(path, text)| (*path, text.as_bytes().to_vec()))
            .collect();
        self.write(name, &gzip(&tar(&entries)))
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn tar(entries: &[(impl AsRef<str>, Vec<u8>)]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (path, content) in entries {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder
            .append_data(&mut header, path.as_ref(), content.as_slice())
            .unwrap();
    }
    builder.into_inner().unwrap()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(bytes)))
}

/// The files of an OCI image layout.
#[derive(Clone, Default)]
pub(crate) struct Layout {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    manifests: Vec<Value>,
}

impl Layout {
    pub(crate) fn blob(&mut self, media_type: &str, content: &[u8]) -> Value {
        let digest = sha256(content);
        self.files.push((
            format!("blobs/{}", digest.replace(':', "/")),
            content.to_vec(),
        ));
        json!({"mediaType": media_type, "digest": digest, "size": content.len()})
    }

    /// An image of one layer.
    pub(crate) fn manifest(&mut self, seed: &str) -> Value {
        let config = json!({"architecture": "amd64", "config": {"Labels": {"org.opencontainers.image.version": seed}}});
        let config = self.blob(
            "application/vnd.oci.image.config.v1+json",
            config.to_string().as_bytes(),
        );
        let layer = self.blob(
            "application/vnd.oci.image.layer.v1.tar+gzip",
            format!("layer {seed}").as_bytes(),
        );
        let manifest = json!({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": [layer]});
        self.blob(
            "application/vnd.oci.image.manifest.v1+json",
            manifest.to_string().as_bytes(),
        )
    }

    pub(crate) fn image(&mut self, seed: &str, annotations: Value) -> String {
        let mut descriptor = self.manifest(seed);
        descriptor["annotations"] = annotations;
        self.list(descriptor)
    }

    pub(crate) fn list(&mut self, descriptor: Value) -> String {
        let digest = descriptor["digest"].as_str().unwrap().to_owned();
        self.manifests.push(descriptor);
        digest
    }

    pub(crate) fn finish(mut self) -> Vec<(String, Vec<u8>)> {
        let index = json!({"schemaVersion": 2, "manifests": self.manifests});
        self.files
            .push(("index.json".to_owned(), index.to_string().into_bytes()));
        self.files.push((
            "oci-layout".to_owned(),
            br#"{"imageLayoutVersion":"1.0.0"}"#.to_vec(),
        ));
        self.files
    }

    pub(crate) fn in_directory(self, folder: &Folder, name: &str) -> PathBuf {
        for (path, content) in self.finish() {
            folder.write(&format!("{name}/{path}"), &content);
        }
        folder.path().join(name)
    }
}
