//! The browser verifies for itself.

use anyhow::Result;

use crate::proxy::Proxy;
use crate::run::Stage;

/// An entry somewhere in the middle.
const ENTRY: &str = "/entries/1234";

pub(crate) async fn verified(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("rosa")?).await?;
    browser.press("Ledger").await?;
    browser.click("main a[data-row]").await?;
    browser
        .find(thirtyfour::By::Css("[data-verified=true]"))
        .await?;
    browser.open(server.to(ENTRY)).await?;
    browser
        .find(thirtyfour::By::Css("[data-verified=true]"))
        .await?;
    for step in ["leaf", "root", "signed"] {
        browser
            .sees_in(&format!("[data-step={step}].good"), "verified")
            .await?;
    }
    Ok(())
}

/// One letter is another on its way: of the entry, of the proof, of the signature, of the size.
pub(crate) async fn tampered(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("rosa")?).await?;
    for (from, step) in [
        ("data-bytes tabindex=\"0\">", "root"),
        ("data-proof=\"", "root"),
        ("data-size=\"", "root"),
        ("data-checkpoint tabindex=\"0\">", "signed"),
        ("\u{2014} ", "signed"),
    ] {
        let proxy = Proxy::start(&server.url, from).await?;
        browser.open(format!("{}{ENTRY}", proxy.url)).await?;
        browser
            .find(thirtyfour::By::Css("[data-verified=false]"))
            .await?;
        browser
            .sees_in(&format!("[data-step={step}].bad"), "does not hold")
            .await?;
        proxy.has_tampered()?;
    }
    // The same way without anybody who tampers.
    let proxy = Proxy::start(&server.url, "there is no such place").await?;
    browser.open(format!("{}{ENTRY}", proxy.url)).await?;
    browser
        .find(thirtyfour::By::Css("[data-verified=true]"))
        .await?;
    Ok(())
}
