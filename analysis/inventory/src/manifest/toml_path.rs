//! Looking into TOML without panicking.

use toml::{Table, Value};

/// The value at a path of keys.
pub(crate) fn at<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Value> {
    let (last, above) = path.split_last()?;
    let mut table = table;
    for key in above {
        table = table.get(*key)?.as_table()?;
    }
    table.get(*last)
}

/// The text at a path of keys.
pub(crate) fn text<'t>(table: &'t Table, path: &[&str]) -> Option<&'t str> {
    at(table, path)?.as_str()
}

/// The table at a path of keys.
pub(crate) fn table<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Table> {
    at(table, path)?.as_table()
}

/// The texts of a list at a path of keys; empty if there is none.
pub(crate) fn texts(table: &Table, path: &[&str]) -> Vec<String> {
    let list = at(table, path).and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}
