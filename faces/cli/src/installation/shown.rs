//! What is in force, and where it comes from.

use clap::ArgMatches;
use clap::parser::ValueSource;
use serde::Serialize;

use super::file::File;
use super::table::{Of, SECRETS, SETTINGS, Setting};
use crate::output::{Human, Page};

/// A setting that is in force.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Known {
    key: String,
    /// None where nothing is said, and nothing is the default.
    value: Option<String>,
    /// Where it comes from.
    from: String,
}

/// All of them.
#[derive(Debug, Serialize)]
pub(crate) struct InForce {
    settings: Vec<Known>,
}

/// What hides a secret.
const HIDDEN: &str = "(hidden)";

/// What is in force for `holdpoint serve`.
pub(crate) fn in_force(matches: &ArgMatches, file: &File) -> Vec<Known> {
    let mut all: Vec<_> = SETTINGS
        .iter()
        .filter_map(|one| known(matches, file, one))
        .collect();
    for variable in SECRETS {
        let set = std::env::var_os(variable).is_some_and(|value| !value.is_empty());
        all.extend(set.then(|| Known {
            key: (*variable).to_owned(),
            value: Some(HIDDEN.to_owned()),
            from: "environment".to_owned(),
        }));
    }
    all
}

fn known(matches: &ArgMatches, file: &File, setting: &Setting) -> Option<Known> {
    let matches = match setting.of {
        Of::Everywhere => matches,
        Of::Serve => matches.subcommand_matches("serve")?,
    };
    let (id, key) = (setting.id(), setting.key.key);
    let raw = matches.get_raw(&id).and_then(|mut values| values.next());
    let value = raw.map(|value| value.to_string_lossy().into_owned());
    let from = match (matches.value_source(&id), file.of(key), &file.path) {
        (Some(ValueSource::CommandLine), ..) => format!("option --{key}"),
        (Some(ValueSource::EnvVariable), ..) => "environment".to_owned(),
        (Some(_), Some(given), Some(path)) => {
            format!("{}:{}", path.display(), given.position.line)
        }
        _ => "default".to_owned(),
    };
    let value = match setting.key.secret {
        true => value.map(|value| without_password(&value)),
        false => value,
    };
    let key = key.to_owned();
    Some(Known { key, value, from })
}

/// A URL without its password and its options, which may have one too.
fn without_password(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else {
        return HIDDEN.to_owned();
    };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}

impl From<Vec<Known>> for InForce {
    fn from(settings: Vec<Known>) -> Self {
        Self { settings }
    }
}

impl Human for InForce {
    fn human(&self, page: &mut Page) {
        for one in &self.settings {
            let value = one.value.as_deref().unwrap_or("-");
            page.field(&one.key, format!("{value}  ({})", one.from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn no_password_is_shown() {
        let shown = |url| without_password(url);
        assert_eq!(
            shown("postgres://a:Zzyzx@db/x?sslmode=require"),
            "postgres://a@db/x"
        );
        assert_eq!(shown("postgres://a:Zz@yzx@db/x"), "postgres://a@db/x");
        assert_eq!(shown("postgres://db/x?password=Zzyzx"), "postgres://db/x");
        assert_eq!(shown("Zzyzx"), "(hidden)");
    }
}
