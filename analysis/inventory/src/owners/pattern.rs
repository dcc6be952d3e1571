//! Patterns of CODEOWNERS: those of `.gitignore`, without `[ ]`, `{ }` and `!`.

use serde::{Deserialize, Serialize};

use crate::glob;

/// Who reads the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    GitHub,
    GitLab,
}

/// A pattern, as the globs that it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pattern(Vec<Vec<String>>);

impl Pattern {
    pub(crate) fn new(text: &str, dialect: Dialect) -> Self {
        let body = text.trim_matches('/');
        // For GitHub a slash within the pattern ties it to the root, as in `.gitignore`; for GitLab it does not.
        let anchored = text.starts_with('/') || (dialect == Dialect::GitHub && body.contains('/'));
        let base = if anchored {
            body.to_owned()
        } else {
            format!("**/{body}")
        };
        let last = body.rsplit('/').next().unwrap_or(body);
        let mut globs = Vec::new();
        if !text.ends_with('/') {
            globs.push(base.clone());
        }
        // `docs/*` means the files in that directory, and no further.
        if text.ends_with('/') || last != "*" {
            globs.push(format!("{base}/**"));
        }
        Self(
            globs
                .iter()
                .map(|glob| glob.split('/').map(literal).collect())
                .collect(),
        )
    }

    pub(crate) fn matches(&self, path: &str) -> bool {
        let path: Vec<&str> = path.split('/').collect();
        self.0.iter().any(|glob| {
            let glob: Vec<&str> = glob.iter().map(String::as_str).collect();
            // `a/**` is what is in `a`, not `a` itself.
            let in_directory = glob.last() == Some(&"**") && glob.len() > 1;
            let glob = if in_directory {
                glob.split_last().map_or(&[][..], |(_, rest)| rest)
            } else {
                &glob
            };
            if in_directory {
                starts(glob, &path)
            } else {
                glob::parts(glob, &path)
            }
        })
    }
}

/// Whether a directory above the path matches.
fn starts(glob: &[&str], path: &[&str]) -> bool {
    (1..path.len())
        .filter_map(|end| path.get(..end))
        .any(|above| glob::parts(glob, above))
}

/// Brackets stand for themselves here.
fn literal(part: &str) -> String {
    part.replace('[', "\\[")
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Pattern};

    #[test]
    fn patterns_match_as_the_documentation_of_github_says() {
        let cases = [
            ("*", "a/b.js", true),
            ("*.js", "a/b.js", true),
            ("*.js", "a/b.ts", false),
            ("/build/logs/", "build/logs/a/b", true),
            ("/build/logs/", "x/build/logs/a", false),
            ("docs/*", "docs/getting-started.md", true),
            ("docs/*", "docs/build-app/troubleshooting.md", false),
            ("apps/", "x/apps/a", true),
            ("/docs/", "docs/a", true),
            ("/docs/", "x/docs/a", false),
            ("/apps/github", "apps/github/x", true),
            ("/apps/github", "apps/github", true),
            ("**/logs", "build/logs/x", true),
            ("/scripts/", "scripts", false),
            ("a/b", "a/b", true),
            ("a/b", "x/a/b", false),
            ("/[a]", "[a]", true),
        ];
        for (pattern, path, expected) in cases {
            let found = Pattern::new(pattern, Dialect::GitHub).matches(path);
            assert_eq!(found, expected, "`{pattern}` on `{path}`");
        }
    }

    #[test]
    fn a_pattern_of_gitlab_is_tied_to_the_root_by_its_first_slash_only() {
        let matches = |pattern, path| Pattern::new(pattern, Dialect::GitLab).matches(path);
        assert!(matches("internal/README.md", "x/internal/README.md"));
        assert!(!matches("/internal/README.md", "x/internal/README.md"));
        assert!(matches("/docs/**/*.md", "docs/a/b/c.md"));
        assert!(matches("README.md", "x/y/README.md"));
    }
}
