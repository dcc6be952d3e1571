//! Where a file comes from, which says which components are its own.

use holdpoint_domain::catalogue::Component;

/// The repository and folder that a configuration file lies in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    repository: String,
    folder: String,
}

impl Origin {
    /// A file of a repository, by the repository's address, in a folder of it (empty for its root). What of the
    /// address could be a credential is left out.
    #[must_use]
    pub fn new(repository: &str, folder: &str) -> Self {
        Self {
            repository: without_credentials(repository.trim()),
            folder: folder.trim_matches('/').to_owned(),
        }
    }

    /// A file that lies in no repository that is known.
    #[must_use]
    pub fn unknown() -> Self {
        Self::default()
    }

    /// The address of the repository; empty if it is not known.
    #[must_use]
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// Whether a component is one of this repository and folder.
    pub(super) fn owns(&self, component: &Component, governs: bool) -> bool {
        if component.repository.is_empty() {
            return governs;
        }
        same(&component.repository, &self.repository) && self.holds(&component.path)
    }

    fn holds(&self, path: &str) -> bool {
        let below = path.strip_prefix(self.folder.as_str());
        self.folder.is_empty() || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Whether two addresses lead to the same repository: `git@host:a/b.git` and `https://host/a/b` do.
pub(super) fn same(one: &str, other: &str) -> bool {
    let one = plain(one);
    !one.is_empty() && one == plain(other)
}

fn plain(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let rest = match host.rsplit_once('@') {
        Some((user, _)) => rest.get(user.len() + 1..).unwrap_or(rest),
        None => rest,
    };
    let path = rest.trim_end_matches('/').trim_end_matches(".git");
    path.replacen(':', "/", 1).to_lowercase()
}

/// The address without user and password, except for the user that ssh needs.
fn without_credentials(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let (host, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let host = match host.rsplit_once('@') {
        Some((user, host)) if scheme == "ssh" => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{user}@{host}")
        }
        Some((_, host)) => host.to_owned(),
        None => host.to_owned(),
    };
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::{Origin, same};

    #[test]
    fn addresses_of_one_repository() {
        let ssh = "git@git.example.org:acme/shop.git";
        for other in [
            "https://git.example.org/acme/shop",
            "https://me:pass@git.example.org/acme/shop.git",
            "ssh://git@git.example.org/acme/shop",
            "https://git.example.org/Acme/Shop/",
        ] {
            assert!(same(ssh, other), "{other}");
        }
        assert!(!same(ssh, "https://git.example.org/acme/till"));
        assert!(!same("", ""));
    }

    #[test]
    fn no_credential_is_kept() {
        let kept = |address| Origin::new(address, "").repository().to_owned();
        assert_eq!(kept("https://me:pass@host/x"), "https://host/x");
        assert_eq!(kept("https://token@host"), "https://host");
        assert_eq!(kept("ssh://git:pass@host/x"), "ssh://git@host/x");
        assert_eq!(kept("git@host:x"), "git@host:x");
    }

    #[test]
    fn a_folder_holds_what_is_below_it() {
        let origin = Origin::new("https://host/x", "services/");
        assert!(origin.holds("services") && origin.holds("services/api"));
        assert!(!origin.holds("services-old") && !origin.holds(""));
        assert!(Origin::new("https://host/x", "").holds("anywhere"));
    }
}
