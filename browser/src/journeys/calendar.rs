//! Through the calendar by its keys.

use anyhow::Result;

use crate::run::Stage;

pub(crate) async fn by_keys(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("miriam")?).await?;
    browser.open(server.to("/calendar?from=2026-08-15")).await?;
    browser.sees_in(".when-bar", "August 2026").await?;
    browser.type_keys("q").await?;
    browser.arrives("view=quarter").await?;
    browser.sees_in(".when-bar", "July 2026").await?;
    browser.type_keys("l").await?;
    browser.arrives("view=timeline").await?;
    browser.sees_in(".timeline", "production").await?;
    browser.type_keys("m").await?;
    browser.arrives("view=month").await?;
    // What is chosen shows at once.
    browser
        .choose(".when-bar [name=kind]", "deployment")
        .await?;
    browser.arrives("kind=deployment").await?;
    browser.type_keys("t").await?;
    browser
        .holds("today", "return !location.search.includes('from=')")
        .await
}
