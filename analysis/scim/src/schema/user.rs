//! Users (RFC 7643, section 4.1), without passwords and what only few directories send.

use super::{Attribute, ENTERPRISE, Kind, Mutability, Schema, Type};

/// The schema of users.
pub const USER_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// Users.
pub const USER: &Kind = &Kind {
    name: "User",
    endpoint: "/Users",
    says: "Somebody who belongs to the organisation.",
    main: &Schema {
        id: USER_SCHEMA,
        name: "User",
        says: "Somebody who belongs to the organisation.",
        attributes: ATTRIBUTES,
    },
    extensions: &[ENTERPRISE],
};

const NAME: &[Attribute] = &[
    Attribute::text("formatted", "The whole name, as it is written."),
    Attribute::text("familyName", "The family name."),
    Attribute::text("givenName", "The given name."),
    Attribute::text("middleName", "Middle names."),
    Attribute::text("honorificPrefix", "What stands before it."),
    Attribute::text("honorificSuffix", "What stands behind it."),
];

const PRIMARY: Attribute = Attribute {
    kind: Type::Boolean,
    ..Attribute::text("primary", "Whether it is the first choice: at most one is.")
};

const DISPLAY: Attribute = Attribute::text("display", "How it is shown.");

const EMAILS: &[Attribute] = &[
    Attribute::text("value", "The address."),
    DISPLAY,
    Attribute {
        usual: &["work", "home", "other"],
        ..Attribute::text("type", "What it is for.")
    },
    PRIMARY,
];

const PHONES: &[Attribute] = &[
    Attribute::text("value", "The number."),
    DISPLAY,
    Attribute {
        usual: &["work", "home", "mobile", "fax", "pager", "other"],
        ..Attribute::text("type", "What it is for.")
    },
    PRIMARY,
];

const fn said_here(attribute: Attribute) -> Attribute {
    Attribute {
        mutability: Mutability::ReadOnly,
        ..attribute
    }
}

const GROUPS: &[Attribute] = &[
    said_here(Attribute::text("value", "What the group is called here.")),
    said_here(Attribute {
        kind: Type::Reference,
        case_exact: true,
        leads_to: &["Group"],
        ..Attribute::text("$ref", "The group's address.")
    }),
    said_here(Attribute::text("display", "What the directory calls it.")),
    said_here(Attribute {
        usual: &["direct"],
        ..Attribute::text("type", "How they belong to it.")
    }),
];

const ATTRIBUTES: &[Attribute] = &[
    Attribute {
        required: true,
        unique: true,
        ..Attribute::text("userName", "What somebody is called in the directory.")
    },
    Attribute::complex("name", NAME, "Their name."),
    Attribute::text("displayName", "What people call them."),
    Attribute::text("nickName", "What friends call them."),
    Attribute {
        kind: Type::Reference,
        case_exact: true,
        leads_to: &["external"],
        ..Attribute::text("profileUrl", "Where more is said of them.")
    },
    Attribute::text("title", "What they are, such as `Vice President`."),
    Attribute::text("userType", "How they belong to the organisation."),
    Attribute::text("preferredLanguage", "The languages that they like best."),
    Attribute::text("locale", "How they like dates and numbers."),
    Attribute::text("timezone", "Their time zone, by IANA name."),
    Attribute {
        kind: Type::Boolean,
        required: true,
        supplied: true,
        ..Attribute::text("active", "Whether they act; else they are deactivated.")
    },
    Attribute {
        several: true,
        ..Attribute::complex("emails", EMAILS, "Their mail addresses.")
    },
    Attribute {
        several: true,
        ..Attribute::complex("phoneNumbers", PHONES, "Their telephone numbers.")
    },
    Attribute {
        several: true,
        mutability: Mutability::ReadOnly,
        ..Attribute::complex("groups", GROUPS, "The groups that they belong to.")
    },
];
