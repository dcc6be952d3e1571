//! What is allowed, and how keepers are reached.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::reference::Provider;

/// Reads variables: of the process, or of a test.
pub type Variables = Arc<dyn Fn(&str) -> Option<OsString> + Send + Sync>;

/// Time that has passed since some moment.
pub type Clock = Arc<dyn Fn() -> Duration + Send + Sync>;

/// What is allowed, and how keepers are reached. By default nothing is.
#[derive(Clone)]
pub struct Settings {
    /// Folders whose files may be read, with what is in folders in them.
    pub folders: Vec<PathBuf>,
    /// How variables begin that may be read.
    pub prefixes: Vec<String>,
    /// The vault.
    pub vault: Option<VaultSettings>,
    /// The clouds whose secret stores may be asked. Their credentials come from the variables that their own tools know, else from the
    /// metadata service.
    pub stores: Vec<Provider>,
    /// Other addresses than the usual ones.
    pub endpoints: Endpoints,
    /// How long a value is kept before its keeper is asked again.
    pub keep: Duration,
    /// How long to rest before a request is tried again, the first time.
    pub rest: Duration,
    /// Where variables are read.
    pub variables: Variables,
    /// What the time is.
    pub clock: Clock,
}

/// A store that speaks Vault's HTTP: HashiCorp Vault, OpenBao.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultSettings {
    /// Where it is, such as `https://vault.example.org:8200`.
    pub address: String,
    /// The namespace, if there are any.
    pub namespace: Option<String>,
    /// Certificates (PEM) of whom it is believed, beside those of the system.
    pub ca: Option<PathBuf>,
    /// How to log in.
    pub login: Login,
}

/// How to log in to a vault. What proves who asks is read from files whenever it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// A token, in a file; others may write a new one into it, as Vault's agent does.
    Token {
        /// The file.
        file: PathBuf,
    },
    /// An AppRole.
    AppRole {
        /// Where the method is mounted: `approle`.
        mount: String,
        /// The role's id.
        role_id: String,
        /// The file with the secret id.
        secret_id: PathBuf,
    },
    /// A signed token (JWT), as the methods `jwt` and `kubernetes` take it.
    Jwt {
        /// Where the method is mounted: `jwt`, `kubernetes`.
        mount: String,
        /// The role.
        role: String,
        /// The file with the signed token.
        file: PathBuf,
    },
}

/// Other addresses than the usual ones. Without TLS only on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Endpoints {
    /// AWS Secrets Manager, for every region.
    pub aws: Option<String>,
    /// Google Secret Manager.
    pub google: Option<String>,
    /// Google's metadata service.
    pub google_metadata: Option<String>,
    /// Azure Key Vault, for every vault.
    pub azure: Option<String>,
    /// Where Azure hands out tokens.
    pub azure_login: Option<String>,
    /// Azure's metadata service.
    pub azure_metadata: Option<String>,
    /// How the names of Azure's vaults end, if not in `vault.azure.net`.
    pub azure_suffix: Option<String>,
}

/// What is wrong with a setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the setting `{setting}` of secrets is wrong: {what}")]
pub struct Mistake {
    /// Which setting.
    pub setting: &'static str,
    /// What is wrong, what is expected.
    pub what: String,
}

impl Default for Settings {
    fn default() -> Self {
        let start = Instant::now();
        Self {
            folders: Vec::new(),
            prefixes: Vec::new(),
            vault: None,
            stores: Vec::new(),
            endpoints: Endpoints::default(),
            keep: Duration::from_secs(60),
            rest: Duration::from_millis(200),
            variables: Arc::new(|name: &str| std::env::var_os(name)),
            clock: Arc::new(move || start.elapsed()),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("folders", &self.folders)
            .field("prefixes", &self.prefixes)
            .field("vault", &self.vault)
            .field("stores", &self.stores)
            .finish_non_exhaustive()
    }
}

impl Login {
    /// With the service account of a pod of Kubernetes.
    #[must_use]
    pub fn kubernetes(role: &str) -> Self {
        Self::Jwt {
            mount: "kubernetes".to_owned(),
            role: role.to_owned(),
            file: PathBuf::from("/var/run/secrets/kubernetes.io/serviceaccount/token"),
        }
    }
}

impl Settings {
    /// A variable that says something, as text.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        let value = (self.variables)(name)?.into_string().ok()?;
        (!value.is_empty()).then_some(value)
    }

    /// All that is wrong.
    pub(crate) fn mistakes(&self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let mut say = |setting, what: String| mistakes.push(Mistake { setting, what });
        for folder in self.folders.iter().filter(|folder| !usable(folder)) {
            let what = format!("`{}` is no folder with an absolute path", folder.display());
            say("folders", what);
        }
        if self.prefixes.iter().any(String::is_empty) {
            say(
                "prefixes",
                "an empty one allows every variable. Name how those begin that are secrets"
                    .to_owned(),
            );
        }
        if let Some(vault) = &self.vault {
            vault.mistakes(&mut say);
        }
        let suffix = self.endpoints.azure_suffix.as_deref().unwrap_or_default();
        if !suffix
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        {
            say(
                "endpoints.azure_suffix",
                "the end of a host's name is expected, such as `vault.azure.cn`".to_owned(),
            );
        }
        for (setting, address) in self.endpoints.all() {
            if let Some(what) = address.as_deref().and_then(unusable) {
                say(setting, what);
            }
        }
        mistakes
    }
}

impl VaultSettings {
    fn mistakes(&self, say: &mut impl FnMut(&'static str, String)) {
        if let Some(what) = unusable(&self.address) {
            say("vault.address", what);
        }
        let (Login::Token { file }
        | Login::AppRole {
            secret_id: file, ..
        }
        | Login::Jwt { file, .. }) = &self.login;
        if !file.is_absolute() {
            say(
                "vault.login",
                format!("`{}` is no absolute path of a file", file.display()),
            );
        }
    }
}

impl Endpoints {
    fn all(&self) -> [(&'static str, &Option<String>); 6] {
        [
            ("endpoints.aws", &self.aws),
            ("endpoints.google", &self.google),
            ("endpoints.google_metadata", &self.google_metadata),
            ("endpoints.azure", &self.azure),
            ("endpoints.azure_login", &self.azure_login),
            ("endpoints.azure_metadata", &self.azure_metadata),
        ]
    }
}

fn usable(folder: &Path) -> bool {
    folder.is_absolute() && folder.is_dir()
}

/// What is wrong with an address.
fn unusable(address: &str) -> Option<String> {
    let expected = "`https://HOST` is expected, without user, query or fragment";
    let Ok(url) = reqwest::Url::parse(address) else {
        // It may have a password in it.
        return Some(format!("it is no address: {expected}"));
    };
    let bare = url.username().is_empty() && url.password().is_none();
    if url.host_str().is_none() || !bare || url.query().is_some() || url.fragment().is_some() {
        return Some(expected.to_owned());
    }
    match url.scheme() {
        "https" => None,
        "http" if local(&url) => None,
        _ => Some(format!(
            "{expected}; without TLS secrets are sent to this machine itself only"
        )),
    }
}

/// Whether an address is this machine itself.
pub(crate) fn local(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
