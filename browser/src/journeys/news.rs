//! What others do is seen without asking.

use anyhow::{Result, ensure};

use crate::run::Stage;

const HELD: &str = "payments-train-27";
const MARK: &str = "#at-production summary .mark";

/// A mark on the page that goes away when it is loaded again.
const REMEMBER: &str = "return document.documentElement.dataset.seen = 'before'";
const REMEMBERED: &str = "return document.documentElement.dataset.seen === 'before'";

/// Somebody approves at a terminal while somebody else looks.
pub(crate) async fn arrive(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    let sofia = server.somebody("sofia")?;
    browser.enter(&server.link("dana")?).await?;
    browser
        .open(server.to(&format!("/releases/{HELD}")))
        .await?;
    browser.sees_in(MARK, "Hold").await?;
    browser.script(REMEMBER).await?;
    sofia.runs(&["approve", HELD, "--as", "change-manager"])?;
    browser.sees_in(MARK, "Go").await?;
    browser.sees("Sofia Brandt").await?;
    ensure!(
        browser.script(REMEMBERED).await? == true,
        "the page was loaded again"
    );
    // What came is as alive as what was there.
    browser.press("Deploy to Production").await?;
    browser.sees("The deployment is on its way.").await
}

/// Nothing is taken from under somebody's hands.
pub(crate) async fn wait(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    let walter = server.somebody("walter")?;
    browser.enter(&server.link("sofia")?).await?;
    browser
        .open(server.to(&format!("/releases/{HELD}")))
        .await?;
    browser
        .fill("#at-production input[name=text]", "I am still wri")
        .await?;
    walter.runs(&["approve", HELD, "--as", "change-manager"])?;
    browser.sees("Something new was recorded.").await?;
    browser.sees_in(MARK, "Hold").await?;
    browser.press("Show it").await?;
    browser.sees_in(MARK, "Go").await
}
