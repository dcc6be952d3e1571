//! What organisations say of users besides (RFC 7643, section 4.3).

use super::{Attribute, Mutability, Schema, Type};

/// What organisations say of users besides.
pub const ENTERPRISE: &Schema = &Schema {
    id: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    name: "EnterpriseUser",
    says: "What organisations say of users besides.",
    attributes: &[
        Attribute::text("employeeNumber", "Their number in the organisation."),
        Attribute::text("costCenter", "Their cost centre."),
        Attribute::text("organization", "Their organisation."),
        Attribute::text("division", "Their division."),
        Attribute::text("department", "Their department."),
        Attribute::complex("manager", MANAGER, "Who they report to."),
    ],
};

const MANAGER: &[Attribute] = &[
    Attribute {
        case_exact: true,
        ..Attribute::text("value", "What the manager is called here.")
    },
    Attribute {
        kind: Type::Reference,
        case_exact: true,
        leads_to: &["User"],
        ..Attribute::text("$ref", "The manager's address.")
    },
    Attribute {
        mutability: Mutability::ReadOnly,
        ..Attribute::text("displayName", "The manager's name.")
    },
];
