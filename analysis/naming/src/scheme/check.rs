//! Holding one artifact against the scheme.

use super::pattern::Values;
use super::source::place;
use super::{Context, Format, Scheme, VersionRule, Violation, ViolationCode};
use crate::version::MAX_VERSION_LENGTH;

/// File systems and registries take no longer names; the bound keeps every check small.
const MAX_NAME_LENGTH: usize = 1024;

impl Scheme {
    /// What an artifact does against the scheme; nothing when it follows it.
    ///
    /// `name` is what the scheme's pattern speaks of (a file's name, an image's last path segment), `version`
    /// and `repository` are what is known of them. The order is: name, version, repository.
    pub fn check(
        &self,
        name: &str,
        version: Option<&str>,
        repository: Option<&str>,
        context: &Context,
    ) -> Vec<Violation> {
        let values = self.values(version, context);
        let mut found = Vec::new();
        found.extend(self.check_name(name, &values));
        found.extend(self.check_version(version));
        found.extend(self.check_repository(repository, &values));
        found
    }

    fn values<'a>(&'a self, version: Option<&'a str>, context: &'a Context) -> Values<'a> {
        let mut known: std::collections::BTreeMap<&str, &str> = context
            .values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        known.extend(version.map(|version| ("version", version)));
        Values {
            known,
            described: &self.source.placeholders,
        }
    }

    fn check_name(&self, name: &str, values: &Values<'_>) -> Option<Violation> {
        let pattern = self.name.as_ref()?;
        let message = if name.len() > MAX_NAME_LENGTH {
            format!(
                "the name is {} bytes long, {MAX_NAME_LENGTH} are allowed",
                name.len()
            )
        } else if pattern.matches(name, values) {
            return None;
        } else {
            let mismatch = pattern.mismatch(name, values);
            format!(
                "the name `{name}` does not follow `{}`: expected {} at column {}",
                pattern.as_str(),
                mismatch.expected,
                mismatch.column
            )
        };
        let help = format!("name it `{}`", pattern.example(values));
        Some(Violation {
            code: ViolationCode::ArtifactName,
            message,
            help,
        })
    }

    fn check_version(&self, version: Option<&str>) -> Option<Violation> {
        let rule = self.version.as_ref();
        let Some(version) = version else {
            return rule.map(|rule| Violation {
                code: ViolationCode::ArtifactVersionMissing,
                message: "the artifact has no version".to_owned(),
                help: format!("give it a {} version", rule.described()),
            });
        };
        if !self.source.moving && is_moving(version) {
            return Some(Violation {
                code: ViolationCode::ArtifactVersionMoving,
                message: format!(
                    "the version `{}` can mean something else tomorrow",
                    cut(version)
                ),
                help: "publish it under a version of its own and name that one".to_owned(),
            });
        }
        rule.and_then(|rule| rule.check(version))
    }

    fn check_repository(&self, repository: Option<&str>, values: &Values<'_>) -> Option<Violation> {
        if self.repositories.is_empty() {
            return None;
        }
        let allowed: Vec<String> = self
            .repositories
            .iter()
            .map(|pattern| format!("`{}`", pattern.example(values)))
            .collect();
        let help = format!("keep it in {}", allowed.join(" or "));
        let Some(repository) = repository else {
            return Some(Violation {
                code: ViolationCode::ArtifactRepositoryMissing,
                message: "it is not known which repository keeps the artifact".to_owned(),
                help,
            });
        };
        let inside = repository.len() <= MAX_NAME_LENGTH
            && self
                .repositories
                .iter()
                .any(|pattern| pattern.contains(place(repository), values));
        (!inside).then(|| Violation {
            code: ViolationCode::ArtifactRepository,
            message: format!("artifacts may not be kept in `{}`", cut(repository)),
            help,
        })
    }
}

impl VersionRule {
    fn check(&self, version: &str) -> Option<Violation> {
        if let Some(message) = self.mismatch(version) {
            let help = format!("give it a {} version", self.described());
            return Some(Violation {
                code: ViolationCode::ArtifactVersion,
                message,
                help,
            });
        }
        (!self.prerelease && self.kind.is_prerelease(version)).then(|| Violation {
            code: ViolationCode::ArtifactVersionPrerelease,
            message: format!("the version `{version}` is a pre-release"),
            help: "release a final version".to_owned(),
        })
    }

    fn mismatch(&self, version: &str) -> Option<String> {
        let refused =
            |wanted: &str| format!("the version `{}` does not follow `{wanted}`", cut(version));
        match &self.format {
            _ if version.len() > MAX_VERSION_LENGTH => self
                .kind
                .check(version)
                .err()
                .map(|error| error.to_string()),
            Format::None => self
                .kind
                .check(version)
                .err()
                .map(|error| error.to_string()),
            Format::Regex(expression, regex) => {
                (!regex.is_match(version)).then(|| refused(expression))
            }
            Format::Calver(format) => (!format.matches(version)).then(|| refused(format.as_str())),
        }
    }

    fn described(&self) -> String {
        match &self.format {
            Format::None => self.kind.as_str().to_owned(),
            Format::Regex(expression, _) => format!("`{expression}`"),
            Format::Calver(format) => format!("`{}`", format.as_str()),
        }
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Names that repositories let people move.
fn is_moving(version: &str) -> bool {
    let lower = version.to_ascii_lowercase();
    let alone = [
        "latest", "edge", "nightly", "stable", "main", "master", "trunk", "head", "dev", "develop",
        "snapshot", "current", "next", "release",
    ];
    alone.contains(&lower.as_str()) || lower.ends_with("-snapshot")
}
