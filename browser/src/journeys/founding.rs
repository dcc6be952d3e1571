//! From an empty directory to a first environment.

use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};

use crate::process::{Running, drain};
use crate::run::Stage;
use crate::sample::holdpoint;
use crate::sweep;

/// Step by step, each of them judged like any other page.
pub(crate) async fn founded(stage: &Stage<'_>) -> Result<()> {
    sweep::axe::prepare(&stage.browser, stage.all).await?;
    led_through(stage, true).await
}

/// The same without scripts.
pub(crate) async fn founded_plainly(stage: &Stage<'_>) -> Result<()> {
    led_through(stage, false).await
}

/// Where each step is, and what is typed there.
const STEPS: [(&str, &[(&str, &str)]); 6] = [
    ("", &[("organisation", "example-bank")]),
    (
        "/setup/administrator",
        &[
            ("name", "Anna Berger"),
            ("handle", "anna"),
            ("password", "correct horse battery"),
        ],
    ),
    (
        "/setup/team",
        &[("title", "Payments"), ("unit", "payments")],
    ),
    (
        "/setup/repository",
        &[("repository", "https://git.example.com/payments/api")],
    ),
    ("/setup/environment", &[("environment", "production")]),
    (
        "/setup/people",
        &[("name-1", "Ben Bauer"), ("handle-1", "ben")],
    ),
];

async fn led_through(stage: &Stage<'_>, judged: bool) -> Result<()> {
    let browser = &stage.browser;
    let (_running, address, link) = serve_nothing(stage)?;
    browser.open(format!("http://{address}/releases")).await?;
    browser.arrives("/setup").await?;
    ensure!(
        browser.has("main input[name=code]").await,
        "nobody is asked for the code"
    );
    browser.open(&link).await?;
    for (place, fields) in STEPS {
        browser.arrives(place).await?;
        browser.find(thirtyfour::By::Css(".set-up form")).await?;
        if judged {
            sweep::sound(stage)
                .await
                .with_context(|| format!("step `{place}`"))?;
        }
        for (name, text) in fields {
            browser
                .fill(&format!(".set-up input[name={name}]"), text)
                .await?;
        }
        browser.click(".set-up form button.main").await?;
    }
    browser.sees("Send each of them their link").await?;
    browser.sees_in(".invited", "/enter?link=").await?;
    if judged {
        sweep::sound(stage).await.context("the links")?;
    }
    browser.press("Next").await?;
    browser.arrives("/setup/done").await?;
    if judged {
        sweep::sound(stage).await.context("the last step")?;
    }
    browser
        .open(format!("http://{address}/environments"))
        .await?;
    browser.sees("production").await
}

/// A server of a directory in which nothing is, and what it prints: its address, and the link to begin with.
fn serve_nothing(stage: &Stage<'_>) -> Result<(Running, String, String)> {
    let data = tempfile::tempdir_in(stage.all.room.path())?
        .keep()
        .join("data");
    let mut command = holdpoint();
    command
        .arg("--data")
        .arg(&data)
        .args(["serve", "--listen", "127.0.0.1:0"]);
    let (running, address, mut lines) = Running::start(
        command.stderr(Stdio::piped()),
        "listening on http://",
        |child| Some(Box::new(child.stderr.take()?)),
    )?;
    let link = lines.find(|line| line.contains("/setup?code="));
    let link = link.context("no link is printed")?.trim().to_owned();
    drain(lines);
    Ok((running, address, link))
}
