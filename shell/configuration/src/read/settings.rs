//! The settings of a server: a file of keys and values, each checked by whoever knows it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Reader;
use super::policy::Policies;
use crate::diagnostic::{Diagnostics, Position, Source, wrong_shape, wrong_value};
use crate::yaml::{Node, Value, parse};

/// A key that such a file may have.
#[derive(Clone, Copy)]
pub struct SettingKey {
    /// As it is written.
    pub key: &'static str,
    /// What should stand there, for people.
    pub expected: &'static str,
    /// Says why a value cannot be used.
    pub check: fn(&str) -> Result<(), String>,
    /// Whether the value may hold a secret: then no mistake shows it.
    pub secret: bool,
}

/// A value that a file gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenSetting {
    /// The key.
    pub key: &'static str,
    /// The value, as text.
    pub value: String,
    /// Where it stands.
    pub position: Position,
}

/// Reads a file of settings.
///
/// # Errors
/// Every mistake of the file, each at its place.
pub fn read_settings(
    source: Source,
    known: &[SettingKey],
) -> Result<Vec<GivenSetting>, Diagnostics> {
    let said = |line: &str| !matches!(line.trim().bytes().next(), None | Some(b'#'));
    if !source.text().lines().any(said) {
        return Ok(Vec::new());
    }
    let source = Arc::new(source);
    let mut found = Diagnostics::new();
    let given = parse(&source, &mut found).map(|root| {
        let mut reader = Reader {
            source: &source,
            found: std::mem::take(&mut found),
            references: Vec::new(),
            policies: Policies::new(&|_| Err(String::new())),
            sound: BTreeSet::new(),
            hidden: Vec::new(),
        };
        let given = reader.settings(&root, known);
        let hidden = std::mem::take(&mut reader.hidden);
        found = reader.found;
        found.mask(&source, &hidden);
        given
    });
    found.into_result()?;
    Ok(given.unwrap_or_default())
}

impl Reader<'_> {
    fn settings(&mut self, root: &Node, known: &[SettingKey]) -> Vec<GivenSetting> {
        let keys: Vec<_> = known.iter().map(|one| one.key).collect();
        let Some(fields) = self.fields("the file", root.span, root, &keys) else {
            return Vec::new();
        };
        let mut given = Vec::new();
        for one in known {
            if let Some(node) = fields.get(one.key) {
                given.extend(self.setting(one, node));
            }
        }
        given
    }

    fn setting(&mut self, one: &SettingKey, node: &Node) -> Option<GivenSetting> {
        if one.secret {
            self.hidden.push(node.span);
        }
        let Value::Scalar { text, .. } = &node.value else {
            let mistake = wrong_shape(node.described()).expected(one.expected);
            self.report(node.span, mistake);
            return None;
        };
        if let Err(why) = (one.check)(text) {
            match one.secret {
                // The message would have the value in it.
                true => self.report(
                    node.span,
                    wrong_value("(hidden)").expected(one.expected).help(why),
                ),
                false => self.wrong(node, one.expected, Some(why)),
            }
            return None;
        }
        Some(GivenSetting {
            key: one.key,
            value: text.clone(),
            position: self.source.position(node.span.start),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::{SettingKey, read_settings};
    use crate::Source;

    fn number(text: &str) -> Result<(), String> {
        text.parse::<u16>()
            .map(drop)
            .map_err(|_| "write a number such as `80`".to_owned())
    }

    const KNOWN: &[SettingKey] = &[
        SettingKey {
            key: "port",
            expected: "a port",
            check: number,
            secret: false,
        },
        SettingKey {
            key: "password",
            expected: "a number",
            check: number,
            secret: true,
        },
        SettingKey {
            key: "name",
            expected: "text",
            check: |_| Ok(()),
            secret: false,
        },
    ];

    fn read(text: &str) -> Result<Vec<super::GivenSetting>, crate::Diagnostics> {
        read_settings(Source::new("server.yaml", text), KNOWN)
    }

    #[test]
    fn values_are_given_with_their_places() {
        let given = read("# A comment.\nport: 80\nname: \"yes\"\n").unwrap();
        let told: Vec<_> = given
            .iter()
            .map(|one| (one.key, one.value.as_str(), one.position.line))
            .collect();
        assert_eq!(told, [("port", "80", 2), ("name", "yes", 3)]);
        assert_eq!(read("").unwrap(), []);
        assert_eq!(read("# port: 80\n\n").unwrap(), []);
    }

    #[test]
    fn all_mistakes_are_shown_at_once_and_no_secret_is() {
        let found = read("prot: 1\nport: http\nname: [a, b]\npassword: Zzyzx\n").unwrap_err();
        let codes: Vec<_> = found.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "configuration-unknown-key",
                "configuration-wrong-value",
                "configuration-wrong-shape",
                "configuration-wrong-value",
            ]
        );
        let shown = found.to_string();
        assert!(shown.contains("did you mean `port`?"), "{shown}");
        assert!(shown.contains("server.yaml:2:7"), "{shown}");
        assert!(!shown.contains("Zzyzx"), "{shown}");
    }
}
