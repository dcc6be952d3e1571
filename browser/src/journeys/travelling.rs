//! Looking at the past.

use anyhow::{Result, ensure};

use crate::run::Stage;

/// Ten days before, as the field for it has it.
const BEFORE: &str = "
    const field = document.querySelector('#at');
    field.value = new Date(Date.now() - 10 * 864e5).toISOString().slice(0, 16);
    return true;";

pub(crate) async fn to_the_past(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("miriam")?).await?;
    browser
        .open(server.to("/releases/payments-train-27"))
        .await?;
    browser.sees("Cancel release").await?;
    browser.open(server.to("/releases")).await?;
    browser.sees_in("main", "payments-train-27").await?;
    browser.click("details.moment summary").await?;
    browser.script(BEFORE).await?;
    browser.click("form:has(#at) button").await?;
    browser.arrives("at=").await?;
    browser.sees("You are looking at the past").await?;
    browser.lacks("payments-train-27").await?;
    ensure!(
        !browser.has("button[name=act]").await,
        "the past can be changed"
    );
    stays_there(stage).await?;
    slides_back(stage).await
}

/// Every way leads on in the same moment, but for the one back.
async fn stays_there(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    browser.click("main a[data-row]").await?;
    browser.arrives("at=").await?;
    browser.sees("You are looking at the past").await?;
    ensure!(
        !browser.has("main form[method=post]").await,
        "the past can be changed"
    );
    browser.press("Home").await?;
    browser.arrives("at=").await?;
    browser.press("Back to now").await?;
    browser
        .until("now", async || Ok(browser.address().await? == "/"))
        .await?;
    browser.lacks("You are looking at the past").await
}

/// The slider, all the way back.
async fn slides_back(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.open(server.to("/releases")).await?;
    browser.click("details.moment summary").await?;
    let before = browser.text("[data-notch]").await?;
    browser.click("#notch").await?;
    browser.type_keys("\u{e011}").await?;
    browser
        .until("another moment", async || {
            Ok(browser.text("[data-notch]").await? != before)
        })
        .await?;
    browser.click("form:has(#notch) button").await?;
    browser.sees("You are looking at the past").await?;
    browser.sees("There are no releases yet").await
}
