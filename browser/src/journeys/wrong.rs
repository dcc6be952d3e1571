//! What is not there, and what is refused.

use anyhow::{Result, ensure};

use crate::run::Stage;

pub(crate) async fn nowhere(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.open(server.to("/nowhere")).await?;
    browser.arrives("/login?to=").await?;
    browser.enter(&server.link("miriam")?).await?;
    for path in [
        "/nowhere",
        "/releases/payments-train-2",
        "/entries/99999999",
        "/catalogue/nothing",
    ] {
        browser.open(server.to(path)).await?;
        browser.sees_in("h1", "There is nothing here").await?;
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
        ensure!(
            browser.script(status).await? == 404,
            "`{path}` is not answered with 404"
        );
    }
    browser.press("Go to the home page").await?;
    browser.sees("Hello, Miriam").await?;
    // What nobody can have asked for.
    browser.open(server.to("/entries/none")).await?;
    browser.sees_in("h1", "There is nothing here").await
}
