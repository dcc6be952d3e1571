//! Where blobs are, as people write it: `s3://BUCKET/PREFIX`, `gs://…`, `az://CONTAINER/PREFIX`, or `file:///DIRECTORY`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where blobs are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// In a directory that everybody who names it sees.
    Directory(PathBuf),
    /// In an object storage.
    Bucket(Bucket),
}

/// A bucket, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    pub(crate) provider: Provider,
    pub(crate) name: String,
    /// Without a slash at either end; may be empty.
    pub(crate) prefix: String,
}

/// Whose protocol is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    S3,
    Google,
    Azure,
}

impl Provider {
    pub(crate) fn scheme(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Google => "gs",
            Self::Azure => "az",
        }
    }
}

/// Why a text is no address of blobs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It does not begin as any does.
    #[error("it begins with none of `s3://`, `gs://`, `az://` and `file:///`")]
    Scheme,
    /// There is no bucket in it, or none that can be one.
    #[error("`{0}` is not the name of a bucket")]
    Bucket(String),
    /// What comes after the bucket.
    #[error("`{0}` cannot be the beginning of names in it")]
    Prefix(String),
    /// A secret or an option stands in it.
    #[error("only bucket and prefix may stand in it; keys and options belong into the environment")]
    Options,
    /// The directory.
    #[error("a directory is written with its whole path, as in `file:///srv/blobs`")]
    Directory,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (scheme, rest) = text.split_once("://").ok_or(AddressError::Scheme)?;
        let provider = match scheme {
            "s3" => Provider::S3,
            "gs" => Provider::Google,
            "az" => Provider::Azure,
            "file" => return directory(rest),
            _ => return Err(AddressError::Scheme),
        };
        if rest.contains(['@', '?', '#']) {
            return Err(AddressError::Options);
        }
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        if name.is_empty() || !name.bytes().all(plain) {
            return Err(AddressError::Bucket(name.to_owned()));
        }
        let prefix = prefix.trim_matches('/');
        let part = |part: &str| !matches!(part, "" | "." | "..") && part.bytes().all(plain);
        if !prefix.is_empty() && !prefix.split('/').all(part) {
            return Err(AddressError::Prefix(prefix.to_owned()));
        }
        Ok(Self::Bucket(Bucket {
            provider,
            name: name.to_owned(),
            prefix: prefix.to_owned(),
        }))
    }
}

fn directory(rest: &str) -> Result<Address, AddressError> {
    let whole = rest.starts_with('/') && rest.len() > 1;
    match whole && !rest.split('/').any(|part| part == "..") {
        true => Ok(Address::Directory(PathBuf::from(rest))),
        false => Err(AddressError::Directory),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(place) => write!(f, "file://{}", place.display()),
            Self::Bucket(bucket) => bucket.fmt(f),
        }
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.provider.scheme(), self.name)?;
        match self.prefix.as_str() {
            "" => Ok(()),
            prefix => write!(f, "/{prefix}"),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Address, AddressError};

    fn read(text: &str) -> Result<String, AddressError> {
        text.parse().map(|address: Address| address.to_string())
    }

    #[test]
    fn an_address_reads_as_it_is_written() {
        for text in [
            "s3://bucket",
            "s3://bucket.example/a/b",
            "gs://bucket/prefix",
            "az://container/prefix",
            "file:///srv/blobs",
        ] {
            assert_eq!(read(text).unwrap(), text);
        }
        assert_eq!(read("s3://bucket/a/").unwrap(), "s3://bucket/a");
    }

    #[test]
    fn what_is_no_address_says_why() {
        let wrong = |text: &str| read(text).unwrap_err();
        assert_eq!(wrong("bucket/a"), AddressError::Scheme);
        assert_eq!(wrong("https://bucket"), AddressError::Scheme);
        assert_eq!(wrong("s3://key:secret@bucket"), AddressError::Options);
        assert_eq!(wrong("az://container?sig=abc"), AddressError::Options);
        assert_eq!(wrong("s3:///a"), AddressError::Bucket(String::new()));
        assert_eq!(
            wrong("gs://b/../c"),
            AddressError::Prefix("../c".to_owned())
        );
        assert_eq!(wrong("file://srv"), AddressError::Directory);
        assert_eq!(wrong("file:///srv/../etc"), AddressError::Directory);
    }
}
