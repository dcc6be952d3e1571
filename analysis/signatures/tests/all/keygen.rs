//! OpenSSH itself, in a folder of its own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub struct Keygen(TempDir);

impl Keygen {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    /// A new key; the line of its public half.
    pub fn key(&self, kind: &str, bits: Option<u32>) -> String {
        let bits = bits.map(|bits| vec!["-b".to_owned(), bits.to_string()]);
        let made = Command::new("ssh-keygen")
            .args(["-q", "-N", "", "-C", "anna@example.org", "-t", kind, "-f"])
            .arg(self.path("key"))
            .args(bits.unwrap_or_default())
            .output()
            .expect("OpenSSH is installed");
        assert!(made.status.success(), "{made:?}");
        std::fs::read_to_string(self.path("key.pub")).unwrap()
    }

    /// The private half of the key that was made last, in PKCS #8.
    pub fn pkcs8(&self) -> Vec<u8> {
        use base64::Engine as _;
        let written = Command::new("ssh-keygen")
            .args(["-q", "-p", "-m", "PKCS8", "-N", "", "-P", "", "-f"])
            .arg(self.path("key"))
            .output()
            .unwrap();
        assert!(written.status.success(), "{written:?}");
        let text = std::fs::read_to_string(self.path("key")).unwrap();
        let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
        base64::engine::general_purpose::STANDARD
            .decode(body)
            .unwrap()
    }

    /// Signs with the key that was made last.
    pub fn sign(&self, namespace: &str, hash: &str, message: &[u8]) -> String {
        let file = self.write("message", message);
        let _ = std::fs::remove_file(self.path("message.sig"));
        let option = format!("hashalg={hash}");
        let signed = Command::new("ssh-keygen")
            .args(["-q", "-Y", "sign", "-n", namespace, "-O", &option, "-f"])
            .args([&self.path("key"), &file])
            .output()
            .unwrap();
        assert!(signed.status.success(), "{signed:?}");
        std::fs::read_to_string(self.path("message.sig")).unwrap()
    }

    /// Whether OpenSSH believes a signature to be by this key.
    pub fn verify(&self, line: &str, namespace: &str, message: &[u8], armoured: &str) -> bool {
        let allowed = self.write("allowed", format!("somebody {line}\n").as_bytes());
        let signature = self.write("signature", armoured.as_bytes());
        let verified = verified(&allowed, namespace, &signature, message);
        verified.status.success()
    }

    pub fn fingerprint(&self, line: &str) -> String {
        let file = self.write("shown.pub", line.as_bytes());
        let shown = Command::new("ssh-keygen").arg("-lf").arg(file).output();
        let shown = String::from_utf8(shown.unwrap().stdout).unwrap();
        shown.split(' ').nth(1).unwrap().to_owned()
    }
}

fn verified(allowed: &Path, namespace: &str, signature: &Path, message: &[u8]) -> Output {
    let mut child = Command::new("ssh-keygen")
        .args(["-Y", "verify", "-I", "somebody", "-n", namespace, "-f"])
        .args([allowed, Path::new("-s"), signature])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // OpenSSH may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(message);
    child.wait_with_output().unwrap()
}
