//! Predicate types, and the short names that gates may use for them.

/// Short names with the predicate types that they stand for.
pub const SHORT_NAMES: &[(&str, &[&str])] = &[
    (
        "test-result",
        &["https://in-toto.io/attestation/test-result/v0.1"],
    ),
    (
        "junit",
        &["https://in-toto.io/attestation/test-result/v0.1"],
    ),
    (
        "sbom",
        &[
            "https://spdx.dev/Document",
            "https://spdx.dev/Document/v2.2",
            "https://spdx.dev/Document/v2.3",
            "https://cyclonedx.org/bom",
        ],
    ),
    (
        "provenance",
        &[
            "https://slsa.dev/provenance/v1",
            "https://slsa.dev/provenance/v0.2",
        ],
    ),
    (
        "vulnerabilities",
        &[
            "https://in-toto.io/attestation/vulns/v0.1",
            "https://in-toto.io/attestation/vulns/v0.2",
        ],
    ),
    (
        "verification-summary",
        &["https://slsa.dev/verification_summary/v1"],
    ),
    ("contract", &["https://example.org/holdpoint/contract"]),
    ("check/api", &["https://example.org/holdpoint/check/api"]),
    (
        "check/migrations",
        &["https://example.org/holdpoint/check/migrations"],
    ),
    (
        "check/infrastructure",
        &["https://example.org/holdpoint/check/infrastructure"],
    ),
    (
        "check/drift",
        &["https://example.org/holdpoint/check/drift"],
    ),
    (
        "check/vulnerabilities",
        &["https://example.org/holdpoint/check/vulnerabilities"],
    ),
    (
        "check/licenses",
        &["https://example.org/holdpoint/check/licenses"],
    ),
    ("check/sbom", &["https://example.org/holdpoint/check/sbom"]),
    (
        "check/artifacts",
        &["https://example.org/holdpoint/check/artifacts"],
    ),
    (
        "check/runbooks",
        &["https://example.org/holdpoint/check/runbooks"],
    ),
    (
        "check/monitoring",
        &["https://example.org/holdpoint/check/monitoring"],
    ),
    ("check/docs", &["https://example.org/holdpoint/check/docs"]),
    ("check/load", &["https://example.org/holdpoint/check/load"]),
    (
        "check/tests",
        &["https://example.org/holdpoint/check/tests"],
    ),
];

/// Whether a criterion that asks for `asked` accepts evidence of this predicate type. Versions below the
/// one that a short name stands for (`…/v1.4` of `https://cyclonedx.org/bom`) count too.
#[must_use]
pub fn matches(asked: &str, predicate_type: &str) -> bool {
    let stands_for = |known: &str| {
        predicate_type
            .strip_prefix(known)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    asked == predicate_type
        || SHORT_NAMES
            .iter()
            .filter(|(short, _)| *short == asked)
            .any(|(_, types)| types.iter().any(|known| stands_for(known)))
}
