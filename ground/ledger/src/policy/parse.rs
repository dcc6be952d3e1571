//! Reading a policy file, all its mistakes at once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::quorum::Quorum;
use super::{PolicyLog, PolicyMistake, PolicyWitness, TrustPolicy};
use crate::note::{KeyKind, VerifierKey};

/// Bytes that a policy may have.
const MAX_POLICY: usize = 256 * 1024;
/// The name that stands for no cosignature at all.
const NOBODY: &str = "none";

pub(super) fn parse(bytes: &[u8]) -> Result<TrustPolicy, Vec<PolicyMistake>> {
    if bytes.len() > MAX_POLICY {
        let message = format!(
            "a policy may have {MAX_POLICY} bytes, this has {}",
            bytes.len()
        );
        return Err(vec![PolicyMistake::new(0, message)]);
    }
    let mut reading = Reading::default();
    let lines = bytes.split(|byte| *byte == b'\n');
    for (line, bytes) in (1..).zip(lines) {
        if let Err(message) = reading.line(line, bytes) {
            reading.mistakes.push(PolicyMistake::new(line, message));
        }
    }
    if bytes.last().is_some_and(|last| *last != b'\n') {
        let line = bytes.split(|byte| *byte == b'\n').count();
        let message = "the line does not end with a newline";
        reading.mistakes.push(PolicyMistake::new(line, message));
    }
    reading.finish()
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    /// Witnesses and groups by name; a member is taken out of `free` when a group uses it.
    names: BTreeMap<String, Named>,
    quorum: Option<Quorum>,
    mistakes: Vec<PolicyMistake>,
}

struct Named {
    quorum: Quorum,
    used: bool,
}

impl Reading {
    fn line(&mut self, line: usize, bytes: &[u8]) -> Result<(), String> {
        let control = |byte: &u8| (*byte < 0x20 && *byte != b'\t') || *byte == 0x7f;
        if let Some(at) = bytes.iter().position(control) {
            return Err(format!("a control character at column {}", at + 1));
        }
        let text = bytes.escaped();
        let mut words = text.split([' ', '\t']).filter(|word| !word.is_empty());
        let Some(keyword) = words.next() else {
            return Ok(());
        };
        let words: Vec<&str> = words.collect();
        match (keyword, words.as_slice()) {
            (comment, _) if comment.starts_with('#') => Ok(()),
            ("log", [key]) => self.log(key, None),
            ("log", [key, url]) => self.log(key, Some(url)),
            ("log", _) => Err("`log KEY [URL]` is expected".into()),
            ("witness", [name, key]) => self.witness(name, key, None),
            ("witness", [name, key, url]) => self.witness(name, key, Some(url)),
            ("witness", _) => Err("`witness NAME KEY [URL]` is expected".into()),
            ("group", [name, threshold, members @ ..]) if !members.is_empty() => {
                self.group(line, name, threshold, members)
            }
            ("group", _) => Err("`group NAME all|any|K NAME…` is expected".into()),
            ("quorum", [name]) => self.quorum(name),
            ("quorum", _) => Err("`quorum NAME` is expected".into()),
            (other, _) => Err(format!(
                "`{other}` is not known here; a line is a `log`, a `witness`, a `group` or the `quorum`"
            )),
        }
    }

    fn log(&mut self, key: &str, url: Option<&&str>) -> Result<(), String> {
        let key = typed(key, KeyKind::Ed25519, "a log")?;
        if self.logs.iter().any(|log| log.key.public == key.public) {
            return Err(format!("the key of log `{}` is listed before", key.name));
        }
        let url = url.map(|url| (*url).to_owned());
        self.logs.push(PolicyLog { key, url });
        Ok(())
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&&str>) -> Result<(), String> {
        let at = self.witnesses.len();
        let key = typed(key, KeyKind::Cosignature, "a witness");
        // The name stands, even if its key does not: so that groups are not reported for it, too.
        self.name(name, Quorum::Witness(at))?;
        let key = key?;
        let same = |other: &&PolicyWitness| other.key.public == key.public;
        if let Some(other) = self.witnesses.iter().find(same) {
            return Err(format!("it has the same key as witness `{}`", other.name));
        }
        self.witnesses.push(PolicyWitness {
            name: name.to_owned(),
            key,
            url: url.map(|url| (*url).to_owned()),
        });
        Ok(())
    }

    fn group(
        &mut self,
        line: usize,
        name: &str,
        threshold: &str,
        names: &[&str],
    ) -> Result<(), String> {
        let found = names.iter().map(|member| self.member(member));
        let (members, wrong): (Vec<_>, Vec<_>) = found.partition(Result::is_ok);
        for message in wrong.into_iter().filter_map(Result::err) {
            self.mistakes.push(PolicyMistake::new(line, message));
        }
        let members = members.into_iter().flatten().collect();
        let threshold = match threshold {
            "all" => Ok(names.len()),
            "any" => Ok(1),
            number => count(number, names.len()),
        };
        let threshold = match threshold {
            Ok(threshold) => threshold,
            Err(message) => {
                self.mistakes.push(PolicyMistake::new(line, message));
                1
            }
        };
        self.name(name, Quorum::Group { threshold, members })
    }

    /// A name that becomes a member of a group; it can be one only once.
    fn member(&mut self, name: &str) -> Result<Quorum, String> {
        if name == NOBODY {
            return Err(format!("`{NOBODY}` cannot be a member of a group"));
        }
        let named = self.names.get_mut(name);
        let named = named.ok_or_else(|| undefined(name))?;
        if named.used {
            return Err(format!("`{name}` is a member of a group already"));
        }
        named.used = true;
        Ok(named.quorum.clone())
    }

    fn quorum(&mut self, name: &str) -> Result<(), String> {
        if self.quorum.is_some() {
            return Err("there is a `quorum` line before".into());
        }
        let found = match name {
            NOBODY => Some(Quorum::Nobody),
            name => self.names.get(name).map(|named| named.quorum.clone()),
        };
        // What is said twice is reported once: an unknown name is no missing line.
        let unknown = found.is_none();
        self.quorum = Some(found.unwrap_or(Quorum::Nobody));
        match unknown {
            true => Err(undefined(name)),
            false => Ok(()),
        }
    }

    fn name(&mut self, name: &str, quorum: Quorum) -> Result<(), String> {
        if name == NOBODY || self.names.contains_key(name) {
            return Err(format!("the name `{name}` is taken"));
        }
        let named = Named {
            quorum,
            used: false,
        };
        self.names.insert(name.to_owned(), named);
        Ok(())
    }

    fn finish(mut self) -> Result<TrustPolicy, Vec<PolicyMistake>> {
        let Some(quorum) = self.quorum else {
            let message = "a `quorum` line is missing; `quorum none` asks for no cosignature";
            self.mistakes.push(PolicyMistake::new(0, message));
            return Err(self.mistakes);
        };
        if !self.mistakes.is_empty() {
            return Err(self.mistakes);
        }
        Ok(TrustPolicy {
            logs: self.logs,
            witnesses: self.witnesses,
            quorum,
        })
    }
}

fn undefined(name: &str) -> String {
    format!("`{name}` is no witness or group of a line before")
}

fn typed(key: &str, kind: KeyKind, whose: &str) -> Result<VerifierKey, String> {
    let key: VerifierKey = key.parse().map_err(|error| format!("{error}"))?;
    if key.kind != kind.byte() {
        let (name, found, asked) = (&key.name, key.kind, kind.byte());
        return Err(format!(
            "key `{name}` has signature type {found:#04x}, {whose} has {asked:#04x}"
        ));
    }
    key.verifier().map_err(|error| error.to_string())?;
    Ok(key)
}

fn count(text: &str, members: usize) -> Result<usize, String> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten();
    number
        .filter(|number| (1..=members).contains(number))
        .ok_or_else(|| format!("`{text}` is neither `all`, `any` nor a number from 1 to {members}"))
}

/// The text of a policy in which any `threshold` witnesses are enough.
pub(super) fn k_of_n(threshold: u32, logs: &[PolicyLog], witnesses: &[PolicyWitness]) -> String {
    let mut text = String::new();
    for PolicyLog { key, url } in logs {
        let _ = writeln!(text, "log {key} {}", url.as_deref().unwrap_or_default());
    }
    for PolicyWitness { name, key, url } in witnesses {
        let url = url.as_deref().unwrap_or_default();
        let _ = writeln!(text, "witness {name} {key} {url}");
    }
    if witnesses.is_empty() {
        text.push_str("quorum none\n");
        return text;
    }
    let names: Vec<_> = witnesses.iter().map(|one| one.name.as_str()).collect();
    let _ = writeln!(text, "group enough {threshold} {}", names.join(" "));
    text.push_str("quorum enough\n");
    text
}

/// Octets as text in which different octets stay different.
trait Escaped {
    fn escaped(&self) -> String;
}

impl Escaped for [u8] {
    fn escaped(&self) -> String {
        let mut text = String::with_capacity(self.len());
        for chunk in self.utf8_chunks() {
            // Doubled, so that nobody can write the escape of an octet as text.
            text.push_str(&chunk.valid().replace('\\', "\\\\"));
            for byte in chunk.invalid() {
                let _ = write!(text, "\\x{byte:02x}");
            }
        }
        text
    }
}
