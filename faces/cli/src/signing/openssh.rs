//! OpenSSH's programs, as they are called.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use holdpoint_domain::signing::SshKey;

use crate::error::Failure;

/// The public halves of the keys that the agent has; none if there is no agent.
pub(super) fn agent_keys() -> Vec<String> {
    let listed = Command::new("ssh-add")
        .arg("-L")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let Ok(listed) = listed else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    let keys = text
        .lines()
        .filter_map(|line| SshKey::try_from(line.to_owned()).ok());
    keys.map(|key| key.public().to_string()).collect()
}

/// Signs with a key in a file; OpenSSH asks for its passphrase, or to touch it, if need be.
pub(super) fn sign_with_file(file: &Path, text: &str, namespace: &str) -> Result<String, Failure> {
    if !file.exists() {
        let message = format!("there is no key `{}`", file.display());
        return Err(Failure::input("file", message));
    }
    sign(file, text, namespace)
}

/// Signs with a key in the agent, by its public half.
pub(super) fn sign_with_agent(line: &str, text: &str, namespace: &str) -> Result<String, Failure> {
    let place = Place::new()?;
    let file = place.0.join("key.pub");
    std::fs::write(&file, format!("{line}\n"))
        .map_err(|error| Failure::file("write", &file, &error))?;
    sign(&file, text, namespace)
}

fn sign(key: &Path, text: &str, namespace: &str) -> Result<String, Failure> {
    let failed = |message: String| {
        Failure::failed("signing", message).help(
            "`ssh-keygen -Y sign` has to work with this key; is it in your agent, or in that file?",
        )
    };
    let started = Command::new("ssh-keygen")
        .args(["-q", "-Y", "sign", "-n", namespace, "-f"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn();
    let mut child = started.map_err(|error| match error.kind() {
        ErrorKind::NotFound => failed("there is no `ssh-keygen`: install OpenSSH".to_owned()),
        _ => failed("`ssh-keygen` cannot be run".to_owned()).because(&error),
    })?;
    if let Some(mut stdin) = child.stdin.take() {
        // Who ends without reading says why on standard error.
        let _ = stdin.write_all(text.as_bytes());
    }
    let done = child.wait_with_output();
    let done =
        done.map_err(|error| failed("`ssh-keygen` cannot be run".to_owned()).because(&error))?;
    match done.status.success() {
        true => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        false => Err(failed("`ssh-keygen` did not sign".to_owned())),
    }
}

/// A folder of its own, which goes away.
struct Place(PathBuf);

impl Place {
    fn new() -> Result<Self, Failure> {
        let mut bytes = [0; 16];
        holdpoint_ports::Randomness::fill(&crate::data::SystemRandomness, &mut bytes);
        let path = std::env::temp_dir().join(format!("holdpoint-{}", hex::encode(bytes)));
        std::fs::create_dir(&path).map_err(|error| Failure::file("make", &path, &error))?;
        Ok(Self(path))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What is left in a folder for temporary files harms nobody: it is public.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
