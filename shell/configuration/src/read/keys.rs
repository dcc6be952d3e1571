//! All keys of the file, by what they describe; the JSON Schema has the same, and a test compares.

pub(crate) const FILE: &[&str] = &[
    "organisation",
    "naming",
    "signers",
    "witnesses",
    "retention",
    "directory",
    "workloads",
    "forges",
    "calendars",
    "blackouts",
    "windows",
    "trains",
    "units",
    "teams",
    "environments",
    "components",
    "templates",
    "policies",
    "pipelines",
    "parts",
];
pub(crate) const ORGANISATION: &[&str] =
    &["name", "timezone", "channels", "authorisation", "fiscal"];
pub(crate) const FISCAL: &[&str] = &["pattern", "year-start", "year-end"];
pub(crate) const RETENTION: &[&str] = &["keep", "classes"];
pub(crate) const RETENTION_CLASS: &[&str] = &["keep", "components", "units"];
pub(crate) const WITNESSES: &[&str] = &["quorum", "of"];
pub(crate) const DIRECTORY: &[&str] = &["providers", "groups"];
pub(crate) const PROVIDER: &[&str] = &[
    "title",
    "issuer",
    "client",
    "secret",
    "scopes",
    "subject",
    "groups",
    "first-login",
];
pub(crate) const GROUP: &[&str] = &["role", "scope", "provider"];
pub(crate) const WORKLOADS: &[&str] = &["issuers", "allow"];
pub(crate) const ISSUER: &[&str] = &["url", "audience", "keys"];
pub(crate) const WORKLOAD: &[&str] = &["issuer", "claims", "role", "scope", "commands"];
pub(crate) const FORGE: &[&str] = &[
    "kind",
    "url",
    "api",
    "token",
    "repositories",
    "environments",
];
pub(crate) const WITNESS: &[&str] = &["key", "url"];
pub(crate) const CHANNELS: &[&str] = &["address", "mail", "chat"];
pub(crate) const MAIL: &[&str] = &["server", "from"];
pub(crate) const CHAT: &[&str] = &["url"];
pub(crate) const SECRET: &[&str] = &["env", "file"];
pub(crate) const NAMING: &[&str] = &[
    "kinds",
    "name",
    "placeholders",
    "version",
    "repositories",
    "moving",
];
pub(crate) const VERSION: &[&str] = &["kind", "pattern", "prerelease"];
pub(crate) const CALENDAR: &[&str] = &["country", "timezone", "hours", "holidays"];
pub(crate) const WINDOW: &[&str] = &[
    "title",
    "environments",
    "components",
    "units",
    "timezone",
    "when",
];
pub(crate) const TRAIN: &[&str] = &[
    "title",
    "environments",
    "components",
    "units",
    "timezone",
    "when",
    "scope-freeze",
];
pub(crate) const SCOPE_FREEZE: &[&str] = &["working-days", "calendar"];
pub(crate) const FREEZE: &[&str] = &["for", "everything"];
pub(crate) const WHEN: &[&str] = &[
    "from", "until", "rule", "start", "lasts", "except", "close", "before", "after", "calendar",
    "feed",
];
pub(crate) const UNIT: &[&str] = &["title", "parent", "calendar"];
pub(crate) const TEAM: &[&str] = &["title", "unit", "members"];
pub(crate) const COMPONENT: &[&str] = &[
    "title",
    "unit",
    "team",
    "kind",
    "repository",
    "path",
    "criticality",
    "depends-on",
    "key-transactions",
    "criteria",
];
pub(crate) const KEY_TRANSACTION: &[&str] = &["name", "metric"];
pub(crate) const ENVIRONMENT: &[&str] = &[
    "title",
    "after",
    "protected",
    "production",
    "level",
    "planned",
    "freeze",
    "calendar",
    "criteria",
    "steps",
];
pub(crate) const STEP: &[&str] = &["name", "command", "timeout", "variables"];
pub(crate) const TEMPLATE: &[&str] = &["title", "components", "readiness"];
pub(crate) const POLICY: &[&str] = &["path", "title"];
/// What a criterion can ask for.
pub(crate) const ASKS: &[&str] = &[
    "approvals",
    "evidence",
    "readiness",
    "scheme",
    "witnessed",
    "contracts",
    "ran",
    "rego",
];
pub(crate) const CRITERION: &[&str] = &[
    "approvals",
    "evidence",
    "readiness",
    "scheme",
    "witnessed",
    "contracts",
    "ran",
    "rego",
    "name",
    "waivable",
];
pub(crate) const APPROVALS: &[&str] = &["role", "quorum", "signed", "active"];
pub(crate) const EVIDENCE: &[&str] = &["predicate", "require", "fresh"];
