//! `holdpoint explain`.

use clap::Args;
use holdpoint_domain::RefusalPage;
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

/// The pages of all refusals and of all mistakes of a configuration.
fn pages() -> impl Iterator<Item = &'static RefusalPage> {
    let engine = holdpoint_engine::refusal::PAGES;
    holdpoint_domain::pages()
        .chain(engine)
        .chain(holdpoint_configuration::PAGES)
        .chain(holdpoint_server::PAGES)
}

impl Run for Explain {
    fn run(self, session: &Session) -> Outcome {
        let Some(code) = self.code else {
            return session.show(&Codes::all());
        };
        match pages().find(|page| page.code == code) {
            Some(page) => session.show(&Explanation::of(page)),
            None => Err(unknown(&code)),
        }
    }
}

fn unknown(code: &str) -> Failure {
    let near = pages()
        .map(|page| (strsim::jaro_winkler(page.code, code), page.code))
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
}

impl Explanation {
    fn of(page: &RefusalPage) -> Self {
        Self {
            code: page.code,
            message: page.message,
            why: page.why,
            help: page.help,
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
    }
}

/// All codes with their messages.
#[derive(Debug, Serialize)]
struct Codes {
    rules: Vec<Explanation>,
}

impl Codes {
    fn all() -> Self {
        let mut rules: Vec<_> = pages().map(Explanation::of).collect();
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
mod tests {
    use super::pages;

    #[test]
    fn every_code_has_one_page() {
        let mut codes: Vec<_> = pages().map(|page| page.code).collect();
        codes.sort_unstable();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }
}
