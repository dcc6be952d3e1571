use super::{SHORT_NAMES, matches};

#[test]
fn short_names_stand_for_types_and_their_versions() {
    for (short, types) in SHORT_NAMES {
        for known in *types {
            assert!(matches(short, known), "{short} {known}");
            assert!(matches(known, known));
        }
    }
    assert!(matches("sbom", "https://cyclonedx.org/bom/v1.6"));
    assert!(!matches("sbom", "https://cyclonedx.org/bombastic"));
    assert!(!matches("sbom", "https://slsa.dev/provenance/v1"));
    assert!(!matches("provenance", "https://slsa.dev/provenance/v2"));
    assert!(
        !matches(
            "https://cyclonedx.org/bom",
            "https://cyclonedx.org/bom/v1.6"
        ),
        "a full type is exact"
    );
    assert!(!matches("", "https://slsa.dev/provenance/v1"));
}
