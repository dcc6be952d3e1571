//! Where a repository comes from, without the secrets that people keep in such addresses.

use crate::{GitError, Repository};

/// A remote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Its name, mostly `origin`.
    pub name: String,
    /// Its address, without user, password, query and fragment where they could be secrets.
    pub url: String,
}

impl Remote {
    /// The address as people open it: `git@host:team/app.git` and `ssh://git@host/team/app` are
    /// `https://host/team/app`. None for a path or a file address.
    #[must_use]
    pub fn page(&self) -> Option<String> {
        let (host, path) = match self.url.split_once("://") {
            Some(("file", _)) => return None,
            Some((_, rest)) => rest.split_once('/')?,
            None => self
                .url
                .split_once(':')
                .filter(|(host, _)| !host.contains('/'))?,
        };
        let host = host.rsplit('@').next().unwrap_or(host);
        let host = if self.url.starts_with("http") {
            host
        } else {
            host.split(':').next()?
        };
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        (!host.is_empty() && !path.is_empty()).then(|| format!("https://{host}/{path}"))
    }
}

impl Repository {
    /// The remotes, `origin` first, then in order of name.
    ///
    /// # Errors
    /// When git fails.
    pub fn remotes(&self) -> Result<Vec<Remote>, GitError> {
        let arguments = ["config", "-z", "--get-regexp", r"^remote\..*\.url$"];
        let output = self.git.run(self.root(), &arguments)?;
        if output.status.code() == Some(1) {
            return Ok(Vec::new());
        }
        let text = String::from_utf8_lossy(&output.success()?).into_owned();
        let mut remotes: Vec<Remote> = text.split('\0').filter_map(remote).collect();
        remotes.sort_by(|a, b| (a.name != "origin", &a.name).cmp(&(b.name != "origin", &b.name)));
        remotes.dedup_by(|a, b| a.name == b.name);
        Ok(remotes)
    }

    /// The remote that this repository most likely comes from.
    ///
    /// # Errors
    /// When git fails.
    pub fn remote(&self) -> Result<Option<Remote>, GitError> {
        Ok(self.remotes()?.into_iter().next())
    }
}

/// `remote.<name>.url\n<address>`
fn remote(setting: &str) -> Option<Remote> {
    let (key, url) = setting.split_once('\n')?;
    let name = key.strip_prefix("remote.")?.strip_suffix(".url")?;
    Some(Remote {
        name: name.to_owned(),
        url: without_secrets(url),
    })
}

fn without_secrets(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let host = match authority.rsplit_once('@') {
        // The user of an ssh address is a login name; of any other it may be a token.
        Some((user, host)) if scheme.contains("ssh") => {
            format!("{}@{host}", user.split(':').next().unwrap_or(user))
        }
        Some((_, host)) => host.to_owned(),
        None => authority.to_owned(),
    };
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::{Remote, without_secrets};

    #[test]
    fn secrets_are_taken_out_of_addresses() {
        let cases = [
            (
                "https://ci:glpat-secret@host.example/a/b.git",
                "https://host.example/a/b.git",
            ),
            (
                "https://ghp_secret@host.example/a/b",
                "https://host.example/a/b",
            ),
            (
                "https://host.example/a?private_token=secret",
                "https://host.example/a",
            ),
            ("https://u:p@ss@host.example/a", "https://host.example/a"),
            (
                "ssh://git:secret@host.example:22/a/b",
                "ssh://git@host.example:22/a/b",
            ),
            ("git@host.example:a/b.git", "git@host.example:a/b.git"),
            (
                "https://host.example/a/@scope",
                "https://host.example/a/@scope",
            ),
        ];
        for (given, expected) in cases {
            assert_eq!(without_secrets(given), expected, "{given}");
        }
    }

    #[test]
    fn an_address_becomes_a_page() {
        let page = |url: &str| {
            Remote {
                name: "origin".into(),
                url: url.into(),
            }
            .page()
        };
        let expected = Some("https://host.example/a/b".to_owned());
        assert_eq!(page("git@host.example:a/b.git"), expected);
        assert_eq!(page("ssh://git@host.example:22/a/b.git"), expected);
        assert_eq!(page("https://host.example/a/b/"), expected);
        assert_eq!(
            page("https://host.example:8443/a/b"),
            Some("https://host.example:8443/a/b".to_owned())
        );
        assert_eq!(page("/srv/git/b.git"), None);
        assert_eq!(page("file:///srv/git/b.git"), None);
    }
}
