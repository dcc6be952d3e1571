//! What steps may have on this machine: a file of whoever administers it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use holdpoint_secrets::{Login, Provider, VaultSettings};
use serde::Deserialize;

/// What steps may have on this machine. Without a file there are no secrets, and no other systems.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Where it was read.
    #[serde(skip)]
    path: PathBuf,
    secrets: Secrets,
    /// Systems with jobs, by the word that definitions have for them.
    external: BTreeMap<System, External>,
    cache: Cache,
    builtin: Builtin,
}

/// A system with jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum System {
    GithubActions,
    GitlabCi,
    Jenkins,
    ArgoWorkflows,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Secrets {
    folders: Vec<PathBuf>,
    variables: Vec<String>,
    stores: Vec<Cloud>,
    vault: Option<Vault>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Cloud {
    Aws,
    Google,
    Azure,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Vault {
    address: String,
    #[serde(default)]
    namespace: Option<String>,
    #[serde(default)]
    ca: Option<PathBuf>,
    login: VaultLogin,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
enum VaultLogin {
    TokenFile(PathBuf),
    Approle {
        #[serde(default)]
        mount: Option<String>,
        role_id: String,
        secret_id_file: PathBuf,
    },
    Jwt {
        #[serde(default)]
        mount: Option<String>,
        role: String,
        file: PathBuf,
    },
    Kubernetes {
        role: String,
    },
}

/// Where a system is, and its token.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct External {
    /// Where its API begins.
    pub(crate) api: String,
    /// The file with the token.
    pub(crate) token_file: PathBuf,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Cache {
    /// Bytes.
    limit: u64,
}

/// The machine of the server itself as an agent.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Builtin {
    /// Whether it runs commands.
    run: bool,
    /// By what it can be chosen, besides its system and processor.
    labels: BTreeSet<String>,
}

impl Default for Builtin {
    fn default() -> Self {
        Self {
            run: true,
            labels: BTreeSet::from(["builtin".to_owned()]),
        }
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self {
            limit: 10 * 1024 * 1024 * 1024,
        }
    }
}

/// What is wrong with the settings of steps: a line each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` cannot be used: {}", lines.join("; "))]
pub struct SettingsError {
    /// The file.
    pub path: String,
    /// What is wrong.
    pub lines: Vec<String>,
}

impl SettingsError {
    pub(crate) fn new(settings: &Settings, lines: Vec<String>) -> Self {
        let path = settings.path.display().to_string();
        Self { path, lines }
    }
}

impl Settings {
    /// Those in a file of TOML; what nothing is said of if there is none.
    ///
    /// # Errors
    /// When it cannot be read, or something in it is not understood: where, and what is expected.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let wrong = |line: String| SettingsError {
            path: path.display().to_string(),
            lines: vec![line],
        };
        let settings = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => return Err(wrong(error.to_string())),
            Ok(text) => toml::from_str(&text).map_err(|error| wrong(placed(&text, &error)))?,
        };
        Ok(Self {
            path: path.to_owned(),
            ..settings
        })
    }

    /// By what this machine can be chosen for commands: its labels, its system and its processor (as `linux`, `x86_64`). None if
    /// it runs no commands.
    #[must_use]
    pub fn own_labels(&self) -> Option<BTreeSet<String>> {
        let system = [std::env::consts::OS, std::env::consts::ARCH].map(str::to_owned);
        let all = self.builtin.labels.iter().cloned().chain(system);
        self.builtin.run.then(|| all.collect())
    }

    pub(crate) fn cache_limit(&self) -> u64 {
        self.cache.limit
    }

    pub(crate) fn system(&self, system: System) -> Option<&External> {
        self.external.get(&system)
    }

    /// Whoever keeps secrets, as far as it is allowed.
    pub(crate) fn secrets(&self) -> holdpoint_secrets::Settings {
        holdpoint_secrets::Settings {
            folders: self.secrets.folders.clone(),
            prefixes: self.secrets.variables.clone(),
            vault: self.secrets.vault.as_ref().map(vault),
            stores: self.secrets.stores.iter().map(provider).collect(),
            ..Default::default()
        }
    }

    /// Whoever keeps the tokens of other systems: no step sees those.
    pub(crate) fn tokens(&self) -> holdpoint_secrets::Settings {
        let files = self.external.values().map(|one| &one.token_file);
        let folders = files.filter_map(|file| file.parent()).map(Path::to_owned);
        holdpoint_secrets::Settings {
            folders: folders.collect(),
            ..Default::default()
        }
    }
}

/// What a parser of TOML says of a text, with line and column.
#[must_use]
pub fn placed(text: &str, error: &toml::de::Error) -> String {
    let Some(span) = error.span() else {
        return error.message().to_owned();
    };
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("line {line}, column {column}: {}", error.message())
}

fn provider(cloud: &Cloud) -> Provider {
    match cloud {
        Cloud::Aws => Provider::Aws,
        Cloud::Google => Provider::Google,
        Cloud::Azure => Provider::Azure,
    }
}

fn vault(vault: &Vault) -> VaultSettings {
    let at = |mount: &Option<String>, usual: &str| mount.clone().unwrap_or(usual.to_owned());
    VaultSettings {
        address: vault.address.clone(),
        namespace: vault.namespace.clone(),
        ca: vault.ca.clone(),
        login: match &vault.login {
            VaultLogin::TokenFile(file) => Login::Token { file: file.clone() },
            VaultLogin::Approle {
                mount,
                role_id,
                secret_id_file,
            } => Login::AppRole {
                mount: at(mount, "approle"),
                role_id: role_id.clone(),
                secret_id: secret_id_file.clone(),
            },
            VaultLogin::Jwt { mount, role, file } => Login::Jwt {
                mount: at(mount, "jwt"),
                role: role.clone(),
                file: file.clone(),
            },
            VaultLogin::Kubernetes { role } => Login::kubernetes(role),
        },
    }
}
