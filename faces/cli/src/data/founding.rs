//! The code by which an organisation is founded in the browser: told on the terminal, kept until it is used.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use holdpoint_ports::Randomness as _;

use super::random::SystemRandomness;
use crate::error::Failure;

/// Letters and digits that are not taken for each other (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn file(place: &Path) -> PathBuf {
    place.join("setup.code")
}

/// The code of a data directory: the same after a restart, so that a link that was printed still opens.
pub(crate) fn code(place: &Path) -> Result<String, Failure> {
    let path = file(place);
    match std::fs::read_to_string(&path) {
        Ok(code) if code.trim().len() >= 20 => return Ok(code.trim().to_owned()),
        Ok(_) => forget(place),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(Failure::file("read", &path, &error)),
    }
    let code = fresh();
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| writeln!(file, "{code}"));
    written.map_err(|error| Failure::file("write", &path, &error))?;
    Ok(code)
}

/// It has been used. One that cannot be removed opens nothing either.
pub(crate) fn forget(place: &Path) {
    let _ = std::fs::remove_file(file(place));
}

/// A hundred random bits, as people can type them.
fn fresh() -> String {
    let mut bytes = [0; 20];
    SystemRandomness.fill(&mut bytes);
    let letter = |byte: &u8| {
        let index = usize::from(byte % 32);
        LETTERS.get(index).map_or('0', |letter| char::from(*letter))
    };
    let letters: Vec<char> = bytes.iter().map(letter).collect();
    let groups = letters
        .chunks(5)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// What a log is called that is begun in the browser: where it is reached, or a name of its own.
pub(crate) fn log_name(public_url: Option<&str>) -> String {
    match public_url.and_then(|url| url.strip_prefix("https://")) {
        Some(host) => format!("{host}/ledger"),
        None => {
            let own = fresh().to_lowercase().replace('-', "");
            format!("holdpoint.local/{}", own.get(..10).unwrap_or("ledger"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{code, forget, fresh, log_name};

    #[test]
    fn a_code_stays_until_it_is_used() {
        let place = std::env::temp_dir().join(format!("holdpoint-code-{}", std::process::id()));
        std::fs::create_dir_all(&place).unwrap();
        let first = code(&place).unwrap();
        assert_eq!(code(&place).unwrap(), first);
        forget(&place);
        assert_ne!(code(&place).unwrap(), first);
        std::fs::remove_dir_all(&place).unwrap();
    }

    #[test]
    fn a_code_can_be_typed() {
        let code = fresh();
        assert_eq!((code.len(), code.matches('-').count()), (23, 3), "{code}");
        assert!(!code.contains(['I', 'L', 'O', 'U']), "{code}");
    }

    #[test]
    fn a_log_is_called_by_where_it_is_reached() {
        assert_eq!(
            log_name(Some("https://hp.example.org")),
            "hp.example.org/ledger"
        );
        let own = log_name(None);
        assert!(
            own.starts_with("holdpoint.local/") && own.len() == 26,
            "{own}"
        );
        assert_ne!(own, log_name(None));
    }
}
