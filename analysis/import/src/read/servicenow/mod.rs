//! Exports of ServiceNow: JSON of lists (`records`) and of the Table API (`result`), XML of lists and of update sets.
//! Its CSV is read like any other.

mod json;
mod xml;

pub(super) use json::json;
pub(super) use xml::xml;

use crate::mapping::RecordKind;

/// What the records of a ServiceNow table are; none for a table that is not known here.
fn record(table: &str) -> Option<RecordKind> {
    Some(match table {
        "sys_user_grmember" => RecordKind::Membership,
        "sys_user_group" => RecordKind::Team,
        "sys_user" => RecordKind::Person,
        "cmdb_rel_ci" => RecordKind::Dependency,
        "cmn_department" | "business_unit" | "core_company" => RecordKind::Unit,
        "cmdb_ci_environment" => RecordKind::Environment,
        table if table.starts_with("cmdb_ci") => RecordKind::Component,
        _ => return None,
    })
}

/// The table that a file is named after: `export cmdb_ci_service (3).json`.
fn table_of_file(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut words = stem.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let known = words.find(|word| record(word).is_some());
    known.unwrap_or(stem).to_owned()
}
