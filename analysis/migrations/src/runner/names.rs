//! What the name of a file says.

use super::{Runner, Way};

/// What the name of a file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Named {
    /// Where it lies: files of one folder are one history.
    pub(crate) folder: String,
    /// The numbers of its version.
    pub(crate) version: Vec<u128>,
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
    let of_folder = |runner, way| {
        let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
        let (runner, way) = (Some(runner), Some(way));
        Named {
            folder: above.to_owned(),
            version: leading(last),
            runner,
            way,
        }
    };
    let counted = { folder.rsplit('/').next() }.is_some_and(|last| !leading(last).is_empty());
    match stem {
        "up" if counted => return of_folder(Runner::Diesel, Way::Up),
        "down" if counted => return of_folder(Runner::Diesel, Way::Down),
        "migration" if counted => return of_folder(Runner::Prisma, Way::Up),
        "structure" => {
            let (runner, way) = (Some(Runner::Rails), Some(Way::Base));
            return Named {
                folder: folder.to_owned(),
                runner,
                way,
                ..Named::default()
            };
        }
        _ => {}
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
    let runner = (way.is_some() && !version.is_empty()).then_some(Runner::GolangMigrate);
    Named {
        version,
        runner,
        way,
        ..named
    }
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
                vec![20_261_128],
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
