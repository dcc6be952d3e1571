//! What can be wrong with a package URL.

use thiserror::Error;

/// Why a text or a set of components is not a package URL.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PurlError {
    /// The text does not begin with `pkg:`.
    #[error("a package URL begins with `pkg:`, as in `pkg:npm/left-pad@1.3.0`")]
    Scheme,
    /// There is no type, or nothing after it.
    #[error("the package type is missing: write `pkg:TYPE/NAME@VERSION`")]
    TypeMissing,
    /// The type has a character that types cannot have.
    #[error(
        "`{0}` is no package type: it begins with a letter, then come letters, digits, `.` and `-`"
    )]
    TypeInvalid(String),
    /// There is no name.
    #[error("the package name is missing: write `pkg:{0}/NAME`")]
    NameMissing(String),
    /// The name is not what the type permits.
    #[error("`{name}` is no name of a `{package_type}` package: {rule}")]
    NameInvalid {
        /// The package type.
        package_type: String,
        /// The name.
        name: String,
        /// What the type asks for.
        rule: &'static str,
    },
    /// The version is not what the type permits.
    #[error("`{version}` is no version of a `{package_type}` package: {rule}")]
    VersionInvalid {
        /// The package type.
        package_type: String,
        /// The version.
        version: String,
        /// What the type asks for.
        rule: &'static str,
    },
    /// The type needs a namespace.
    #[error("a `{package_type}` package URL needs a namespace ({meaning}) before the name")]
    NamespaceMissing {
        /// The package type.
        package_type: String,
        /// What the namespace stands for.
        meaning: &'static str,
    },
    /// The type has no namespaces.
    #[error(
        "a `{package_type}` package has no namespace, but `{namespace}` stands before the name"
    )]
    NamespaceProhibited {
        /// The package type.
        package_type: String,
        /// What was given.
        namespace: String,
    },
    /// The type needs a qualifier.
    #[error("a `{package_type}` package URL needs the qualifier `{key}`, as in `?{key}=…`")]
    QualifierMissing {
        /// The package type.
        package_type: String,
        /// The qualifier's key.
        key: &'static str,
    },
    /// A qualifier's key has a character that keys cannot have.
    #[error(
        "`{0}` is no qualifier: a key begins with a letter, then come letters, digits, `.`, `-` and `_`"
    )]
    QualifierKey(String),
    /// A qualifier's key begins with a capital letter.
    #[error("the qualifier `{0}` is written in lower case")]
    QualifierUpperCase(String),
    /// A qualifier stands twice.
    #[error("the qualifier `{0}` stands twice")]
    QualifierTwice(String),
    /// A qualifier has no `=`.
    #[error("the qualifier `{0}` has no value: write `{0}=VALUE`")]
    QualifierWithoutValue(String),
    /// A percent sign is not followed by two hexadecimal digits, or the bytes are not UTF-8.
    #[error("`{0}` is not percent-encoded UTF-8: a `%` is followed by two hexadecimal digits")]
    Encoding(String),
    /// A segment holds an encoded slash.
    #[error("the segment `{0}` holds a slash")]
    SlashInSegment(String),
}
