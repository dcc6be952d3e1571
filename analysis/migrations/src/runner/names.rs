//! What the name of a file says.

use super::{Runner, Way};

/// What the name of a file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Named {
    /// Where it lies: files of one folder are one history.
    pub(crate) folder: String,
    /// The numbers of its version.
    pub(crate) version: Vec<u128>,
    /// What it is called, if it has no version.
    pub(crate) stem: String,
    pub(crate) runner: Option<Runner>,
    pub(crate) way: Option<Way>,
}

/// Whether a file takes back what another one does.
pub(crate) fn is_down(path: &str) -> bool {
    read(path).way == Some(Way::Down)
}

/// What the name of a file says.
pub(crate) fn read(path: &str) -> Named {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let lower = file.to_lowercase();
    let stem = lower.strip_suffix(".sql").unwrap_or(&lower);
    if let Some(named) = by_folder(folder, stem) {
        return named;
    }
    let named = Named {
        folder: folder.to_owned(),
        ..Named::default()
    };
    if let Some(flyway) = flyway(file, &named) {
        return flyway;
    }
    let version = leading(stem);
    let way = match stem.rsplit_once('.') {
        Some((_, "up")) => Some(Way::Up),
        Some((_, "down")) => Some(Way::Down),
        _ => None,
    };
    let stem = match version.is_empty() {
        true => stem
            .trim_end_matches(".up")
            .trim_end_matches(".down")
            .to_owned(),
        false => String::new(),
    };
    let runner = (way.is_some() && !version.is_empty()).then_some(Runner::GolangMigrate);
    Named {
        version,
        stem,
        runner,
        way,
        ..named
    }
}

/// Files whose names are always the same, in folders that tell their versions.
fn by_folder(folder: &str, stem: &str) -> Option<Named> {
    let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
    let version = as_time(leading(last));
    let (runner, way) = match stem {
        "structure" => {
            let (runner, way) = (Some(Runner::Rails), Some(Way::Base));
            return Some(Named {
                folder: folder.to_owned(),
                runner,
                way,
                ..Named::default()
            });
        }
        _ if version.is_empty() => return None,
        "up" => (Some(Runner::Diesel), Some(Way::Up)),
        "down" => (Some(Runner::Diesel), Some(Way::Down)),
        "migration" => (Some(Runner::Prisma), Some(Way::Up)),
        _ => return None,
    };
    Some(Named {
        folder: above.to_owned(),
        version,
        runner,
        way,
        ..Named::default()
    })
}

/// `V1.2__name`, `U1.2__name`, `B1.2__name`, `R__name`.
fn flyway(file: &str, named: &Named) -> Option<Named> {
    let stem = file.strip_suffix(".sql")?;
    let (head, _) = stem.split_once("__")?;
    let letter = head.chars().next()?;
    let number = head.get(1..)?;
    let way = match letter {
        'V' => Way::Up,
        'U' => Way::Down,
        'B' => Way::Base,
        'R' if number.is_empty() => Way::Again,
        _ => return None,
    };
    let parts: Option<Vec<u128>> = number
        .split(['.', '_'])
        .map(|part| part.parse().ok())
        .collect();
    let version = match way {
        Way::Again => Vec::new(),
        _ => parts?,
    };
    Some(Named {
        version,
        runner: Some(Runner::Flyway),
        way: Some(way),
        ..named.clone()
    })
}

/// Names of folders are compared letter by letter, so a day comes before every time of it and after all of the day before.
fn as_time(version: Vec<u128>) -> Vec<u128> {
    match version.as_slice() {
        [day @ 19_000_101..30_000_101] => vec![day * 1_000_000],
        _ => version,
    }
}

/// The number that a name begins with: `0001`, `20261128093000`, `2026-11-28-093000`.
fn leading(name: &str) -> Vec<u128> {
    let end = name
        .find(|letter: char| !letter.is_ascii_digit() && letter != '-')
        .unwrap_or(name.len());
    let digits: String = { name.get(..end).unwrap_or_default().chars() }
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Runner, Way};
    use super::read;

    #[test]
    fn names_tell_runner_version_and_way() {
        for (path, runner, way, version) in [
            (
                "db/V1.2__a.sql",
                Some(Runner::Flyway),
                Some(Way::Up),
                vec![1, 2],
            ),
            (
                "db/U2__a.sql",
                Some(Runner::Flyway),
                Some(Way::Down),
                vec![2],
            ),
            (
                "db/R__views.sql",
                Some(Runner::Flyway),
                Some(Way::Again),
                vec![],
            ),
            (
                "db/B5__base.sql",
                Some(Runner::Flyway),
                Some(Way::Base),
                vec![5],
            ),
            (
                "m/0001_a.up.sql",
                Some(Runner::GolangMigrate),
                Some(Way::Up),
                vec![1],
            ),
            (
                "m/0001_a.down.sql",
                Some(Runner::GolangMigrate),
                Some(Way::Down),
                vec![1],
            ),
            (
                "m/2026-11-28-093000_a/up.sql",
                Some(Runner::Diesel),
                Some(Way::Up),
                vec![20_261_128_093_000],
            ),
            (
                "m/20261128_a/migration.sql",
                Some(Runner::Prisma),
                Some(Way::Up),
                vec![20_261_128_000_000],
            ),
            (
                "db/structure.sql",
                Some(Runner::Rails),
                Some(Way::Base),
                vec![],
            ),
            ("m/3_a.sql", None, None, vec![3]),
            ("Very__odd.sql", None, None, vec![]),
            ("down.sql", None, None, vec![]),
            ("tmp/migration.sql", None, None, vec![]),
        ] {
            let named = read(path);
            assert_eq!(
                (named.runner, named.way, named.version),
                (runner, way, version),
                "{path}"
            );
        }
    }

    #[test]
    fn files_of_one_folder_are_one_history() {
        assert_eq!(read("a/m/1_x/up.sql").folder, "a/m");
        assert_eq!(read("a/m/1_x.up.sql").folder, "a/m");
    }
}
