//! Java archives: Maven's `pom.properties`, else the manifest.

use crate::archive::header;
use crate::archive::zip::Zip;
use crate::artifact::Identity;
use crate::generic::stem;
use std::borrow::Cow;

/// No archive with more embedded `pom.properties` is looked through.
const MAX_POMS: usize = 1_000;

/// What the archive says. One that embeds others has several `pom.properties`: the one counts whose artifact the
/// file is named after.
pub(crate) fn identity(zip: &mut Zip, file_name: &str) -> Result<Identity, String> {
    let poms: Vec<String> = zip
        .names()
        .filter(|name| is_pom(name))
        .take(MAX_POMS)
        .map(Cow::into_owned)
        .collect();
    let mut found: Vec<Identity> = Vec::new();
    for pom in &poms {
        found.push(pom_properties(&zip.text(pom)?));
    }
    let stem = stem(file_name);
    let named = |identity: &&Identity| {
        identity.name.as_deref().is_some_and(|name| {
            stem.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', '.']))
        })
    };
    // The longest name: `app-api` rather than `app` for `app-api-1.0.jar`.
    let best = found
        .iter()
        .filter(named)
        .max_by_key(|identity| identity.name.as_ref().map(String::len));
    match (best, found.as_slice()) {
        (Some(best), _) => Ok(best.clone()),
        (None, [only]) => Ok(only.clone()),
        (None, _) => Ok(manifest(&unfold(
            &zip.text("META-INF/MANIFEST.MF").unwrap_or_default(),
        ))),
    }
}

fn is_pom(name: &str) -> bool {
    name.starts_with("META-INF/maven/") && name.ends_with("/pom.properties")
}

fn pom_properties(text: &str) -> Identity {
    let value = |key: &str| {
        let pairs = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('='));
        pairs
            .into_iter()
            .find(|(name, _)| name.trim() == key)
            .map(|(_, value)| value)
    };
    Identity::new(value("groupId"), value("artifactId"), value("version"))
}

/// A line that begins with a blank continues the one before.
fn unfold(text: &str) -> String {
    text.replace("\r\n", "\n").replace("\n ", "")
}

fn manifest(text: &str) -> Identity {
    let first = |keys: &[&str]| keys.iter().find_map(|key| header(text, key));
    let name = first(&[
        "Bundle-SymbolicName",
        "Implementation-Title",
        "Automatic-Module-Name",
    ]);
    // `org.example.app;singleton:=true`
    let name = name.and_then(|name| name.split(';').next());
    // Titles are written for people: `Ledger Service` names no file.
    let name = name.filter(|name| !name.contains(char::is_whitespace));
    Identity::new(
        None,
        name,
        first(&[
            "Implementation-Version",
            "Bundle-Version",
            "Specification-Version",
        ]),
    )
}
