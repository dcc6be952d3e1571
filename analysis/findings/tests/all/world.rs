//! A small check to test with: it finds every value `bad` below the key `names`.

use std::sync::Arc;

use holdpoint_findings::{Document, Finding, Level, Report, Rule, Source, Tool, Unreadable};

pub(crate) static BAD: Rule = Rule {
    id: "name-bad",
    level: Level::Error,
    message: "the name `{name}` is bad",
    why: "Bad names mislead.",
    help: "choose another one",
    example: "names: [bad]",
    aliases: &["other:bad-name"],
};

pub(crate) static ODD: Rule = Rule {
    id: "name-odd",
    level: Level::Info,
    message: "the name `{name}` is odd",
    why: "Odd names make people wonder.",
    help: "choose another one if you can",
    example: "names: [odd]",
    aliases: &[],
};

pub(crate) const TOOL: Tool = Tool {
    name: "tool",
    version: "1.2.3",
    page: "https://example.org/tool",
};

pub(crate) fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, text.as_bytes().to_vec()).unwrap())
}

pub(crate) fn read(name: &str, text: &str) -> Result<Document, Unreadable> {
    Document::read(&source(name, text))
}

/// What is wrong with a text, as `line:column rule message`.
pub(crate) fn wrong(name: &str, text: &str) -> Vec<String> {
    let error = read(name, text).unwrap_err();
    let said = error.findings().iter().map(|finding| {
        let (place, rule) = (&finding.place, finding.rule.id);
        format!("{}:{} {rule} {}", place.line, place.column, finding.message)
    });
    said.collect()
}

pub(crate) fn check(name: &str, text: &str) -> Report {
    let source = source(name, text);
    let document = Document::read(&source).unwrap();
    let mut report = Report::new(TOOL, "names");
    report.add_source(&source);
    let names = document.root().get("names").unwrap();
    for (at, item) in names.items().enumerate() {
        let text = item.text().unwrap();
        let rule = match text {
            text if text.starts_with("bad") => &BAD,
            text if text.starts_with("odd") => &ODD,
            _ => continue,
        };
        let place = item.place(format!("/names/{at}"));
        report.add(Finding::new(
            rule,
            place,
            format!("name {text}"),
            &[("name", text)],
        ));
    }
    report.settle();
    report
}
