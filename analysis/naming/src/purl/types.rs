//! What each registered type asks for beyond the standard: one row a type, from the type definitions
//! of the package-url project. Types without a row have no rules of their own.

use super::{PurlError, PurlParts};
use Namespace::{Optional, Prohibited, Required};

/// Whether a type has namespaces.
pub(super) enum Namespace {
    /// It must be there; the text says what it stands for.
    Required(&'static str),
    Optional,
    Prohibited,
}

/// Which components are written in lower case, as letters: `n`amespace, n`a`me, `v`ersion.
pub(super) struct Lower(&'static str);

impl Lower {
    pub(super) fn namespace(&self) -> bool {
        self.0.contains('n')
    }
    pub(super) fn name(&self) -> bool {
        self.0.contains('a')
    }
    pub(super) fn version(&self) -> bool {
        self.0.contains('v')
    }
}

/// The rules of one type.
pub(super) struct Rules {
    package_type: &'static str,
    pub(super) namespace: Namespace,
    pub(super) lower: Lower,
    pub(super) qualifiers: &'static [&'static str],
    pub(super) special: fn(PurlParts) -> Result<PurlParts, PurlError>,
}

/// Whether slashes in a name part segments, instead of being encoded.
pub(super) fn name_has_segments(package_type: &str) -> bool {
    package_type == "git"
}

pub(super) fn rules_of(package_type: &str) -> Option<&'static Rules> {
    RULES
        .iter()
        .find(|rules| rules.package_type == package_type)
}

const fn row(package_type: &'static str, namespace: Namespace, lower: &'static str) -> Rules {
    Rules {
        package_type,
        namespace,
        lower: Lower(lower),
        qualifiers: &[],
        special: Ok,
    }
}

impl Rules {
    const fn needs(self, qualifiers: &'static [&'static str]) -> Self {
        Self { qualifiers, ..self }
    }
    const fn special(self, special: fn(PurlParts) -> Result<PurlParts, PurlError>) -> Self {
        Self { special, ..self }
    }
}

static RULES: &[Rules] = &[
    row("alpm", Required("the distribution"), "na"),
    row("apk", Required("the distribution"), "na"),
    row("bazel", Prohibited, ""),
    row("bitbucket", Required("the workspace"), "na"),
    row("bitnami", Prohibited, "a"),
    row("brew", Optional, "na"),
    row("cargo", Prohibited, ""),
    row("chrome-extension", Prohibited, "a").special(chrome_extension),
    row("cocoapods", Prohibited, ""),
    row("composer", Required("the vendor"), "na"),
    row("conda", Prohibited, ""),
    row("cpan", Optional, "").special(cpan),
    row("cran", Prohibited, ""),
    row("deb", Required("the distribution"), "na"),
    row("gem", Prohibited, ""),
    row("git", Required("the host"), "n").special(git),
    row("github", Required("the owner"), "na"),
    row("golang", Required("the module's path"), ""),
    row("hackage", Prohibited, ""),
    row("hex", Optional, "na"),
    row("huggingface", Required("the owner"), "v"),
    row("julia", Prohibited, "").needs(&["uuid"]),
    row("luarocks", Optional, "na"),
    row("maven", Required("the group"), ""),
    row("mlflow", Prohibited, "").special(mlflow),
    row("npm", Optional, ""),
    row("nuget", Prohibited, ""),
    row("oci", Prohibited, "av"),
    row("opam", Prohibited, ""),
    row("otp", Prohibited, "a"),
    row("pub", Prohibited, "a").special(pub_package),
    row("pypi", Prohibited, "av").special(pypi),
    row("qpkg", Required("the vendor"), "n"),
    row("rpm", Required("the distribution"), "n"),
    row("swid", Optional, "").needs(&["tag_id"]),
    row("swift", Required("the host and the owner"), "").special(swift),
    row("vcpkg", Prohibited, ""),
    row("vscode-extension", Required("the publisher"), "nav"),
    row("yocto", Optional, "n"),
];

fn chrome_extension(parts: PurlParts) -> Result<PurlParts, PurlError> {
    let id = parts.name.len() == 32 && parts.name.bytes().all(|b| matches!(b, b'a'..=b'p'));
    if !id {
        let rule = "an extension's id is 32 letters from `a` to `p`";
        let PurlParts {
            package_type, name, ..
        } = parts;
        return Err(PurlError::NameInvalid {
            package_type,
            name,
            rule,
        });
    }
    if let Some(version) = &parts.version {
        let numbers: Vec<&str> = version.split('.').collect();
        let number = |n: &&str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
        if numbers.len() > 4 || !numbers.iter().all(number) {
            return Err(PurlError::VersionInvalid {
                package_type: parts.package_type,
                version: version.clone(),
                rule: "it is one to four numbers with dots between them",
            });
        }
    }
    Ok(parts)
}

/// A distribution's name has dashes; `::` would be a module's name.
fn cpan(mut parts: PurlParts) -> Result<PurlParts, PurlError> {
    if parts.name.contains("::") {
        let rule = "name the distribution, with `-` for `::`";
        let PurlParts {
            package_type, name, ..
        } = parts;
        return Err(PurlError::NameInvalid {
            package_type,
            name,
            rule,
        });
    }
    parts.namespace = parts.namespace.map(|author| author.to_uppercase());
    Ok(parts)
}

/// The namespace is the host alone; the path to the repository, owner included, is the name.
fn git(mut parts: PurlParts) -> Result<PurlParts, PurlError> {
    if let Some((host, path)) = parts
        .namespace
        .as_deref()
        .and_then(|text| text.split_once('/'))
    {
        parts.name = format!("{path}/{}", parts.name);
        parts.namespace = Some(host.to_owned());
    }
    let host = parts.namespace.as_deref().unwrap_or_default();
    if matches!(host, "github" | "github.com" | "bitbucket.org") {
        parts.name = parts.name.to_lowercase();
    }
    let segments = parts.name.split('/').filter(|segment| !segment.is_empty());
    parts.name = segments.collect::<Vec<_>>().join("/");
    Ok(parts)
}

fn swift(parts: PurlParts) -> Result<PurlParts, PurlError> {
    if parts
        .namespace
        .as_deref()
        .is_some_and(|namespace| namespace.contains('/'))
    {
        return Ok(parts);
    }
    Err(PurlError::NamespaceMissing {
        package_type: parts.package_type,
        meaning: "the host and the owner, as in `github.com/apple`",
    })
}

/// Databricks has case-insensitive model names, Azure ML has not.
fn mlflow(mut parts: PurlParts) -> Result<PurlParts, PurlError> {
    let databricks = parts
        .qualifiers
        .get("repository_url")
        .is_some_and(|url| url.contains("databricks"));
    if databricks {
        parts.name = parts.name.to_lowercase();
    }
    Ok(parts)
}

fn pub_package(mut parts: PurlParts) -> Result<PurlParts, PurlError> {
    let fits = |c: char| matches!(c, 'a'..='z' | '0'..='9');
    parts.name = parts
        .name
        .chars()
        .map(|c| if fits(c) { c } else { '_' })
        .collect();
    Ok(parts)
}

fn pypi(mut parts: PurlParts) -> Result<PurlParts, PurlError> {
    parts.name = parts.name.replace('_', "-");
    Ok(parts)
}
