//! Logging in.

use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use crate::process::Running;
use crate::run::Stage;
use crate::sample::holdpoint;

/// `holdpoint demo` prints links; each logs in once.
pub(crate) async fn by_link(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    let data = tempfile::tempdir_in(stage.all.room.path())?
        .keep()
        .join("data");
    let mut command = holdpoint();
    command
        .arg("--data")
        .arg(&data)
        .args(["demo", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let (_running, _, mut lines) = Running::start(&mut command, "each logs in once", |child| {
        Some(Box::new(child.stderr.take()?))
    })?;
    let line = lines.next().context("no link is printed")?;
    let link = line
        .split_whitespace()
        .next()
        .context("no link is printed")?;
    browser.enter(link).await?;
    browser.sees("Hello, Miriam").await?;
    browser.sees("Sample data").await?;
    // Nobody else gets in with it.
    browser.click("details.account summary").await?;
    browser.press("Log out").await?;
    browser.arrives("/login").await?;
    browser.open(link).await?;
    browser.press("Log in").await?;
    browser.find(thirtyfour::By::Css("[role=alert]")).await?;
    ensure!(
        !browser.has("details.account").await,
        "the link logged in twice"
    );
    Ok(())
}

/// Somebody chooses a password, and comes back with it to the page that they wanted.
pub(crate) async fn by_password(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("sofia")?).await?;
    let password = "a long and boring sentence";
    let chosen = browser.script_later(CHOOSE, vec![json!(password)]).await?;
    ensure!(chosen == json!(204), "the password was not taken: {chosen}");
    browser.open(server.to("/releases?stage=draft")).await?;
    browser.arrives("/login?to=").await?;
    browser.fill("#handle", "sofia").await?;
    browser
        .fill("#password", "a long and wrong sentence")
        .await?;
    browser.click("main form button").await?;
    browser.find(thirtyfour::By::Css("[role=alert]")).await?;
    ensure!(
        !browser.has("details.account").await,
        "a wrong password logged in"
    );
    browser.fill("#password", password).await?;
    browser.click("main form button").await?;
    browser.arrives("/releases?stage=draft").await?;
    browser.sees("retail-search-2.0").await
}

/// A page of theirs sends it.
const CHOOSE: &str = "
    const [password, done] = arguments;
    fetch('/api/v1/session').then((answer) => answer.json()).then(({ csrf }) => fetch('/api/v1/password', {
        method: 'PUT', headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
        body: JSON.stringify({ new: password }),
    })).then((answer) => done(answer.status), (error) => done(String(error)));";
