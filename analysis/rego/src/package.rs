//! What a module defines: its package, its functions, its verdicts.

use regorus::unstable::{Expr, Import, Module, Rule, RuleHead, Span};
use std::collections::BTreeMap;

/// The rules that give an answer, and how they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Messages against.
    Deny,
    /// Messages that only warn.
    Warn,
    /// True, or it is a refusal.
    Allow,
}

impl Verdict {
    fn of(name: &str) -> Option<Self> {
        match name {
            "deny" | "violation" | "violations" => Some(Self::Deny),
            "warn" => Some(Self::Warn),
            "allow" => Some(Self::Allow),
            _ => None,
        }
    }
}

/// A rule to be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// The full path, as the engine and people write it: `data.release.deny`.
    pub(crate) path: String,
    pub(crate) verdict: Verdict,
}

/// The words of a path such as `data.a.b["c"]`; nothing if a word is not written out.
pub(crate) fn path(expression: &Expr) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = expression;
    loop {
        match rest {
            Expr::Var { span, .. } => {
                words.push(span.text().to_owned());
                words.reverse();
                return Some(words);
            }
            Expr::RefDot { refr, field, .. } => {
                words.push(field.0.text().to_owned());
                rest = refr;
            }
            Expr::RefBrack { refr, index, .. } => match index.as_ref() {
                Expr::String { value, .. } | Expr::RawString { value, .. } => {
                    words.push(value.as_string().ok()?.to_string());
                    rest = refr;
                }
                _ => return None,
            },
            _ => return None,
        }
    }
}

/// Names under which `import data.x.y as z` makes other packages known, with their paths without `data`.
pub(crate) type Aliases = BTreeMap<String, Vec<String>>;

/// The aliases of a module.
pub(crate) fn aliases(module: &Module) -> Aliases {
    let alias = |import: &Import| {
        let path = path(&import.refr)?;
        let (root, rest) = path.split_first()?;
        let name = import.r#as.as_ref().map(|alias| alias.text().to_owned());
        (root == "data").then(|| Some((name.or_else(|| rest.last().cloned())?, rest.to_vec())))?
    };
    module.imports.iter().filter_map(alias).collect()
}

/// The package's path without `data`.
pub(crate) fn package(module: &Module) -> Vec<String> {
    path(&module.package.refr).unwrap_or_default()
}

/// The references that stand for rules: what stands at their heads.
pub(crate) fn head(rule: &Rule) -> &Expr {
    match rule {
        Rule::Spec { head, .. } => match head {
            RuleHead::Compr { refr, .. }
            | RuleHead::Set { refr, .. }
            | RuleHead::Func { refr, .. } => refr,
        },
        Rule::Default { refr, .. } => refr,
    }
}

/// The functions that a module defines, as they are called from within its package.
pub(crate) fn functions(module: &Module) -> impl Iterator<Item = String> {
    module.policy.iter().filter_map(|rule| match rule.as_ref() {
        Rule::Spec {
            head: RuleHead::Func { refr, .. },
            ..
        } => Some(path(refr)?.join(".")),
        Rule::Default { refr, args, .. } if !args.is_empty() => Some(path(refr)?.join(".")),
        _ => None,
    })
}

/// The rules of a module that give an answer.
pub(crate) fn entries(module: &Module) -> impl Iterator<Item = Entry> {
    let prefix = written(&package(module));
    module.policy.iter().filter_map(move |rule| {
        // `deny contains message` and `deny[message]` have `deny` as the first word.
        let first = first_word(head(rule))?;
        let verdict = Verdict::of(&first)?;
        Some(Entry {
            path: format!("{prefix}.{first}"),
            verdict,
        })
    })
}

fn first_word(expression: &Expr) -> Option<String> {
    match root(expression) {
        Expr::Var { span, .. } => Some(span.text().to_owned()),
        _ => None,
    }
}

/// Where a path begins; its own span is that of the last dot.
pub(crate) fn start(expression: &Expr) -> &Span {
    root(expression).span()
}

fn root(expression: &Expr) -> &Expr {
    let mut rest = expression;
    while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = rest {
        rest = refr;
    }
    rest
}

fn written(package: &[String]) -> String {
    let plain = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let mut text = "data".to_owned();
    for word in package {
        if plain(word) {
            text.push('.');
            text.push_str(word);
        } else {
            text.push_str(&format!("[{}]", serde_json::Value::from(word.as_str())));
        }
    }
    text
}
