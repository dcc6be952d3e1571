//! Files of a history, from the paths that were named.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdpoint_findings::Source;

use super::place::Place;
use crate::error::Failure;

/// Files that one history may consist of.
const FILES: usize = 20_000;

/// All files, in the order of the paths; those of a folder by their names, numbers by what they count.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Arc<Source>>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let place = Place::named(path)?;
        match place.is_folder() {
            true => files.extend(below(&place)?),
            false => files.push(place),
        }
    }
    if files.is_empty() && !paths.is_empty() {
        let failure = Failure::input(
            "migrations-missing",
            "there is no `.sql` file in what was named",
        );
        return Err(failure.help("name files, or a folder that has some"));
    }
    if files.len() > FILES {
        let message = format!("there are more than {FILES} files of SQL");
        let failure = Failure::input("migrations-missing", message);
        return Err(failure.help("name the folder of one history, or the files of one release"));
    }
    let beside: BTreeMap<String, Place> = { files.iter() }
        .flat_map(settings)
        .filter(Place::is_file)
        .map(|place| (place.name(), place))
        .collect();
    files.extend(beside.into_values());
    files.iter().map(Place::source).collect()
}

/// Where runners keep what they have to know of a file.
fn settings(file: &Place) -> Vec<Place> {
    let path = file.path();
    let mut conf = path.as_os_str().to_owned();
    conf.push(".conf");
    let mut found = vec![PathBuf::from(conf), path.with_file_name("metadata.toml")];
    let above = path.parent().and_then(Path::parent);
    found.extend(above.map(|above| above.join("migration_lock.toml")));
    found.iter().map(|path| file.at(path)).collect()
}

fn below(folder: &Place) -> Result<Vec<Place>, Failure> {
    let mut files = folder.walk(&[], is_sql)?;
    files.sort_by_cached_key(|file| {
        let parts = file.path().components();
        let parts = parts.map(|part| counted(&part.as_os_str().to_string_lossy()));
        parts.collect::<Vec<_>>()
    });
    Ok(files)
}

fn is_sql(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("sql"))
}

/// The time that a name begins with in parts, `2026-11-28-093000`, as the one number that it is elsewhere, and what follows.
fn dated(name: &str) -> Option<(u128, &str)> {
    const DIGITS: usize = 14;
    let of_time = |letter: char| letter.is_ascii_digit() || letter == '-';
    let end = name.find(|letter| !of_time(letter)).unwrap_or(name.len());
    let (time, rest) = name.split_at(end);
    let parts: Vec<&str> = time.split('-').collect();
    if !matches!(parts.as_slice(), [year, month, day, ..] if year.len() == 4 && month.len() == 2 && day.len() == 2)
    {
        return None;
    }
    let digits = parts.concat();
    let time = format!("{digits:0<DIGITS$}").parse().ok()?;
    Some((time, rest))
}

/// A name whose numbers are compared by what they count: `V10` comes after `V9`.
fn counted(name: &str) -> Vec<(String, u128)> {
    let mut parts = Vec::new();
    let mut rest = name;
    if let Some((time, after)) = dated(name) {
        parts.push((String::new(), time));
        rest = after;
    }
    while !rest.is_empty() {
        let words = rest
            .find(|letter: char| letter.is_ascii_digit())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(words);
        let digits = after
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        parts.push((word.to_owned(), number.parse().unwrap_or(0)));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn numbers_are_compared_by_what_they_count() {
        let mut names = ["V10__b.sql", "V9__a.sql", "V2.1__a.sql", "V2__z.sql"];
        names.sort_by_key(|name| counted(name));
        assert_eq!(
            names,
            ["V2.1__a.sql", "V2__z.sql", "V9__a.sql", "V10__b.sql"]
        );
    }

    #[test]
    fn times_in_parts_are_times() {
        let order = [
            "20140924113530_a",
            "2017-02-25-101112_b",
            "2024-03-06-170000_c",
            "2024-03-13_170000_d",
        ];
        assert!(order.is_sorted_by_key(|name| counted(name)));
    }
}
