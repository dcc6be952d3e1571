//! What people call columns and tables, in English and German, and what ServiceNow and Backstage call them.

use super::{Field, RecordKind};

/// Headings of a field: of records of one kind, or of all kinds that have no row of their own.
type Row = (Option<RecordKind>, Field, &'static [&'static str]);

/// The headings that a field may have, lower case, words separated by one space; the best first.
pub(super) fn headings(record: RecordKind, field: Field) -> &'static [&'static str] {
    let fits = |row: &&Row| row.1 == field && row.0.is_none_or(|only| only == record);
    HEADINGS.iter().find(fits).map_or(&[], |row| row.2)
}

/// The first row that fits counts.
#[rustfmt::skip]
const HEADINGS: [Row; 28] = [
    (None, Field::Id, &[
        "sys id", "id", "key", "uid", "ref", "entity ref", "number", "correlation id", "app id",
        "application id", "service id", "component id", "asset id"
    ]),
    (Some(RecordKind::Unit), Field::Name, &[
        "name", "unit", "business unit", "department", "division", "title", "organisation unit",
        "organization unit", "abteilung", "bereich"
    ]),
    (Some(RecordKind::Team), Field::Name, &[
        "name", "team", "team name", "group", "group name", "title", "gruppe"
    ]),
    (Some(RecordKind::Person), Field::Name, &[
        "name", "full name", "display name", "person", "employee", "user", "mitarbeiter"
    ]),
    (Some(RecordKind::Component), Field::Name, &[
        "name", "component", "component name", "service", "service name", "application",
        "application name", "app", "app name", "system", "system name", "product", "ci", "ci name",
        "configuration item", "title", "komponente", "anwendung", "dienst",
    ]),
    (Some(RecordKind::Environment), Field::Name, &[
        "name", "environment", "environment name", "env", "stage", "umgebung"
    ]),
    (Some(RecordKind::Dependency), Field::Name, &[
        "parent", "from", "source", "consumer", "component", "service", "dependent", "caller"
    ]),
    (None, Field::Name, &["name"]),
    (Some(RecordKind::Component), Field::Kind, &[
        "kind", "type", "class", "sys class name", "category", "component type", "ci class", "art",
        "typ"
    ]),
    (None, Field::Kind, &["type", "kind", "relation", "relationship", "relation type"]),
    (None, Field::Description, &[
        "description", "short description", "summary", "purpose", "comments", "beschreibung", "zweck"
    ]),
    (None, Field::Unit, &[
        "unit", "business unit", "department", "division", "domain", "business area", "organisation",
        "organization", "company", "cost center", "abteilung", "bereich", "geschaeftsbereich"
    ]),
    (None, Field::Parent, &["parent", "parent unit", "parent group", "belongs to", "part of", "reports to"]),
    (Some(RecordKind::Membership), Field::Team, &["group", "team", "group name", "team name"]),
    // A group before a person: `owned by` is often somebody's name.
    (None, Field::Team, &[
        "team", "owner team", "owning team", "responsible team", "support group", "assignment group",
        "managed by group", "change control", "squad", "owner group", "owner", "owned by", "maintainer",
        "managed by", "verantwortlich", "besitzer"
    ]),
    (None, Field::Teams, &["teams", "team", "groups", "group", "member of", "squad", "gruppen"]),
    (None, Field::Members, &["members", "people", "users", "mitglieder"]),
    (None, Field::Member, &["user", "member", "person", "user name", "employee", "name"]),
    (None, Field::Handle, &[
        "handle", "user name", "username", "login", "user id", "account", "short name", "alias",
        "kuerzel"
    ]),
    (None, Field::FirstName, &["first name", "given name", "vorname"]),
    (None, Field::LastName, &["last name", "surname", "family name", "nachname"]),
    (None, Field::Mail, &["mail", "email", "e mail", "email address", "mail address", "e mail adresse"]),
    (None, Field::Criticality, &[
        "criticality", "business criticality", "busines criticality", "tier", "service tier",
        "importance", "priority", "service level", "kritikalitaet"
    ]),
    (None, Field::Repository, &[
        "repository", "repo", "repository url", "repo url", "source", "source code", "git", "git url",
        "scm", "code", "url"
    ]),
    (None, Field::Lifecycle, &[
        "lifecycle", "life cycle", "life cycle stage", "operational status", "install status", "status",
        "state", "phase"
    ]),
    (None, Field::Needs, &[
        "depends on", "dependencies", "dependency", "requires", "needs", "upstream", "uses",
        "abhaengigkeiten"
    ]),
    (None, Field::Needed, &[
        "child", "to", "target", "provider", "depends on", "needs", "dependency", "callee"
    ]),
    (None, Field::Environment, &["environment", "env", "used for", "stage", "umgebung"]),
];

/// Tables by what their records are: names of sheets, files, and ServiceNow tables.
pub(super) const TABLES: [(RecordKind, &[&str]); 8] = [
    (
        RecordKind::Membership,
        &[
            "sys user grmember",
            "memberships",
            "members",
            "group members",
            "team members",
        ],
    ),
    (
        RecordKind::Dependency,
        &[
            "cmdb rel ci",
            "dependencies",
            "relationships",
            "relations",
            "abhaengigkeiten",
        ],
    ),
    (
        RecordKind::Team,
        &[
            "sys user group",
            "teams",
            "team",
            "groups",
            "group",
            "squads",
            "gruppen",
        ],
    ),
    (
        RecordKind::Person,
        &[
            "sys user",
            "people",
            "persons",
            "users",
            "employees",
            "staff",
            "contacts",
            "mitarbeiter",
        ],
    ),
    (
        RecordKind::Unit,
        &[
            "business unit",
            "cmn department",
            "core company",
            "units",
            "unit",
            "departments",
            "divisions",
            "business units",
            "abteilungen",
        ],
    ),
    (
        RecordKind::Environment,
        &[
            "environments",
            "environment",
            "envs",
            "stages",
            "cmdb ci environment",
            "umgebungen",
        ],
    ),
    (
        RecordKind::Component,
        &[
            "cmdb ci service",
            "cmdb ci service auto",
            "cmdb ci service discovered",
            "cmdb ci service technical",
            "cmdb ci service business",
            "cmdb ci appl",
            "cmdb ci business app",
            "cmdb ci app server",
            "cmdb ci web server",
            "cmdb ci db instance",
            "cmdb ci",
            "components",
            "component",
            "services",
            "service",
            "applications",
            "application",
            "apps",
            "systems",
            "catalog",
            "catalogue",
            "service catalog",
            "inventory",
            "komponenten",
            "anwendungen",
        ],
    ),
    (
        RecordKind::Skip,
        &[
            "readme",
            "instructions",
            "legend",
            "changelog",
            "cover",
            "notes",
            "lookup",
            "lists",
        ],
    ),
];
