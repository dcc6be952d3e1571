//! Go: modules and `go.work`.

use std::collections::{BTreeMap, BTreeSet};

use crate::draft::{Draft, Want};
use crate::ignored::is_support;
use crate::tree::{Tree, directory, join};
use crate::{Ecosystem, Kind, Problem};

const MANIFEST: &str = "go.mod";
const WORK: &str = "go.work";

/// A directive: its verb and its words.
#[derive(Debug, PartialEq, Eq)]
struct Directive {
    verb: String,
    words: Vec<String>,
}

/// All modules.
pub(crate) fn find(tree: &mut Tree<'_>) -> Vec<Draft> {
    let used = used(tree);
    let mut modules: BTreeMap<String, Vec<Directive>> = BTreeMap::new();
    for path in tree.named(MANIFEST) {
        if let Some(directives) = directives(tree, &path) {
            modules.insert(path, directives);
        }
    }
    let mut drafts = Vec::new();
    for (path, directives) in modules {
        match directives
            .iter()
            .find(|one| one.verb == "module")
            .and_then(|one| one.words.first())
        {
            Some(name) => drafts.push(draft(tree, &path, name, &directives, &used)),
            None => tree
                .problems
                .push(Problem::of_file(&path, "it names no module")),
        }
    }
    drafts
}

/// The directories that a `go.work` uses.
fn used(tree: &mut Tree<'_>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for path in tree.named(WORK) {
        for directive in directives(tree, &path).unwrap_or_default() {
            if let ("use", Some(place)) = (directive.verb.as_str(), directive.words.first()) {
                used.insert(join(directory(&path), place));
            }
        }
    }
    used
}

fn draft(
    tree: &Tree<'_>,
    manifest: &str,
    name: &str,
    directives: &[Directive],
    used: &BTreeSet<String>,
) -> Draft {
    let mut draft = Draft::new(Ecosystem::Go, name, manifest);
    let runs = runs(tree, &draft.path);
    draft.ids = ids(name);
    draft.purl = Some(format!("pkg:golang/{name}"));
    draft.wants = wants(directives);
    draft.kind = match &runs {
        _ if is_support(&draft.path) => Kind::Support,
        Some(_) => Kind::Application,
        None => Kind::Library,
    };
    let work = if used.contains(&draft.path) {
        "a Go module that `go.work` uses"
    } else {
        "a Go module"
    };
    let runs = runs.map_or("without a program".to_owned(), |runs| {
        format!("with `{runs}`")
    });
    draft.reason = format!("{work}, {runs}");
    draft
}

/// `example.org/shop/till/v2` is best called `till`, then `shop-till`.
fn ids(module: &str) -> Vec<String> {
    let major = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()) && !rest.is_empty())
    };
    let parts: Vec<&str> = module.split('/').collect();
    let parts = match parts.split_last() {
        Some((last, rest)) if major(last) && !rest.is_empty() => rest,
        _ => parts.as_slice(),
    };
    let count = parts.len();
    (1..=count)
        .filter_map(|n| parts.get(count - n..))
        .map(|tail| tail.join("-"))
        .collect()
}

/// The first file that looks like a program's.
fn runs(tree: &Tree<'_>, path: &str) -> Option<String> {
    let main = join(path, "main.go");
    if tree.has(&main) {
        return Some("main.go".to_owned());
    }
    let commands = join(path, "cmd");
    let found = tree
        .below(&commands)
        .find(|file| file.ends_with("/main.go"))?;
    crate::tree::relative(found, path).map(str::to_owned)
}

/// Required modules; those that are only required by others are left out where `go.mod` says so.
fn wants(directives: &[Directive]) -> Vec<Want> {
    let required = directives.iter().filter(|one| one.verb == "require");
    required
        .filter_map(|one| one.words.first())
        .map(|name| Want::Name(name.clone()))
        .collect()
}

fn directives(tree: &mut Tree<'_>, path: &str) -> Option<Vec<Directive>> {
    let text = tree.text(path)?;
    match parse(&text) {
        Ok(directives) => Some(directives),
        Err((line, why)) => {
            tree.problems.push(Problem::at(path, line, 1, why));
            None
        }
    }
}

/// Lines of `verb words`, or blocks of `verb ( … )`, with `//` comments.
fn parse(text: &str) -> Result<Vec<Directive>, (u64, String)> {
    let mut directives = Vec::new();
    let mut block: Option<(String, u64)> = None;
    for (line, text) in (1..).zip(text.lines()) {
        let (text, comment) = text.split_once("//").unwrap_or((text, ""));
        if comment.trim() == "indirect" {
            continue;
        }
        let mut words: Vec<String> = text.split_whitespace().map(plain).collect();
        match (&block, words.as_slice()) {
            (_, []) => {}
            (Some(_), [end]) if end == ")" => block = None,
            (Some((verb, _)), _) => {
                directives.push(Directive {
                    verb: verb.clone(),
                    words,
                });
            }
            (None, [verb, open]) if open == "(" => block = Some((verb.clone(), line)),
            (None, [verb]) if verb.ends_with('(') => {
                block = Some((verb.trim_end_matches('(').to_owned(), line));
            }
            (None, [stray, ..]) if stray == ")" => {
                return Err((line, "a block ends that never began".to_owned()));
            }
            (None, _) => {
                let verb = words.remove(0);
                directives.push(Directive { verb, words });
            }
        }
    }
    match block {
        Some((verb, line)) => Err((line, format!("the `{verb}` block has no end"))),
        None => Ok(directives),
    }
}

fn plain(word: &str) -> String {
    word.trim_matches(['"', '`']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{ids, parse};

    #[test]
    fn modules_are_called_by_their_last_name() {
        assert_eq!(
            ids("example.org/shop/till/v2"),
            ["till", "shop-till", "example.org-shop-till"]
        );
        assert_eq!(ids("till"), ["till"]);
    }

    #[test]
    fn a_block_without_end_is_told_at_its_beginning() {
        let error = parse("module a\n\nrequire (\n\tb v1\n").map(|_| ());
        assert_eq!(error, Err((3, "the `require` block has no end".to_owned())));
        assert!(parse("module a\n)\n").is_err());
    }
}
