//! How somebody likes to read.

use anyhow::{Result, ensure};

use crate::run::Stage;

/// Whether the page is dark.
const DARK: &str = "
    const [red] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g) ?? ['255'];
    return Number(red) < 80;";

pub(crate) async fn chosen(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("miriam")?).await?;
    browser.open(server.to("/releases?stage=draft")).await?;
    ensure!(browser.script(DARK).await? == false, "it is dark at first");
    browser.click("details.account summary").await?;
    browser.choose("#language", "de").await?;
    browser.choose("#theme", "dark").await?;
    browser.choose("#zone", "Asia/Tokyo").await?;
    browser.click("form.reading button").await?;
    // One is back where one was.
    browser.arrives("stage=draft").await?;
    browser.sees("Jeder Status").await?;
    browser
        .holds("German", "return document.documentElement.lang === 'de'")
        .await?;
    browser.holds("dark colours", DARK).await?;
    browser.sees_in(".foot", "Asia/Tokyo").await?;
    // It stays.
    browser.open(server.to("/environments")).await?;
    browser.holds("dark colours", DARK).await?;
    browser
        .holds("German", "return document.documentElement.lang === 'de'")
        .await
}
