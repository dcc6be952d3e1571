//! What an error of a storage means to people, in words that have nothing secret in them.

use std::error::Error;
use std::io;

use holdpoint_ports::{BlobError, BlobTrouble};

/// The codes by which providers say what is wrong: those of S3, Azure and Google.
const CODES: &[(&str, BlobTrouble)] = &[
    ("NoSuchBucket", BlobTrouble::Bucket),
    ("ContainerNotFound", BlobTrouble::Bucket),
    ("The specified bucket does not exist", BlobTrouble::Bucket),
    ("RequestTimeTooSkewed", BlobTrouble::Clock),
    ("RequestExpired", BlobTrouble::Clock),
    ("InvalidAccessKeyId", BlobTrouble::Credentials),
    // Versity's word for the same.
    ("XAdminUserNotFound", BlobTrouble::Credentials),
    ("SignatureDoesNotMatch", BlobTrouble::Credentials),
    ("ExpiredToken", BlobTrouble::Credentials),
    ("InvalidToken", BlobTrouble::Credentials),
    ("AuthenticationFailed", BlobTrouble::Credentials),
    ("InvalidAuthenticationInfo", BlobTrouble::Credentials),
    ("invalid_grant", BlobTrouble::Credentials),
    ("AccessDenied", BlobTrouble::Denied),
    ("AuthorizationFailure", BlobTrouble::Denied),
    ("AuthorizationPermissionMismatch", BlobTrouble::Denied),
];

/// The error of a store at that address.
pub(crate) fn error(place: &str, error: &object_store::Error) -> BlobError {
    let (place, told) = (place.to_owned(), told(error));
    match trouble(error) {
        Some(trouble) => BlobError::Refused {
            place,
            trouble,
            told,
        },
        None => BlobError::Failed {
            place,
            source: io::Error::other(told),
        },
    }
}

/// What is wrong, if it is something that somebody can mend.
pub(crate) fn trouble(error: &object_store::Error) -> Option<BlobTrouble> {
    let said = said(error);
    let coded = CODES.iter().find(|(code, _)| said.contains(code));
    if let Some((_, trouble)) = coded {
        return Some(*trouble);
    }
    match error {
        object_store::Error::Unauthenticated { .. } => Some(BlobTrouble::Credentials),
        object_store::Error::PermissionDenied { .. } => Some(BlobTrouble::Denied),
        _ if said.contains("metadata/instance") || said.contains("/latest/api/token") => {
            Some(BlobTrouble::Credentials)
        }
        _ if said.contains(": 403 Forbidden") => Some(BlobTrouble::Denied),
        _ if said.contains(": 401 Unauthorized") => Some(BlobTrouble::Credentials),
        _ if unreachable(error) => Some(BlobTrouble::Unreachable),
        _ => None,
    }
}

/// Whether a connection could not be made.
fn unreachable(error: &object_store::Error) -> bool {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(one) = cause {
        if let Some(error) = one.downcast_ref::<io::Error>() {
            return matches!(
                error.kind(),
                io::ErrorKind::ConnectionRefused
                    | io::ErrorKind::HostUnreachable
                    | io::ErrorKind::NetworkUnreachable
                    | io::ErrorKind::TimedOut
            );
        }
        let text = one.to_string();
        if text.contains("dns error") || text.contains("operation timed out") {
            return true;
        }
        cause = one.source();
    }
    false
}

/// Everything that it says.
fn said(error: &object_store::Error) -> String {
    let mut all = String::new();
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(one) = cause {
        all.push_str(&one.to_string());
        all.push('\n');
        cause = one.source();
    }
    all
}

/// What it says, in one line: the provider's own code and message if there are any, or else the innermost cause.
pub(crate) fn told(error: &object_store::Error) -> String {
    let said = said(error);
    let between = |open: &str, close: &str| {
        let (_, rest) = said.split_once(open)?;
        rest.split_once(close).map(|(inner, _)| inner.trim())
    };
    let text = match (
        between("<Code>", "</Code>"),
        between("<Message>", "</Message>"),
    ) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(code), None) => code.to_owned(),
        _ => match between("\"message\": \"", "\"").or_else(|| between("\"message\":\"", "\"")) {
            Some(message) => message.to_owned(),
            None => innermost(error),
        },
    };
    one_line(&text)
}

fn innermost(error: &object_store::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// The longest text of another program that is passed on, in characters.
const LONGEST: usize = 300;

/// One line, without what stands behind a question mark in an URL: signatures do.
fn one_line(text: &str) -> String {
    let words = text
        .split_whitespace()
        .map(|word| match word.split_once('?') {
            Some((before, after)) if before.contains("://") && !after.is_empty() => before,
            _ => word,
        });
    let line = words.collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use holdpoint_ports::BlobTrouble;
    use object_store::Error;

    use super::{told, trouble};

    fn generic(text: &str) -> Error {
        Error::Generic {
            store: "S3",
            source: text.into(),
        }
    }

    #[test]
    fn what_a_provider_says_is_understood_and_passed_on_in_one_line() {
        let body = "Server returned non-2xx status code: 403 Forbidden: <Error><Code>RequestTimeTooSkewed</Code>\n\
                    <Message>The difference is\n too large.</Message></Error>";
        let error = generic(body);
        assert_eq!(trouble(&error), Some(BlobTrouble::Clock));
        assert_eq!(
            told(&error),
            "RequestTimeTooSkewed: The difference is too large."
        );
        let json =
            generic("404: {\"error\": {\"message\": \"The specified bucket does not exist.\"}}");
        assert_eq!(trouble(&json), Some(BlobTrouble::Bucket));
        assert_eq!(told(&json), "The specified bucket does not exist.");
    }

    #[test]
    fn signatures_in_addresses_are_told_to_nobody() {
        let error = generic("GET https://a.example/b?sv=1&sig=Zzyzx%3D failed");
        assert_eq!(told(&error), "GET https://a.example/b failed");
    }

    #[test]
    fn nobody_there_is_told_from_a_refusal() {
        let gone = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        let error = Error::Generic {
            store: "S3",
            source: Box::new(gone),
        };
        assert_eq!(trouble(&error), Some(BlobTrouble::Unreachable));
        assert_eq!(trouble(&generic("the disk is full")), None);
    }
}
