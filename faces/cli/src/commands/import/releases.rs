//! Past releases, from the tags of a git repository.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_domain::Time;
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::release::{Past, PastRelease, PastSource, ReleaseName};
use holdpoint_inventory::PastRelease as Tagged;
use holdpoint_service::Receipt;
use holdpoint_service::queries::{ListComponents, ListReleases, Paging};
use serde::Serialize;
use serde_json::json;

use super::undo::MOST;
use crate::arguments::Write;
use crate::client::{Client, ask};
use crate::commands::Outcome;
use crate::commands::init::found::{self, Found};
use crate::commands::release::create::send_all;
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::present::counted;
use crate::session::Session;

/// Which tags are past releases.
#[derive(Debug, Args)]
pub(super) struct Tags {
    /// The repository whose tags are past releases; the one at hand if nothing is said.
    #[arg(long, value_name = "DIR")]
    git: Option<PathBuf>,
    /// Only tags like this one, such as `v*`.
    #[arg(long, value_name = "PATTERN")]
    tags: Option<String>,
    /// Tags that lead up to a release, such as `v2.0.0-rc.1`, too.
    #[arg(long)]
    prereleases: bool,
}

/// Tells the ledger of releases that went out before: when, what of, and where that is known from.
pub(super) fn import(
    session: &Session,
    place: Option<&Path>,
    tags: &Tags,
    write: &Write,
) -> Outcome {
    let place = tags.git.as_deref().or(place).unwrap_or(Path::new("."));
    let found = found::look(place, None)?;
    let client = session.client()?;
    let report = Reading::new(&found, &*client)?.read(tags);
    let requests: Vec<_> = report
        .releases
        .chunks(MOST)
        .map(|releases| json!({ "command": "release.import", "arguments": { "releases": releases } }))
        .collect();
    let receipt = match (requests.is_empty(), write.dry_run) {
        (true, dry_run) => Receipt {
            dry_run,
            ..Receipt::of_rehearsal()
        },
        (false, _) => send_all(&*client, write, requests)?,
    };
    session.show(&Report { receipt, ..report })
}

/// A repository that is read with what the organisation knows.
struct Reading<'a> {
    found: &'a Found,
    /// Components of the repository that the organisation has.
    components: BTreeSet<ComponentName>,
    /// Names that are taken.
    taken: BTreeSet<String>,
}

impl<'a> Reading<'a> {
    fn new(found: &'a Found, client: &dyn Client) -> Result<Self, Failure> {
        let known = ask(client, &ListComponents::default(), None)?.components;
        let known: BTreeSet<_> = known.into_iter().map(|one| one.component).collect();
        let here = found.components().filter_map(|one| one.id.parse().ok());
        let components: BTreeSet<ComponentName> = here.filter(|id| known.contains(id)).collect();
        if components.is_empty() {
            let message = format!(
                "no component of `{}` belongs to the organisation",
                found.root.display()
            );
            return Err(Failure::input("component-unknown", message)
                .help("declare them with `holdpoint init` and `holdpoint apply` first"));
        }
        Ok(Self {
            found,
            components,
            taken: taken(client)?,
        })
    }

    fn read(mut self, tags: &Tags) -> Report {
        let by_name: HashMap<_, _> = self
            .found
            .tags
            .iter()
            .map(|tag| (tag.name.as_str(), tag))
            .collect();
        let mut report = Report::default();
        let wanted = |name: &str| tags.tags.as_deref().is_none_or(|like| matches(like, name));
        for tagged in self.found.past.releases.iter().rev() {
            if !wanted(&tagged.tag) {
                continue;
            }
            let left_out = match by_name.get(tagged.tag.as_str()) {
                _ if tagged.prerelease && !tags.prereleases => "leads up to a release",
                Some(tag) => match self.past(tagged, tag) {
                    Ok(past) => {
                        report.releases.push(past);
                        continue;
                    }
                    Err(why) => why,
                },
                None => "is gone",
            };
            report.left_out.push(LeftOut {
                tag: tagged.tag.clone(),
                why: left_out,
            });
        }
        let others = self.found.past.others.iter().filter(|name| wanted(name));
        report.left_out.extend(others.map(|tag| LeftOut {
            tag: tag.clone(),
            why: "looks like something else",
        }));
        report
    }

    fn past(
        &mut self,
        tagged: &Tagged,
        tag: &holdpoint_git::Tag,
    ) -> Result<PastRelease, &'static str> {
        let components: Vec<_> = match (&tagged.component, tagged.prefix.is_empty()) {
            (Some(id), _) => {
                let own = self.components.iter().find(|name| name.as_str() == id);
                own.cloned().into_iter().collect()
            }
            (None, true) => self.components.iter().cloned().collect(),
            (None, false) => Vec::new(),
        };
        let base = match components.as_slice() {
            [] => return Err("is of no component that the organisation has"),
            [one] => one.to_string(),
            _ => repository(self.found),
        };
        let name = plain(&format!("{base}-{}", tagged.version));
        if !self.taken.insert(name.clone()) {
            return Err("is known already");
        }
        let release: ReleaseName = name.parse().map_err(|_| "makes no name")?;
        let millis = tag.time.checked_mul(1000).filter(|millis| *millis > 0);
        let source = PastSource {
            kind: "git-tag".to_owned(),
            repository: self.found.remote.clone(),
            reference: tagged.tag.clone(),
            commit: tag.commit.to_string(),
        };
        let past = Past {
            occurred: Time::from_millis(millis.ok_or("has no time")?),
            version: tagged.version.clone(),
            source,
        };
        Ok(PastRelease {
            release,
            components,
            past,
        })
    }
}

/// Names of releases that there are.
fn taken(client: &dyn Client) -> Result<BTreeSet<String>, Failure> {
    let mut names = BTreeSet::new();
    let mut after = None;
    loop {
        let paging = Paging { limit: 1000, after };
        let page = ask(client, &ListReleases { paging }, None)?;
        names.extend(page.releases.iter().map(|one| one.release.to_string()));
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(names),
        }
    }
}

/// What the repository is called: the end of its address, or its directory.
fn repository(found: &Found) -> String {
    let remote = found.remote.trim_end_matches('/').trim_end_matches(".git");
    let last = remote.rsplit(['/', ':']).next().unwrap_or_default();
    match last.is_empty() {
        false => last.to_owned(),
        true => {
            let name = found.root.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        }
    }
}

/// A text as a name: other characters become hyphens.
fn plain(text: &str) -> String {
    let fit = |c: char| match c.to_ascii_lowercase() {
        c if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') => c,
        _ => '-',
    };
    let name: String = text.chars().map(fit).take(80).collect();
    name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_owned()
}

/// Whether a name is like a pattern, in which `*` stands for anything and `?` for one character.
fn matches(pattern: &str, name: &str) -> bool {
    match (pattern.chars().next(), name.chars().next()) {
        (None, rest) => rest.is_none(),
        (Some('*'), _) => {
            let rest = pattern.get(1..).unwrap_or_default();
            let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.any(|at| matches(rest, name.get(at..).unwrap_or_default()))
        }
        (Some(wanted), Some(found)) if wanted == '?' || wanted == found => {
            let after =
                |text: &str, c: char| text.get(c.len_utf8()..).unwrap_or_default().to_owned();
            matches(&after(pattern, wanted), &after(name, found))
        }
        _ => false,
    }
}

/// A tag that is not imported.
#[derive(Debug, Serialize)]
struct LeftOut {
    tag: String,
    why: &'static str,
}

/// What was imported.
#[derive(Debug, Serialize)]
struct Report {
    releases: Vec<PastRelease>,
    left_out: Vec<LeftOut>,
    #[serde(flatten)]
    receipt: Receipt,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            releases: Vec::new(),
            left_out: Vec::new(),
            receipt: Receipt::of_rehearsal(),
        }
    }
}

/// How many tags that are left out are shown one by one.
const SHOWN: usize = 10;

impl Human for Report {
    fn human(&self, page: &mut Page) {
        let rows = self.releases.iter().map(|one| {
            vec![
                one.release.to_string(),
                page.time(one.past.occurred),
                one.past.source.reference.clone(),
            ]
        });
        let rows: Vec<_> = rows.collect();
        let count = rows.len();
        let releases = counted(count as u64, "past release");
        if count > 0 {
            page.table(&["release", "went out", "tag"], rows);
        }
        for one in self.left_out.iter().take(SHOWN) {
            page.line(format!("left out: `{}` {}", one.tag, one.why));
        }
        if let Some(more @ 1..) = self.left_out.len().checked_sub(SHOWN) {
            page.line(format!("left out: {more} more"));
        }
        match (count, self.receipt.dry_run) {
            (0, _) => page.line("nothing to import"),
            (_, true) => page.line(format!("would be imported: {releases}")),
            (_, false) => page.line(format!("imported: {releases}")),
        }
        let ends = self.receipt.events.first().zip(self.receipt.events.last());
        if let Some((first, last)) = ends.filter(|_| !self.receipt.dry_run) {
            let (first, last) = (first.position, last.position);
            page.line(format!(
                "undo it with: holdpoint import undo {first}..{last}"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, plain};

    #[test]
    fn a_pattern_is_like_a_shells() {
        assert!(matches("v*", "v1.2.3") && matches("*", "") && matches("v?.*", "v1.2"));
        assert!(matches("*-v*", "till-v1.0") && matches("v1.0", "v1.0"));
        assert!(!matches("v*", "till-v1.0") && !matches("v?", "v10") && !matches("", "v"));
    }

    #[test]
    fn a_version_makes_a_name() {
        assert_eq!(plain("till-1.0.0+Build.7"), "till-1.0.0-build.7");
        assert_eq!(plain("@shop/till-1.0"), "shop-till-1.0");
    }
}
