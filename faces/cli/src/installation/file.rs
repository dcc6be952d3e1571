//! The file, and how it takes the place of defaults.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::Command;
use holdpoint_configuration::{GivenSetting, SettingKey, Source, read_settings};

use super::table::{Of, SETTINGS, Setting};
use crate::commands::wrong;
use crate::error::Failure;
use crate::files;

/// The variable that names it.
const VARIABLE: &str = "HOLDPOINT_CONFIG";

/// What a file gives; nothing if none was named.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    pub(crate) path: Option<PathBuf>,
    pub(super) given: Vec<GivenSetting>,
}

impl File {
    pub(super) fn of(&self, key: &str) -> Option<&GivenSetting> {
        self.given.iter().find(|one| one.key == key)
    }
}

/// The file that a command line or the environment names, read before the rest is looked at: it says what that has by
/// default.
pub(crate) fn of(arguments: &[OsString]) -> Result<File, Failure> {
    let variable = std::env::var_os(VARIABLE).filter(|path| !path.is_empty());
    let Some(path) = named(arguments).or(variable).map(PathBuf::from) else {
        return Ok(File::default());
    };
    let text = files::read_text(&path)?;
    let keys: Vec<SettingKey> = SETTINGS.iter().map(|one| one.key).collect();
    let source = Source::new(path.display().to_string(), text);
    let given = read_settings(source, &keys).map_err(|found| wrong(&found))?;
    closed(&path, &given)?;
    let path = Some(path);
    Ok(File { path, given })
}

/// What `--config` names, if it is there.
fn named(arguments: &[OsString]) -> Option<OsString> {
    let mut rest = arguments.iter().skip(1).take_while(|one| *one != "--");
    while let Some(argument) = rest.next() {
        if argument == "--config" {
            return rest.next().cloned();
        }
        let text = argument
            .to_str()
            .and_then(|text| text.strip_prefix("--config="));
        if let Some(path) = text {
            return Some(path.into());
        }
    }
    None
}

/// A password is for nobody else to read.
fn closed(path: &Path, given: &[GivenSetting]) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt as _;
    let has_password = |one: &&GivenSetting| {
        let user = one
            .value
            .split_once("://")
            .and_then(|(_, rest)| rest.split_once('@'));
        user.is_some_and(|(user, _)| user.contains(':'))
    };
    let Some(one) = given.iter().find(has_password) else {
        return Ok(());
    };
    let about = std::fs::metadata(path).map_err(|error| Failure::file("read", path, &error))?;
    if about.mode() & 0o077 == 0 {
        return Ok(());
    }
    let message = format!(
        "`{}` has a password under `{}`, and others may read it",
        path.display(),
        one.key
    );
    Err(Failure::input("settings-open", message)
        .help("`chmod 0600 FILE`, or give the password in `PGPASSWORD`"))
}

/// The command line with what the file gives as defaults.
pub(crate) fn apply(command: Command, file: &File) -> Command {
    SETTINGS.iter().fold(command, |command, setting| {
        let Some(given) = file.of(setting.key.key) else {
            return command;
        };
        // The command line is made once, and has its texts for as long as the program runs.
        let value: &'static OsStr = OsStr::new(given.value.clone().leak());
        let defaults = |command: Command| {
            command.mut_arg(setting.id(), |argument| argument.default_value(value))
        };
        within(command, setting, defaults)
    })
}

fn within(command: Command, setting: &Setting, change: impl FnOnce(Command) -> Command) -> Command {
    match setting.of {
        Of::Everywhere => change(command),
        Of::Serve => command.mut_subcommand("serve", change),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::named;

    #[test]
    fn the_file_is_found_wherever_it_is_named() {
        let find = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            named(&words).map(|path| path.to_string_lossy().into_owned())
        };
        assert_eq!(
            find("holdpoint serve --config a.yaml").as_deref(),
            Some("a.yaml")
        );
        assert_eq!(
            find("holdpoint --config=a.yaml serve").as_deref(),
            Some("a.yaml")
        );
        assert_eq!(find("holdpoint serve -- --config a.yaml"), None);
        assert_eq!(find("holdpoint serve"), None);
    }
}
