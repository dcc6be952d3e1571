use holdpoint_import::{Criticality, Format};

use crate::world::{component, components, preview, problems, skipped, source};

const PAY: &str = "11111111111111111111111111111111";
const TILL: &str = "22222222222222222222222222222222";
const LEDGER: &str = "33333333333333333333333333333333";

fn services_json() -> String {
    format!(
        r#"{{"result": [
  {{"sys_id": "{TILL}", "name": "Till", "sys_class_name": "cmdb_ci_service", "busines_criticality": "1 - most critical",
    "support_group": {{"display_value": "Payments", "value": "{PAY}"}}, "owned_by": {{"display_value": "Ada", "value": "44"}},
    "operational_status": "1", "used_for": "Production", "short_description": "Takes money"}},
  {{"sys_id": "{LEDGER}", "name": "Ledger", "sys_class_name": "cmdb_ci_appl",
    "support_group": {{"link": "https://x/api/now/table/sys_user_group/{PAY}", "value": "{PAY}"}}, "operational_status": "1"}},
  {{"sys_id": "5", "name": "old", "sys_class_name": "cmdb_ci_appl", "operational_status": "6"}},
  {{"sys_id": "6", "name": "srv01", "sys_class_name": "cmdb_ci_linux_server", "operational_status": "1"}}
]}}"#
    )
}

#[test]
fn json_xml_and_csv_go_together() {
    let groups = format!(
        "<?xml version=\"1.0\"?>\n<unload unload_date=\"2026-01-01\">\n<sys_user_group action=\"INSERT_OR_UPDATE\">\n\
         <sys_id>{PAY}</sys_id><name>Payments &amp; Co</name><email>pay@example.org</email><active>true</active>\n\
         </sys_user_group>\n<sys_user action=\"INSERT_OR_UPDATE\"><sys_id>77</sys_id><user_name>ada</user_name>\
         <name>Ada Lovelace</name><email>ada@example.org</email></sys_user>\n\
         <sys_user_grmember><user display_value=\"Ada Lovelace\">77</user><group display_value=\"Payments &amp; Co\">{PAY}</group></sys_user_grmember>\n\
         </unload>"
    );
    let relations = "parent,type,child\nTill,Depends on::Used by,Ledger\nTill,Contains::Contained by,Ledger\nLedger,Runs on::Runs,srv01\n";
    let all = source("cmdb_ci.json", &services_json())
        .join(source("groups.xml", &groups))
        .join(source("cmdb_rel_ci.csv", relations));
    assert_eq!(
        all.formats(),
        [Format::ServiceNow, Format::ServiceNow, Format::Csv]
    );
    let preview = preview(&all);
    let imported = &preview.imported;
    assert_eq!(components(&preview), ["till", "ledger"]);
    let till = component(imported, "till");
    assert_eq!(
        (till.kind.as_deref(), till.criticality),
        (Some("service"), Some(Criticality::Critical))
    );
    assert_eq!(
        till.team.as_deref(),
        Some("payments-co"),
        "by its identifier"
    );
    assert_eq!(till.depends_on, ["ledger"]);
    assert_eq!(till.lifecycle.as_deref(), Some("operational"));
    let ledger = component(imported, "ledger");
    assert_eq!(
        (ledger.kind.as_deref(), ledger.team.as_deref()),
        (Some("application"), Some("payments-co"))
    );
    assert_eq!(imported.people[0].teams, ["payments-co"]);
    assert_eq!(imported.environments[0].name, "production");
    assert_eq!(problems(&preview), Vec::<String>::new());
    assert_eq!(
        skipped(&preview),
        [
            "cmdb_ci.json:3 old: it is retired",
            "cmdb_ci.json:4 srv01: a linux server is what components run on",
            "cmdb_rel_ci.csv:3 Till → Ledger: `Contains::Contained by` does not mean that one needs the other",
            "cmdb_rel_ci.csv:4 srv01: `srv01` is not among the components",
        ]
    );
}

#[test]
fn a_reference_without_its_table_is_told() {
    let preview = preview(&source("cmdb_ci_service.json", &services_json()));
    let told = problems(&preview);
    let expected = format!(
        "cmdb_ci_service.json:2 [support_group]: `{PAY}` is in none of the files: export its table too, or with display values"
    );
    // The first record gives the name along, so that the second finds it.
    assert_eq!(preview.imported.teams.len(), 1);
    assert_eq!(told, Vec::<String>::new());
    let alone = services_json().replace("\"display_value\": \"Payments\", ", "");
    let told = problems(&crate::world::preview(&source(
        "cmdb_ci_service.json",
        &alone,
    )));
    assert!(told.contains(&expected), "{told:?}");
}

#[test]
fn csv_with_labels_is_read_by_its_file_name() {
    let text = "\"Name\",\"Class\",\"Support group\",\"Business criticality\",\"Environment\"\n\
                \"Tomcat@srv\",\"Application Server\",\"Platform\",\"3 - less critical\",\"Staging\"\n\
                \"srv\",\"Linux Server\",\"Platform\",\"\",\"Production\"\n";
    let preview = preview(&source("cmdb_ci_app_server.csv", text));
    assert_eq!(components(&preview), ["tomcat-srv"]);
    assert_eq!(
        preview.imported.components[0].criticality,
        Some(Criticality::Medium)
    );
    let environments: Vec<_> = preview
        .imported
        .environments
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(environments, ["staging"]);
}

#[test]
fn lists_of_references_keep_their_identifiers() {
    let text = format!(
        "<xml><cmdb_ci_service><sys_id>{TILL}</sys_id><name>Till</name><depends_on display_value=\"Ledger, Mail\">{LEDGER},9</depends_on></cmdb_ci_service>\
         <cmdb_ci_service><sys_id>{LEDGER}</sys_id><name>General Ledger</name></cmdb_ci_service>\
         <cmdb_ci_service><sys_id>9</sys_id><name>Mail</name></cmdb_ci_service></xml>"
    );
    let preview = preview(&source("x.xml", &text));
    assert_eq!(
        component(&preview.imported, "till").depends_on,
        ["general-ledger", "mail"]
    );
}
