//! A browser in which no page runs a script.

use anyhow::{Result, ensure};

use crate::run::Stage;

pub(crate) async fn everything_is_done(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("sofia")?).await?;
    // Were scripts to run, a slider would say what it stands for.
    browser.click("details.moment summary").await?;
    browser.find(thirtyfour::By::Id("notch")).await?;
    ensure!(
        browser.text("[data-notch]").await?.is_empty(),
        "this browser runs scripts"
    );
    browser.press("Releases").await?;
    browser.choose("select[name=stage]", "draft").await?;
    browser.press("Filter").await?;
    browser.arrives("stage=draft").await?;
    browser.sees("1 row").await?;
    browser.fill(".search input", "payments-train-27").await?;
    browser.type_enter().await?;
    browser.press("payments-train-27").await?;
    browser
        .sees_in("#at-production summary .mark", "Hold")
        .await?;
    acted(stage).await
}

async fn acted(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.press("Approve as change manager").await?;
    browser.sees("Your approval is recorded.").await?;
    browser
        .sees_in("#at-production summary .mark", "Go")
        .await?;
    browser.open(server.to("/releases?sort=-created")).await?;
    browser
        .click("input[name=item][value='retail-search-2.0']")
        .await?;
    browser.press("Submit").await?;
    browser.sees("0 of 1 done").await?;
    browser.open(server.to("/entries/1234")).await?;
    browser.sees("it needs JavaScript for that").await?;
    read_and_left(stage).await
}

async fn read_and_left(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    browser.click("details.account summary").await?;
    browser.choose("#language", "de").await?;
    browser.click("form.reading button").await?;
    browser.sees("Posteingang").await?;
    browser.click("details.account summary").await?;
    browser.press("Abmelden").await?;
    browser.arrives("/login").await
}
