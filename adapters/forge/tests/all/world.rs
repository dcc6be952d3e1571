//! A report, and a forge that is a recording.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_conformance::Recording;
use holdpoint_findings::{Finding, Level, Place, Position, Report, Rule, Tool, comment, remark};
use holdpoint_forge::{Address, Forge, Opened, Patience, Published, Review, Token, publish};
use holdpoint_ports::{CommitState, CommitStatus, ForgeError, ManualClock};

pub(crate) const COMMIT: &str = "6dcb09b5b57875f334f61aebed695e2e4193db5e";

static BAD: Rule = Rule {
    id: "name-bad",
    level: Level::Error,
    message: "the name `{name}` is bad",
    why: "Bad names mislead.",
    help: "choose another one",
    example: "- bad",
    aliases: &[],
};

static ODD: Rule = Rule {
    id: "name-odd",
    level: Level::Info,
    message: "the name `{name}` is odd",
    ..BAD
};

/// A check that finds nothing.
pub(crate) fn nothing() -> Report {
    let tool = Tool {
        name: "tool",
        version: "1.2.3",
        page: "https://example.org/tool",
    };
    Report::new(tool, "names")
}

/// One that finds something in three lines: of the difference, the third and the fourth are shown.
pub(crate) fn found() -> Report {
    let mut report = nothing();
    for (line, name, rule) in [(2, "bad-a", &BAD), (3, "bad-b", &BAD), (4, "odd-c", &ODD)] {
        let place = Place {
            line,
            end: Some(Position { line, column: 8 }),
            ..Place::whole("./shop.yaml")
        };
        let subject = format!("name {name}");
        report.add(Finding::new(rule, place, subject, &[("name", name)]));
    }
    report.settle();
    report
}

/// What the recording has to be told of the report: what stands there already.
fn filled(text: &str) -> String {
    let report = found();
    let finding = &report.findings()[1];
    let json = |text: String| {
        let text = serde_json::to_string(&text).unwrap();
        text[1..text.len() - 1].to_owned()
    };
    let marker = format!("<!-- holdpoint names finding {} -->", finding.fingerprint);
    let body = format!("{marker}\n{}", remark(finding));
    let at_lines = [finding.fingerprint].into();
    let summary = comment(&report, &at_lines, 10_000);
    // As forges give it back.
    let summary = format!("<!-- holdpoint names summary -->\n{summary}").replace('\n', "\r\n");
    text.replace("{remark}", &json(body))
        .replace("{other}", &json(format!("{marker}\nbefore")))
        .replace("{summary}", &json(summary))
}

/// A forge that plays a recording.
pub(crate) struct World {
    pub(crate) recording: Recording,
    pub(crate) opened: Opened,
    pub(crate) rested: Arc<Mutex<Vec<u64>>>,
}

pub(crate) fn world(forge: Forge, name: &str) -> World {
    playing(forge, &recorded(forge, name))
}

/// A forge that plays only what is read, and refuses to have anything written.
pub(crate) fn reading(forge: Forge, name: &str) -> World {
    let mut exchanges: Vec<serde_json::Value> =
        serde_json::from_str(&recorded(forge, name)).unwrap();
    exchanges.retain(|one| one["request"]["method"] == "GET");
    playing(forge, &serde_json::to_string(&exchanges).unwrap())
}

fn recorded(forge: Forge, name: &str) -> String {
    let folder = match forge {
        Forge::GitHub => "github",
        Forge::GitLab => "gitlab",
        Forge::Gitea => "gitea",
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/recordings")
        .join(folder);
    filled(&std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap())
}

fn playing(forge: Forge, exchanges: &str) -> World {
    let recording = Recording::play(exchanges);
    let rested = Arc::new(Mutex::new(Vec::new()));
    let counted = Arc::clone(&rested);
    let patience = Patience {
        clock: Arc::new(ManualClock::at(1_764_322_000_000)),
        rest: Arc::new(move |time: Duration| counted.lock().unwrap().push(time.as_secs())),
        most: 120,
    };
    let opened = address(forge, recording.url())
        .open(COMMIT, &patience)
        .unwrap();
    World {
        recording,
        opened,
        rested,
    }
}

fn address(forge: Forge, url: &str) -> Address {
    let (api, repository) = match forge {
        Forge::GitHub => (url.to_owned(), "octo/shop"),
        Forge::GitLab => (format!("{url}/api/v4"), "278964"),
        Forge::Gitea => (format!("{url}/api/v1/"), "octo/shop"),
    };
    Address {
        forge,
        api,
        repository: repository.to_owned(),
        source: (forge == Forge::GitLab).then(|| "99".to_owned()),
        request: Some(7),
        pipeline: Some(1234),
        token: Token::new("s3cret\n").unwrap(),
    }
}

impl World {
    pub(crate) fn show(&self, state: CommitState) -> Result<(), ForgeError> {
        let status = CommitStatus {
            context: "holdpoint/names".to_owned(),
            state,
            description: match state {
                CommitState::Success => "go".to_owned(),
                _ => "no-go: 2 errors".to_owned(),
            },
            link: (state != CommitState::Success).then(|| "https://ci.example.org/1".to_owned()),
        };
        self.opened.statuses.show(COMMIT, &status)
    }

    pub(crate) fn publish(&self, report: &Report) -> Result<Published, ForgeError> {
        self.said(report, false)
    }

    pub(crate) fn said(&self, report: &Report, dry: bool) -> Result<Published, ForgeError> {
        let path = |file: &str| file.strip_prefix("./").map(str::to_owned);
        let review = Review {
            report,
            name: report.check,
            path: &path,
            dry,
        };
        publish(&review, self.opened.request.as_deref().unwrap())
    }

    pub(crate) fn rests(&self) -> Vec<u64> {
        self.rested.lock().unwrap().clone()
    }
}
