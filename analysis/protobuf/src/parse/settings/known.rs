//! Names of options.

/// What a value of an option of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Flag,
    /// How code is optimised.
    Mode,
}

/// Options of files that rules look at.
pub(super) static FILE: &[(&str, Shape)] = &[
    ("java_package", Shape::Text),
    ("java_outer_classname", Shape::Text),
    ("optimize_for", Shape::Mode),
    ("java_multiple_files", Shape::Flag),
    ("go_package", Shape::Text),
    ("cc_generic_services", Shape::Flag),
    ("java_generic_services", Shape::Flag),
    ("py_generic_services", Shape::Flag),
    ("java_string_check_utf8", Shape::Flag),
    ("cc_enable_arenas", Shape::Flag),
    ("objc_class_prefix", Shape::Text),
    ("csharp_namespace", Shape::Text),
    ("swift_prefix", Shape::Text),
    ("php_class_prefix", Shape::Text),
    ("php_namespace", Shape::Text),
    ("php_metadata_namespace", Shape::Text),
    ("ruby_package", Shape::Text),
];

pub(super) static FILE_ENUMS: &[&str] = &["SPEED", "CODE_SIZE", "LITE_RUNTIME"];

pub(super) static OTHER_OF_FILE: &[&str] = &[
    "deprecated",
    "features",
    "java_generate_equals_and_hash",
    "php_generic_services",
];

pub(super) static OTHER_OF_MESSAGE: &[&str] = &[
    "deprecated",
    "features",
    "deprecated_legacy_json_field_conflicts",
];

pub(super) static OTHER_OF_FIELD: &[&str] = &[
    "packed",
    "lazy",
    "unverified_lazy",
    "deprecated",
    "weak",
    "debug_redact",
    "retention",
    "targets",
    "edition_defaults",
    "features",
    "feature_support",
];

pub(super) static OTHER_OF_ENUM: &[&str] = &[
    "deprecated",
    "features",
    "deprecated_legacy_json_field_conflicts",
];

pub(super) static OTHER_OF_VALUE: &[&str] =
    &["deprecated", "features", "debug_redact", "feature_support"];

pub(super) static OTHER_OF_RANGE: &[&str] = &["declaration", "features", "verification"];

pub(super) static OTHER_FEATURES: &[&str] = &["enforce_naming_style", "default_symbol_visibility"];
