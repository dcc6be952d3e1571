//! Where a secret is kept.

use std::fmt;
use std::path::PathBuf;

/// Where a secret is kept, as the definition of a pipeline says it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reference {
    /// In a file.
    File {
        /// Where it is: an absolute path.
        path: PathBuf,
    },
    /// In a variable of the environment.
    Environment {
        /// Its name.
        variable: String,
    },
    /// In a store that speaks Vault's HTTP.
    Vault {
        /// The mount and the path in it, as in `vault kv get PATH`: without `data/`.
        path: String,
        /// Which field.
        field: String,
        /// Which version; the newest if nothing is said.
        version: Option<String>,
    },
    /// In the secret store of a cloud.
    Store {
        /// Whose.
        provider: Provider,
        /// Its name: for AWS a name or an ARN; for Google `NAME`, `PROJECT/NAME` or `projects/PROJECT/secrets/NAME`; for Azure
        /// `VAULT/NAME`.
        name: String,
        /// Which version; the newest if nothing is said. For AWS the id of a version or its label.
        version: Option<String>,
    },
}

/// Whose secret store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Provider {
    /// AWS Secrets Manager.
    Aws,
    /// Google Secret Manager.
    Google,
    /// Azure Key Vault.
    Azure,
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aws => "AWS Secrets Manager",
            Self::Google => "Google Secret Manager",
            Self::Azure => "Azure Key Vault",
        })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = match self {
            Self::File { path } => return write!(f, "in the file `{}`", path.display()),
            Self::Environment { variable } => return write!(f, "in the variable `{variable}`"),
            Self::Vault {
                path,
                field,
                version,
            } => {
                write!(f, "in the field `{field}` of `{path}` in Vault")?;
                version
            }
            Self::Store {
                provider,
                name,
                version,
            } => {
                write!(f, "`{name}` in {provider}")?;
                version
            }
        };
        match version {
            Some(version) => write!(f, ", version `{version}`"),
            None => Ok(()),
        }
    }
}
