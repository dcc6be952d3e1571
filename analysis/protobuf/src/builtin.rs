//! Files that every compiler brings along.

/// By the name under which they are imported.
static FILES: &[(&str, &str)] = &[
    ("any", include_str!("../wkt/google/protobuf/any.proto")),
    ("api", include_str!("../wkt/google/protobuf/api.proto")),
    (
        "compiler/plugin",
        include_str!("../wkt/google/protobuf/compiler/plugin.proto"),
    ),
    (
        "cpp_features",
        include_str!("../wkt/google/protobuf/cpp_features.proto"),
    ),
    (
        "descriptor",
        include_str!("../wkt/google/protobuf/descriptor.proto"),
    ),
    (
        "duration",
        include_str!("../wkt/google/protobuf/duration.proto"),
    ),
    ("empty", include_str!("../wkt/google/protobuf/empty.proto")),
    (
        "field_mask",
        include_str!("../wkt/google/protobuf/field_mask.proto"),
    ),
    (
        "go_features",
        include_str!("../wkt/google/protobuf/go_features.proto"),
    ),
    (
        "java_features",
        include_str!("../wkt/google/protobuf/java_features.proto"),
    ),
    (
        "source_context",
        include_str!("../wkt/google/protobuf/source_context.proto"),
    ),
    (
        "struct",
        include_str!("../wkt/google/protobuf/struct.proto"),
    ),
    (
        "timestamp",
        include_str!("../wkt/google/protobuf/timestamp.proto"),
    ),
    ("type", include_str!("../wkt/google/protobuf/type.proto")),
    (
        "wrappers",
        include_str!("../wkt/google/protobuf/wrappers.proto"),
    ),
];

/// The text of a file that is imported so, if every compiler has it.
pub(crate) fn file(path: &str) -> Option<&'static str> {
    let name = path.strip_prefix("google/protobuf/")?;
    let name = name.strip_suffix(".proto")?;
    let found = FILES.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}
