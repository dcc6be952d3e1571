//! Secrets that settings only say the place of: in the environment, or in files.

use std::sync::Arc;

use holdpoint_domain::bulletin::Secret;
use holdpoint_service::LoginSecrets;

/// The largest file that holds a secret, in bytes.
const LARGEST: u64 = 64 * 1024;

/// Those that this server has at identity providers, read each time anew.
struct Here;

impl LoginSecrets for Here {
    fn read(&self, secret: &Secret) -> Result<String, String> {
        read(secret)
    }
}

/// What reads them.
pub(crate) fn of_providers() -> Arc<dyn LoginSecrets> {
    Arc::new(Here)
}

/// The secret that stands there.
pub(crate) fn read(secret: &Secret) -> Result<String, String> {
    match secret {
        Secret::Env(name) => {
            std::env::var(name).map_err(|_| format!("the environment variable `{name}` is not set"))
        }
        Secret::File(path) => {
            let wrong = |error: std::io::Error| format!("`{path}` cannot be read: {error}");
            let size = std::fs::metadata(path).map_err(wrong)?.len();
            if size > LARGEST {
                return Err(format!("`{path}` is too large for a secret"));
            }
            std::fs::read_to_string(path).map_err(wrong)
        }
    }
}
