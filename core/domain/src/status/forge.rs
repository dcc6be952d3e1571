//! Which forges are told, and what of theirs a repository is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bulletin::Secret;
use crate::environment::{Environment, EnvironmentName};

/// A kind of forge, by how it is talked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ForgeKind {
    /// GitHub, on github.com or as GitHub Enterprise.
    GitHub,
    /// GitLab.
    GitLab,
    /// Gitea or Forgejo.
    Gitea,
}

/// A forge that shows verdicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forge {
    /// What the organisation calls it: small letters, digits and `-`.
    pub name: String,
    /// What kind it is.
    pub kind: ForgeKind,
    /// Where people see it: repositories have addresses below this one.
    pub url: String,
    /// Where its API begins, if that is not where it usually does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub api: String,
    /// Where the token stands.
    pub token: Secret,
    /// Owners, groups or repositories that are told, as paths below the address; all if none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repositories: Vec<String>,
    /// The environments whose verdicts are shown; those that are protected if none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<EnvironmentName>,
}

/// What is wrong with forges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForgeMistake {
    /// With one, by its name.
    One(String, String),
    /// With all of them together.
    Together(String),
}

/// How many forges there can be, and how many repositories or environments one names.
const MOST: (usize, usize) = (10, 100);
/// How long a text may be.
const LONGEST: usize = 200;

/// How a variable or a file with a token is called: whoever writes these settings shall not have the server send
/// something else to a forge of theirs.
const VARIABLE: &str = "HOLDPOINT_FORGE_";
const FILE: &str = "holdpoint-forge";

/// What is wrong with them, all of it.
#[must_use]
pub fn wrong_forges(forges: &[Forge]) -> Vec<ForgeMistake> {
    let mut found = Vec::new();
    if forges.len() > MOST.0 {
        let said = format!("there are at most {} forges", MOST.0);
        found.push(ForgeMistake::Together(said));
    }
    for (at, one) in forges.iter().enumerate() {
        let twin = forges.iter().take(at).any(|other| other.name == one.name);
        if let Some(why) = one.wrong(twin) {
            found.push(ForgeMistake::One(one.name.clone(), why));
        }
    }
    found
}

impl Forge {
    /// Where its API begins.
    #[must_use]
    pub fn api(&self) -> String {
        let url = self.url.trim_end_matches('/');
        match self.kind {
            _ if !self.api.is_empty() => self.api.clone(),
            ForgeKind::GitHub
                if host_and_path(url).is_some_and(|(host, _)| host == "github.com") =>
            {
                "https://api.github.com".to_owned()
            }
            ForgeKind::GitHub => format!("{url}/api/v3"),
            ForgeKind::GitLab => format!("{url}/api/v4"),
            ForgeKind::Gitea => format!("{url}/api/v1"),
        }
    }

    /// Whether it shows what the gate of an environment says.
    #[must_use]
    pub fn shows(&self, place: &Environment) -> bool {
        match self.environments.is_empty() {
            true => place.protected,
            false => self.environments.contains(&place.name),
        }
    }

    /// What it calls a repository, if that is one of those that are told: `OWNER/NAME`.
    ///
    /// The repository is an address by HTTP or SSH, as `git remote` has it.
    #[must_use]
    pub fn repository(&self, address: &str) -> Option<String> {
        let (own, below) = host_and_path(&self.url)?;
        let (host, path) = host_and_path(address)?;
        if own != host {
            return None;
        }
        // By SSH there is no folder that the web pages are in.
        let by_web = address.contains("://") && !address.starts_with("ssh://");
        let path = match by_web && !below.is_empty() {
            true => path.strip_prefix(below)?.strip_prefix('/')?,
            false => path,
        };
        let path = path.strip_suffix(".git").unwrap_or(path);
        let parts: Vec<_> = path.split('/').collect();
        let plain = |part: &&str| !part.is_empty() && *part != "." && *part != "..";
        let whole = parts.len() > 1 && parts.iter().all(plain);
        (whole && self.includes(path)).then(|| path.to_owned())
    }

    fn includes(&self, path: &str) -> bool {
        let within = |named: &String| {
            let rest = path.strip_prefix(named.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.repositories.is_empty() || self.repositories.iter().any(within)
    }

    fn wrong(&self, twin: bool) -> Option<String> {
        let path = |path: &String| {
            let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic());
            (1..=LONGEST).contains(&path.len()) && path.split('/').all(plain)
        };
        Some(match twin {
            true => "there is another of that name".to_owned(),
            _ if !is_name(&self.name) => {
                "it is called by 1 to 40 small letters, digits and `-`".to_owned()
            }
            _ if !is_address(&self.url) => format!(
                "`{}` is no address: write it as people see it, such as `https://git.example.org`",
                self.url
            ),
            _ if !self.api.is_empty() && !is_address(&self.api) => format!(
                "`{}` is no address of an API, such as `https://api.github.com`",
                self.api
            ),
            _ if self.repositories.len() > MOST.1 || self.environments.len() > MOST.1 => {
                format!("it names at most {} repositories and environments", MOST.1)
            }
            _ if !self.repositories.iter().all(path) => {
                "its `repositories` are paths such as `acme` or `acme/shop`".to_owned()
            }
            _ => return self.token.wrong_as("token", VARIABLE, FILE),
        })
    }
}

fn is_name(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=40).contains(&text.len()) && text.bytes().all(plain)
}

/// Whether it is one by HTTPS; by HTTP only on this machine, as a token is sent there.
fn is_address(text: &str) -> bool {
    let plain = text.len() <= LONGEST
        && text.bytes().all(|b| b.is_ascii_graphic())
        && !text.contains(['@', '?', '#']);
    let near = ["127.0.0.1", "localhost", "[::1]"];
    let Some((host, _)) = host_and_path(text) else {
        return false;
    };
    let name = host.rsplit_once(':').map_or(host.as_str(), |(name, port)| {
        match port.bytes().all(|b| b.is_ascii_digit()) {
            true => name,
            false => host.as_str(),
        }
    });
    plain && (text.starts_with("https://") || (text.starts_with("http://") && near.contains(&name)))
}

/// The host, with its port if that is of the web, and what comes behind it.
fn host_and_path(address: &str) -> Option<(String, &str)> {
    let Some((scheme, rest)) = address.split_once("://") else {
        // As SSH has it: `git@host:path`.
        let (host, path) = address.split_once(':')?;
        let host = host.rsplit('@').next()?;
        let plain = !host.is_empty() && !host.contains('/');
        return plain.then(|| (host.to_lowercase(), path.trim_matches('/')));
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit('@').next()?.to_lowercase();
    let host = match (scheme, host.rsplit_once(':')) {
        ("ssh", Some((name, port))) if port.bytes().all(|b| b.is_ascii_digit()) => name.to_owned(),
        ("https", Some((name, "443"))) | ("http", Some((name, "80"))) => name.to_owned(),
        _ => host,
    };
    let known = matches!(scheme, "https" | "http" | "ssh") && !host.is_empty();
    known.then(|| (host, path.trim_matches('/')))
}
