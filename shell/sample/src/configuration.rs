//! What the organisation declares: units, teams, calendars, components, environments, templates.

use holdpoint_domain::access::policy::Authorisation;
use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::organisation::Settings;
use serde_json::{Value, json};

use crate::SampleError;
use crate::world::World;

/// A component: name, unit, team, criticality, what it depends on, and its key transaction.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
);

const COMPONENTS: &[Row] = &[
    (
        "identity",
        "operations",
        "platform",
        "critical",
        &[],
        "login",
    ),
    (
        "customer-data",
        "operations",
        "platform",
        "high",
        &["identity"],
        "",
    ),
    (
        "notification",
        "operations",
        "platform",
        "medium",
        &["customer-data"],
        "",
    ),
    (
        "billing-batch",
        "operations",
        "platform",
        "high",
        &["customer-data"],
        "nightly-billing",
    ),
    (
        "payments-ledger",
        "payments",
        "payments-core",
        "critical",
        &["customer-data"],
        "book",
    ),
    (
        "fraud-screen",
        "payments",
        "cards",
        "high",
        &["customer-data"],
        "screen",
    ),
    (
        "card-gateway",
        "payments",
        "cards",
        "critical",
        &["fraud-screen", "payments-ledger"],
        "authorise",
    ),
    (
        "payments-api",
        "payments",
        "payments-core",
        "critical",
        &["payments-ledger", "identity"],
        "pay",
    ),
    ("search", "retail", "shop", "medium", &[], "search"),
    (
        "basket",
        "retail",
        "shop",
        "high",
        &["customer-data"],
        "add-to-basket",
    ),
    (
        "web-shop",
        "retail",
        "shop",
        "high",
        &["basket", "search", "payments-api"],
        "checkout",
    ),
    (
        "mobile-bff",
        "retail",
        "shop",
        "high",
        &["basket", "payments-api"],
        "checkout",
    ),
];

/// The components of a unit.
pub(crate) fn components_of(unit: &str) -> Vec<&'static str> {
    COMPONENTS
        .iter()
        .filter(|row| row.1 == unit)
        .map(|row| row.0)
        .collect()
}

/// The policies that forbid more than the roles do.
const POLICIES: &str = include_str!("../policies/access.cedar");

/// What makes these the organisation's policies; their text is kept.
pub(crate) fn policies(world: &World<'_>) -> Result<Apply, SampleError> {
    let policy = world.keep(POLICIES.as_bytes())?;
    let published = world.engine.published();
    let organisation = published.state.organisation.as_ref();
    let settings = Settings {
        authorisation: Some(Authorisation::new(policy)),
        ..organisation
            .map(|found| found.settings.clone())
            .unwrap_or_default()
    };
    Ok(Apply {
        changes: vec![Change::Settings(settings)],
        ..Apply::default()
    })
}

/// Everything that the organisation declares, in order.
pub(crate) fn changes() -> Result<Vec<Change>, SampleError> {
    let mut all = vec![
        settings(),
        calendar(
            "austria",
            "AT",
            "Europe/Vienna",
            &[
                ("2026-05-01", "Staatsfeiertag"),
                ("2026-08-15", "Mariä Himmelfahrt"),
                ("2026-10-26", "Nationalfeiertag"),
                ("2026-12-25", "Christtag"),
            ],
        ),
        calendar(
            "spain",
            "ES",
            "Europe/Madrid",
            &[
                ("2026-08-15", "Asunción"),
                ("2026-10-12", "Fiesta Nacional"),
                ("2026-12-25", "Navidad"),
            ],
        ),
        json!({"unit": {"name": "payments", "title": "Payments", "calendar": "austria"}}),
        json!({"unit": {"name": "retail", "title": "Retail", "calendar": "spain"}}),
        json!({"unit": {"name": "operations", "title": "Operations", "calendar": "austria"}}),
        json!({"team": {"name": "payments-core", "title": "Payments core", "unit": "payments"}}),
        json!({"team": {"name": "cards", "title": "Cards", "unit": "payments"}}),
        json!({"team": {"name": "shop", "title": "Shop", "unit": "retail"}}),
        json!({"team": {"name": "platform", "title": "Platform", "unit": "operations"}}),
    ];
    all.extend(COMPONENTS.iter().map(component));
    all.extend(environments());
    all.push(crate::runs::pipeline());
    all.push(crate::runs::tested());
    all.push(crate::nights::pipeline());
    for unit in ["payments", "retail", "operations"] {
        all.push(json!({"template": {
            "name": format!("{unit}-train"),
            "title": format!("Weekly train of {unit}"),
            "components": components_of(unit),
        }}));
    }
    Ok(all
        .into_iter()
        .map(serde_json::from_value)
        .collect::<Result<_, _>>()?)
}

/// What holds everywhere in it: times, names of artifacts, programs that are let in, groups of the directory, retention.
fn settings() -> Value {
    json!({"settings": {
        "timezone": "Europe/Vienna",
        "naming": [{"kinds": ["maven"], "scheme": {
            "name": "{component}-{version}.jar",
            "version": "semver",
            "repositories": ["repository.example.com/releases"],
        }}],
        "workloads": {
            "issuers": [{
                "name": "git", "url": "https://git.example.com", "audience": "https://holdpoint.bank.example",
            }],
            "allow": [{
                "name": "ci-payments", "issuer": "git", "role": "developer", "scope": {"unit": "payments"},
                "claims": {"project_path": ["payments/*"], "ref_protected": ["true"]},
                "commands": ["evidence.add"],
            }],
        },
        "directory": {"groups": [
            {"group": "Service Desk", "role": "support-lead", "scope": "organisation"},
        ]},
        "retention": {"days": 365, "classes": [
            {"name": "financial", "days": 2555, "units": ["payments"]},
        ]},
    }})
}

fn calendar(name: &str, country: &str, zone: &str, days: &[(&str, &str)]) -> Value {
    let holidays: Vec<_> = days
        .iter()
        .map(|(date, name)| json!({"date": date, "name": name}))
        .collect();
    json!({"calendar": {
        "name": name, "country": country, "timezone": zone,
        "hours": [{
            "days": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "from": "08:00", "until": "17:30",
        }],
        "holidays": holidays,
    }})
}

fn component((name, unit, team, criticality, depends_on, transaction): &Row) -> Value {
    let transactions: Vec<_> = Some(*transaction)
        .filter(|transaction| !transaction.is_empty())
        .map(|transaction| json!({"name": transaction, "metric": format!("{name}_{transaction}_seconds").replace('-', "_")}))
        .into_iter()
        .collect();
    json!({"component": {
        "name": name, "unit": unit, "team": team, "kind": "maven", "criticality": criticality,
        "repository": format!("https://git.example.com/{unit}/{name}"),
        "depends_on": depends_on, "key_transactions": transactions,
    }})
}

fn environments() -> Vec<Value> {
    let step = |name: &str, text: &str| json!({"name": name, "command": ["/bin/echo", text, "{release}", "{components}"], "timeout_seconds": 120});
    let tests = |require: Value| json!({"name": "tests", "ask": {"evidence": {"predicate": "test-result", "require": require}}});
    vec![
        json!({"environment": {"name": "test", "title": "Test", "level": "observe",
            "criteria": [tests(json!("passed"))], "steps": [step("install", "installing")]}}),
        json!({"environment": {"name": "staging", "title": "Staging", "after": "test",
            "criteria": [tests(json!("passed"))], "steps": [step("install", "installing"), step("smoke-test", "testing")]}}),
        json!({"environment": {"name": "production", "title": "Production", "after": "staging",
            "protected": true, "production": true, "level": "enforce", "calendar": "austria",
            "criteria": [
                tests(json!({"fresh": {"max_age_hours": 168}})),
                {"name": "bill-of-materials", "ask": {"evidence": {"predicate": "sbom", "require": "present"}}},
                {"name": "names", "ask": {"artifact-scheme": {}}},
                {"name": "runbook", "ask": {"readiness": {"item": "runbook-reviewed"}}},
                {"name": "owners", "ask": {"approvals": {"role": "component-owner", "quorum": 1}}},
                {"name": "change", "ask": {"approvals": {"role": "change-manager", "quorum": 1}}},
            ],
            "steps": [step("back-up", "backing up before"), step("install", "installing"), step("verify", "verifying")]}}),
    ]
}
