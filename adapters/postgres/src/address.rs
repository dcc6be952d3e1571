//! Where the database is, as a URL says it.
//!
//! The driver knows fewer modes of TLS than PostgreSQL's own programs, so `sslmode` and `sslrootcert` are read here.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// Where a password may stand that is not in the URL.
const PASSWORD: &str = "PGPASSWORD";

/// What is wrong with a database's URL. It never says the password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// Another scheme, or none.
    #[error("a database's URL begins with `postgres://`")]
    Scheme,
    /// A mode of TLS that does not exist.
    #[error("`sslmode` is `{0}`: it may be disable, prefer, require, verify-ca or verify-full")]
    SslMode(String),
    /// Something else in it.
    #[error("the database's URL cannot be read: {0}")]
    Malformed(String),
    /// It names no host.
    #[error("the database's URL names no host: write `postgres://USER@HOST/DATABASE`")]
    Host,
}

/// How much TLS there is to be, in PostgreSQL's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Security {
    /// None.
    Disable,
    /// If the server can; nobody checks who it is.
    Prefer,
    /// Always; nobody checks who the server is, unless root certificates are named.
    Require,
    /// The server's certificate is checked, its name is not.
    VerifyCa,
    /// The server's certificate and name are checked.
    VerifyFull,
}

/// Where a database is, and how to get in.
#[derive(Clone)]
pub struct Address {
    pub(crate) config: Config,
    pub(crate) security: Security,
    /// A file with root certificates; those of the system otherwise.
    pub(crate) roots: Option<PathBuf>,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(url: &str) -> Result<Self, AddressError> {
        let schemes = ["postgres://", "postgresql://"];
        if !schemes.iter().any(|scheme| url.starts_with(scheme)) {
            return Err(AddressError::Scheme);
        }
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut security, mut roots, mut others) = (Security::Prefer, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", mode)) => security = mode.parse()?,
                Some(("sslrootcert", "system")) => roots = None,
                Some(("sslrootcert", path)) => roots = Some(PathBuf::from(decoded(path)?)),
                _ => others.push(pair),
            }
        }
        // As PostgreSQL's own programs do: whoever names root certificates wants them looked at.
        if security == Security::Require && roots.is_some() {
            security = Security::VerifyCa;
        }
        let config = config(&format!("{place}?{}", others.join("&")), security)?;
        Ok(Self {
            config,
            security,
            roots,
        })
    }
}

fn config(url: &str, security: Security) -> Result<Config, AddressError> {
    let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
        // The driver's reason names options, never their values.
        let reason = std::error::Error::source(&error).map(ToString::to_string);
        AddressError::Malformed(reason.unwrap_or_else(|| error.to_string()))
    })?;
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(AddressError::Host);
    }
    if config.get_password().is_none()
        && let Ok(password) = std::env::var(PASSWORD)
    {
        config.password(password);
    }
    config.ssl_mode(match security {
        Security::Disable => SslMode::Disable,
        Security::Prefer => SslMode::Prefer,
        Security::Require | Security::VerifyCa | Security::VerifyFull => SslMode::Require,
    });
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_application_name().is_none() {
        config.application_name("holdpoint");
    }
    // A peer that is gone is noticed within seconds rather than hours.
    config.keepalives_idle(Duration::from_secs(5));
    config.keepalives_interval(Duration::from_secs(2));
    config.keepalives_retries(3);
    config.tcp_user_timeout(Duration::from_secs(10));
    Ok(config)
}

impl FromStr for Security {
    type Err = AddressError;

    fn from_str(mode: &str) -> Result<Self, AddressError> {
        Ok(match mode {
            "disable" => Self::Disable,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            other => return Err(AddressError::SslMode(other.to_owned())),
        })
    }
}

/// What a `%xx` in a URL stands for.
fn decoded(text: &str) -> Result<String, AddressError> {
    let malformed = || AddressError::Malformed("`sslrootcert` is no path".to_owned());
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |digit: u8| char::from(digit).to_digit(16);
        bytes.push(match byte {
            b'%' => {
                let (high, low) = rest.next().zip(rest.next()).ok_or_else(malformed)?;
                let (high, low) = hex(high).zip(hex(low)).ok_or_else(malformed)?;
                u8::try_from(high << 4 | low).map_err(|_| malformed())?
            }
            plain => plain,
        });
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}

/// Without the password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        let ports = self.config.get_ports();
        for (at, host) in self.config.get_hosts().iter().enumerate() {
            f.write_str(if at == 0 { "" } else { "," })?;
            match host {
                Host::Tcp(name) => f.write_str(name)?,
                Host::Unix(path) => write!(f, "{}", path.display())?,
            }
            if let Some(port) = ports.get(at).or(ports.first()) {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

/// The same.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, AddressError, Security};

    fn wrong(url: &str) -> String {
        url.parse::<Address>().unwrap_err().to_string()
    }

    #[test]
    fn the_password_is_never_told() {
        let url = "postgres://anna:open%20sesame@db.example.org:5433/ledger?sslmode=disable";
        let address: Address = url.parse().unwrap();
        let told = "postgres://anna@db.example.org:5433/ledger";
        assert_eq!(
            (address.to_string(), format!("{address:?}")),
            (told.to_owned(), told.to_owned())
        );
        assert_eq!(
            address.config.get_password(),
            Some("open sesame".as_bytes())
        );
        for mistaken in [
            "postgres://anna:sesame@db:port/ledger",
            "postgres://anna:sesame@db/ledger?colour=red",
            "postgres://anna:sesame@db/ledger?connect_timeout=sesame",
            "postgres://anna:sesame",
            "postgres://:sesame@/ledger",
        ] {
            assert!(!wrong(mistaken).contains("sesame"), "{}", wrong(mistaken));
        }
    }

    #[test]
    fn several_hosts_and_a_socket_are_addresses() {
        let address: Address = "postgresql://anna@a:1,b:2/x".parse().unwrap();
        assert_eq!(address.to_string(), "postgres://anna@a:1,b:2/x");
        let address: Address = "postgres://anna@%2Frun%2Fpostgresql/x".parse().unwrap();
        assert_eq!(
            address.to_string(),
            "postgres://anna@/run/postgresql:5432/x"
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(
            wrong("mysql://db/x"),
            "a database's URL begins with `postgres://`"
        );
        assert_eq!(
            wrong("postgres://db/x?sslmode=on"),
            "`sslmode` is `on`: it may be disable, prefer, require, verify-ca or verify-full"
        );
        assert!(wrong("postgres://db/x?colour=red").contains("`colour`"));
        assert_eq!(
            "postgres:///x".parse::<Address>().unwrap_err(),
            AddressError::Host
        );
    }

    #[test]
    fn modes_of_tls_are_those_of_postgresql() {
        let security = |query: &str| {
            let url = format!("postgres://db/x?{query}");
            let address: Address = url.parse().unwrap();
            (
                address.security,
                address.roots.map(|path| path.display().to_string()),
            )
        };
        assert_eq!(security(""), (Security::Prefer, None));
        assert_eq!(
            security("sslmode=require&connect_timeout=3"),
            (Security::Require, None)
        );
        assert_eq!(
            security("sslrootcert=%2Fetc%2Froot.pem&sslmode=require"),
            (Security::VerifyCa, Some("/etc/root.pem".to_owned()))
        );
        assert_eq!(
            security("sslmode=verify-full&sslrootcert=system"),
            (Security::VerifyFull, None)
        );
    }
}
