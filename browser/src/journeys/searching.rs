//! The keyboard alone.

use anyhow::{Result, ensure};

use crate::run::Stage;

pub(crate) async fn by_keyboard(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("miriam")?).await?;
    browser.type_keys("/").await?;
    browser
        .holds(
            "the field of the search",
            "return document.activeElement.name === 'q'",
        )
        .await?;
    browser.type_keys("payments-train-27").await?;
    browser.type_enter().await?;
    browser.arrives("/search?q=payments-train-27").await?;
    browser.find(thirtyfour::By::Css("a[data-row]")).await?;
    browser.type_keys("j").await?;
    browser
        .holds(
            "the first hit",
            "return document.activeElement.matches('[data-row]')",
        )
        .await?;
    browser.type_enter().await?;
    browser.arrives("/releases/payments-train-27").await?;
    goes_everywhere(stage).await?;
    types(stage).await?;
    skips(stage).await
}

async fn goes_everywhere(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    for (keys, place) in [
        ("gr", "/releases"),
        ("ge", "/environments"),
        ("gc", "/catalogue"),
        ("gl", "/ledger"),
    ] {
        browser.type_keys(keys).await?;
        browser
            .until(place, async || Ok(browser.address().await? == place))
            .await?;
    }
    browser.type_keys("?").await?;
    browser.arrives("/keys").await
}

/// What is typed into a field is no shortcut.
async fn types(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    browser.type_keys("/").await?;
    browser.type_keys("gr?").await?;
    let typed = browser
        .script("return document.querySelector('.search [name=q]').value")
        .await?;
    ensure!(typed == "gr?", "the field has {typed}");
    ensure!(browser.address().await? == "/keys", "typing leads away");
    Ok(())
}

/// From the top of a page, the first Tab leads past the navigation.
async fn skips(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.open(server.to("/releases")).await?;
    browser.type_keys("\u{e004}").await?;
    browser
        .holds(
            "the way to the content",
            "return document.activeElement.matches('.skip')",
        )
        .await?;
    browser.type_enter().await?;
    browser
        .holds("the content", "return document.activeElement.id === 'main'")
        .await
}
