//! Groups (RFC 7643, section 4.2).

use super::{Attribute, Kind, Mutability, Schema, Type};

/// The schema of groups.
pub const GROUP_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// Groups.
pub const GROUP: &Kind = &Kind {
    name: "Group",
    endpoint: "/Groups",
    says: "People who have roles here together.",
    main: &Schema {
        id: GROUP_SCHEMA,
        name: "Group",
        says: "People who have roles here together.",
        attributes: ATTRIBUTES,
    },
    extensions: &[],
};

const MEMBERS: &[Attribute] = &[
    Attribute {
        mutability: Mutability::Immutable,
        case_exact: true,
        ..Attribute::text("value", "What the member is called here.")
    },
    Attribute {
        kind: Type::Reference,
        mutability: Mutability::Immutable,
        case_exact: true,
        leads_to: &["User"],
        ..Attribute::text("$ref", "The member's address.")
    },
    Attribute {
        mutability: Mutability::Immutable,
        usual: &["User"],
        ..Attribute::text("type", "What the member is.")
    },
];

const ATTRIBUTES: &[Attribute] = &[
    Attribute {
        required: true,
        unique: true,
        ..Attribute::text(
            "displayName",
            "What the directory calls the group; roles go by it.",
        )
    },
    Attribute {
        several: true,
        ..Attribute::complex("members", MEMBERS, "Who belongs to it.")
    },
];
