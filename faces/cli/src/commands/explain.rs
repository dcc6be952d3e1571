//! `holdpoint explain`.

use clap::Args;
use holdpoint_domain::RefusalPage;
use holdpoint_findings::{Level, Rule};
use holdpoint_pages::Explained;
use serde::Serialize;

use super::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::Session;

/// Show the page of a rule: what, why, and what to do about it.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Its code, such as `person-unknown`; all are listed if none is given.
    code: Option<String>,
}

/// The pages of all refusals, of all mistakes of a configuration, and of all that goes wrong around them.
fn pages() -> impl Iterator<Item = &'static RefusalPage> {
    let engine = holdpoint_engine::refusal::PAGES;
    holdpoint_domain::pages()
        .chain(engine)
        .chain(holdpoint_configuration::PAGES)
        .chain(holdpoint_server::PAGES)
        .chain(holdpoint_service::SIGN_ON_PAGES)
        .chain(crate::error::PAGES)
        .chain(super::calendar::PAGES)
        .chain(super::contract::PAGES)
        .chain(super::check::PAGES)
        .chain(super::doctor::PAGES)
        .chain(super::pipeline::PAGES)
        .chain(super::pipeline::PROFILE_PAGES)
        .chain(super::pipeline::SPLIT_PAGES)
}

/// The rules of all checks.
fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    let documents = holdpoint_findings::rules().collect::<Vec<_>>();
    documents
        .into_iter()
        .chain(holdpoint_contracts::openapi::rules())
        .chain(holdpoint_migrations::rules())
        .chain(holdpoint_protobuf::rules())
        .chain(holdpoint_graphql::rules())
        .chain(holdpoint_avro::rules())
        .chain(holdpoint_jsonschema::rules())
        .chain(holdpoint_pipelines::rules())
        .chain(holdpoint_splitting::rules())
        .chain(holdpoint_runners::rules())
        .chain(holdpoint_coverage::rules())
        .chain(holdpoint_profile::rules())
}

impl Run for Explain {
    fn run(self, session: &Session) -> Outcome {
        let Some(code) = self.code else {
            return session.show(&Codes::all());
        };
        if let Some(page) = pages().find(|page| page.code == code) {
            return session.show(&Explanation::of(page));
        }
        match holdpoint_findings::find(rules(), &code) {
            Some(rule) => session.show(&Explanation::of_rule(rule)),
            None => Err(unknown(&code)),
        }
    }
}

/// The page of a rule, for browsers.
pub(crate) fn explained(code: &str) -> Option<Explained> {
    let refusal = pages().find(|page| page.code == code);
    let found = match refusal {
        Some(page) => Explanation::of(page),
        None => Explanation::of_rule(holdpoint_findings::find(rules(), code)?),
    };
    Some(Explained {
        code: found.code.to_owned(),
        message: found.message.to_owned(),
        why: found.why.to_owned(),
        help: found.help.to_owned(),
        level: found
            .level
            .map(|level| level.to_string())
            .unwrap_or_default(),
        example: found.example.to_owned(),
        aliases: found
            .aliases
            .iter()
            .map(|alias| (*alias).to_owned())
            .collect(),
    })
}

fn unknown(code: &str) -> Failure {
    let codes = pages()
        .map(|page| page.code)
        .chain(rules().map(|rule| rule.id));
    let near = codes
        .map(|known| (strsim::jaro_winkler(known, code), known))
        .filter(|(nearness, _)| *nearness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let failure = Failure::input("code-unknown", format!("there is no rule `{code}`"));
    match near {
        Some((_, near)) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`holdpoint explain` lists all of them"),
    }
}

/// The page of one rule.
#[derive(Debug, Serialize)]
struct Explanation {
    code: &'static str,
    message: &'static str,
    why: &'static str,
    help: &'static str,
    /// Of a rule of a check.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    /// The smallest input in which it finds something.
    #[serde(skip_serializing_if = "str::is_empty")]
    example: &'static str,
    /// What other tools call it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'static [&'static str],
}

impl Explanation {
    fn of_rule(rule: &'static Rule) -> Self {
        Self {
            code: rule.id,
            message: rule.message,
            why: rule.why,
            help: rule.help,
            level: Some(rule.level),
            example: rule.example,
            aliases: rule.aliases,
        }
    }

    fn of(page: &RefusalPage) -> Self {
        Self {
            code: page.code,
            message: page.message,
            why: page.why,
            help: page.help,
            level: None,
            example: "",
            aliases: &[],
        }
    }
}

impl Human for Explanation {
    fn human(&self, page: &mut Page) {
        page.heading(self.code);
        page.line(self.message);
        page.gap();
        page.line(self.why);
        page.gap();
        page.line(format!("What to do: {}", self.help));
        if let Some(level) = self.level {
            page.gap();
            page.line(format!("Level: {level}"));
        }
        if !self.example.is_empty() {
            page.gap();
            page.line("Example:");
            { self.example.lines() }.for_each(|line| page.line(format!("  {line}")));
        }
        if !self.aliases.is_empty() {
            page.gap();
            page.line(format!("Elsewhere: {}", self.aliases.join(", ")));
        }
    }
}

/// All codes with their messages.
#[derive(Debug, Serialize)]
struct Codes {
    rules: Vec<Explanation>,
}

impl Codes {
    fn all() -> Self {
        let refusals = pages().map(Explanation::of);
        let mut rules: Vec<_> = refusals.chain(rules().map(Explanation::of_rule)).collect();
        rules.sort_by_key(|rule| rule.code);
        Self { rules }
    }
}

impl Human for Codes {
    fn human(&self, page: &mut Page) {
        let row = |rule: &Explanation| vec![rule.code.to_owned(), rule.message.to_owned()];
        page.table(&["code", "says"], self.rules.iter().map(row).collect());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use std::path::Path;

    use super::pages;

    /// Every file of Rust below a folder.
    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => sources(&path, found),
                false => found.push(std::fs::read_to_string(&path).unwrap()),
            }
        }
    }

    /// Codes that stand in the source of the faces and of the service.
    #[test]
    fn every_code_that_is_given_has_a_page() {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut texts = Vec::new();
        for folder in ["faces/cli/src", "faces/server/src", "shell/service/src"] {
            sources(&top.join(folder), &mut texts);
        }
        let given = [
            r#"(?:Failure|Problem)::(?:input|failed|new)\(\s*(?:[A-Za-z:]+,\s*)?"([a-z][a-z-]*)""#,
            r#"Self::[A-Z][A-Za-z(){} :.,|_]+ => "([a-z-]+)"\.to_owned"#,
        ];
        let given = given.map(|rule| regex_lite::Regex::new(rule).unwrap());
        let all = texts
            .iter()
            .flat_map(|text| given.iter().flat_map(|rule| rule.captures_iter(text)));
        let mut count = 0;
        for found in all {
            count += 1;
            let code = &found[1];
            assert!(
                pages().any(|page| page.code == code),
                "`{code}` has no page"
            );
        }
        assert!(count > 60, "only {count} codes were found");
        let absent = regex_lite::Regex::new(r"absent\(\s*Kind::([A-Z][a-z]+)").unwrap();
        for found in texts.iter().flat_map(|text| absent.captures_iter(text)) {
            let code = format!("{}-unknown", found[1].to_lowercase());
            assert!(
                pages().any(|page| page.code == code),
                "`{code}` has no page"
            );
        }
    }

    #[test]
    fn every_code_has_one_page() {
        let rules = super::rules().map(|rule| rule.id);
        let mut codes: Vec<_> = pages().map(|page| page.code).chain(rules).collect();
        codes.sort_unstable();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }
}
