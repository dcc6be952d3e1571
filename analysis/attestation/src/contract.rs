//! Statements about contracts: which interfaces an artifact provides and consumes, with the files that describe them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::ReadError;
use crate::predicate::CONTRACT;
use crate::statement::{Statement, Subject};
use crate::text::bounded_to;

/// How many interfaces an artifact provides and consumes at most.
const MOST: usize = 40;

/// How long the name of an interface is at most, in characters.
const NAME: usize = 60;

/// What an artifact provides and consumes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contracts {
    /// Interfaces that others may use.
    #[serde(default)]
    pub provides: Vec<Contract>,
    /// Interfaces that it uses, as it was built against them.
    #[serde(default)]
    pub consumes: Vec<Contract>,
}

/// An interface, as one artifact provides or consumes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// The name by which provider and consumers know it.
    pub interface: String,
    /// What it is described in: `openapi`, `protobuf`, `graphql`, …
    #[serde(default)]
    pub kind: String,
    /// The digest of the description, as `sha256:…`.
    pub digest: String,
    /// Whether it is the folder that describes it, and not its first file with all that this refers to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub folder: bool,
    /// The description itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
}

/// A file of a description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its path below the first file, or below the folder.
    pub path: String,
    /// What is in it.
    #[serde(flatten)]
    pub content: Content,
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// Text.
    Text(String),
    /// Other bytes, in base64.
    Base64(String),
}

impl File {
    /// A file with these bytes.
    #[must_use]
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        let content = match String::from_utf8(bytes) {
            Ok(text) => Content::Text(text),
            Err(error) => Content::Base64(STANDARD.encode(error.as_bytes())),
        };
        Self {
            path: path.into(),
            content,
        }
    }

    /// Its bytes; nothing if they are no base64.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match &self.content {
            Content::Text(text) => Some(text.clone().into_bytes()),
            Content::Base64(text) => STANDARD.decode(text).ok(),
        }
    }
}

impl Contract {
    /// An interface that is described by these files.
    #[must_use]
    pub fn new(interface: &str, kind: &str, files: Vec<File>, folder: bool) -> Self {
        Self {
            interface: interface.to_owned(),
            kind: kind.to_owned(),
            digest: digest(&files),
            folder,
            files,
        }
    }
}

/// The digest of a description: that of its file if it has one only; else that of a list of all of them as `sha256sum`
/// writes it, in the order of the paths.
#[must_use]
pub fn digest(files: &[File]) -> String {
    let of = |bytes: &[u8]| hex::encode(Sha256::digest(bytes));
    let hex = match files {
        [one] => of(&one.bytes().unwrap_or_default()),
        _ => {
            let mut files: Vec<_> = files.iter().collect();
            files.sort_by(|a, b| a.path.cmp(&b.path));
            let each = files
                .iter()
                .map(|file| (file, file.bytes().unwrap_or_default()));
            let lines = each.map(|(file, bytes)| format!("{}  {}\n", of(&bytes), file.path));
            of(lines.collect::<String>().as_bytes())
        }
    };
    format!("sha256:{hex}")
}

impl Contracts {
    /// As a statement about the artifact.
    ///
    /// # Errors
    /// When it is not one that is read.
    pub fn statement(&self, subjects: Vec<Subject>) -> Result<Statement, ReadError> {
        self.check()?;
        let predicate = serde_json::to_value(self);
        let predicate = predicate.map_err(|error| ReadError::json(&error, "contract"))?;
        Ok(Statement::new(
            subjects,
            &format!("{CONTRACT}/v1"),
            predicate,
        ))
    }

    /// Reads the predicate of such a statement.
    ///
    /// # Errors
    /// When it is of another shape, says something twice, or a description is not what its digest says.
    pub fn read(predicate: &serde_json::Value) -> Result<Self, ReadError> {
        let read = Self::deserialize(predicate);
        let read = read.map_err(|error| ReadError::json(&error, "contract"))?;
        read.check()?;
        Ok(read)
    }

    fn check(&self) -> Result<(), ReadError> {
        let count = self.provides.len() + self.consumes.len();
        if count > MOST {
            return Err(ReadError::content(
                format!("there are {count} interfaces, more than {MOST}"),
                "describe several in one folder, and give it one name",
            ));
        }
        for side in [&self.provides, &self.consumes] {
            for (at, one) in side.iter().enumerate() {
                one.check()?;
                if side
                    .iter()
                    .take(at)
                    .any(|other| other.interface == one.interface)
                {
                    let message = format!("interface `{}` is there twice", one.interface);
                    return Err(ReadError::content(message, "give each a name of its own"));
                }
            }
        }
        Ok(())
    }
}

impl Contract {
    fn check(&self) -> Result<(), ReadError> {
        let wrong = |what: String, help: &str| Err(ReadError::content(what, help));
        let name = &self.interface;
        let shown = bounded_to(name, NAME);
        if name.is_empty() || *name != shown || name.contains('`') {
            let help = format!(
                "an interface has a name of 1 to {} characters in one line",
                NAME - 1
            );
            return wrong(format!("`{shown}` is no name of an interface"), &help);
        }
        let hex = self.digest.strip_prefix("sha256:").unwrap_or_default();
        let digits = |hex: &str| {
            hex.bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        if hex.len() != 64 || !digits(hex) {
            let help = "write `sha256:` and 64 hexadecimal digits in small letters";
            return wrong(format!("`digest` of `{name}` is no digest"), help);
        }
        if !self.files.is_empty() && digest(&self.files) != self.digest {
            let help = "make the statement with `holdpoint contract publish`";
            return wrong(
                format!("`digest` of `{name}` is not that of its files"),
                help,
            );
        }
        Ok(())
    }

    /// The same without the files, and its texts cut to size.
    pub(crate) fn short(self) -> Self {
        Self {
            kind: bounded_to(&self.kind, 20),
            folder: false,
            files: Vec::new(),
            ..self
        }
    }
}
