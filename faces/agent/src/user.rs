//! The operating-system user that steps run as.

use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::AgentError;

/// Where the traditional unprivileged user stands when there is no `/etc/passwd` to say so.
const NOBODY: u32 = 65_534;

/// A user and its group, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// User number.
    pub uid: u32,
    /// Group number.
    pub gid: u32,
}

impl User {
    /// The user of that name in `/etc/passwd`.
    ///
    /// # Errors
    /// [`AgentError::NoSuchUser`].
    pub fn named(name: &str) -> Result<Self, AgentError> {
        let text = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let found = text.lines().find_map(|line| entry(line, name));
        found.ok_or_else(|| AgentError::NoSuchUser(name.to_owned()))
    }

    /// Whom steps should run as: `nobody` for an agent that runs as root, else the agent's own user (none).
    #[must_use]
    pub fn unprivileged() -> Option<Self> {
        let nobody = Self {
            uid: NOBODY,
            gid: NOBODY,
        };
        is_root().then(|| Self::named("nobody").unwrap_or(nobody))
    }

    /// Refuses to become another user without being root.
    pub(crate) fn check(self) -> Result<(), AgentError> {
        let own = rustix::process::geteuid().as_raw();
        if own == 0 || own == self.uid {
            Ok(())
        } else {
            Err(AgentError::NotRoot { uid: self.uid })
        }
    }

    /// Refuses a directory that the user could not get to.
    pub(crate) fn check_way(self, directory: &Path) -> Result<(), AgentError> {
        let closed = directory
            .ancestors()
            .skip(1)
            .filter(|step| !self.may_enter(step))
            .last();
        match closed {
            Some(closed) => Err(AgentError::Unreachable {
                directory: closed.to_owned(),
                uid: self.uid,
            }),
            None => Ok(()),
        }
    }

    fn may_enter(self, directory: &Path) -> bool {
        std::fs::metadata(directory).is_ok_and(|found| {
            let mode = found.mode();
            let bit = if found.uid() == self.uid {
                0o100
            } else if found.gid() == self.gid {
                0o010
            } else {
                0o001
            };
            self.uid == 0 || mode & bit != 0
        })
    }

    /// Gives a file or directory to the user.
    pub(crate) fn own(self, path: &Path) -> Result<(), AgentError> {
        chown(path, Some(self.uid), Some(self.gid)).map_err(AgentError::io("give away", path))
    }
}

pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// `name:password:uid:gid:…`
fn entry(line: &str, wanted: &str) -> Option<User> {
    let mut fields = line.split(':');
    if fields.next()? != wanted {
        return None;
    }
    let (uid, gid) = (fields.nth(1)?, fields.next()?);
    Some(User {
        uid: uid.parse().ok()?,
        gid: gid.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::{User, entry};

    #[test]
    fn users_are_read_from_the_table() {
        let line = "deploy:x:1001:1002:Deploy,,,:/home/deploy:/bin/sh";
        assert_eq!(
            entry(line, "deploy"),
            Some(User {
                uid: 1001,
                gid: 1002
            })
        );
        assert_eq!(entry(line, "dep"), None);
        let error = User::named("no-such-user").map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("there is no operating-system user `no-such-user`".to_owned())
        );
    }
}
