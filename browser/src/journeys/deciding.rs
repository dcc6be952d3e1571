//! A release that is held: why, by whom it goes on, and by whom it does not.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::run::Stage;

/// It waits for change management only.
const HELD: &str = "payments-train-27";
/// Its hold point before production.
const PRODUCTION: &str = "#at-production";

/// From home to production, each step by whoever may take it.
pub(crate) async fn held_to_deployed(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("sofia")?).await?;
    browser.sees("Held, and why").await?;
    browser.press(HELD).await?;
    browser.arrives("/releases/payments-train-27").await?;
    browser.sees_in(PRODUCTION, "Hold").await?;
    browser
        .sees_in(PRODUCTION, "Waits for the approval of a change manager")
        .await?;
    browser
        .sees_in(PRODUCTION, "Who can: Sofia Brandt, Walter Pichler")
        .await?;
    browser
        .fill(
            &format!("{PRODUCTION} input[name=text]"),
            "The window is agreed.",
        )
        .await?;
    browser.press("Approve as change manager").await?;
    browser.sees("Your approval is recorded.").await?;
    browser.sees("The window is agreed.").await?;
    browser
        .sees_in(&format!("{PRODUCTION} summary .mark"), "Go")
        .await?;
    ensure!(
        !browser.has("button[name=act][value=deploy]").await,
        "who approved is offered the deployment"
    );
    deployed(stage).await
}

async fn deployed(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("dana")?).await?;
    browser.press(HELD).await?;
    browser.press("Deploy to Production").await?;
    browser.sees("The deployment is on its way.").await?;
    // It runs while one looks.
    browser.sees("Reached production").await?;
    browser.open(server.to("/environments/production")).await?;
    browser.sees_in("main", "1.27.0").await
}

/// A button that is not offered is refused, too, when somebody makes one.
pub(crate) async fn not_theirs(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    // Who made a release does not deploy it, whatever the gate says.
    browser.enter(&server.link("miriam")?).await?;
    browser
        .open(server.to("/releases/payments-hotfix-26.1"))
        .await?;
    browser
        .sees_in(
            PRODUCTION,
            "Who made a release does not deploy it to the protected environment",
        )
        .await?;
    ensure!(
        browser.has(&format!("{PRODUCTION} button[disabled]")).await,
        "the button can be pressed"
    );
    browser
        .script_later(
            FORGE,
            vec![json!({ "act": "deploy", "environment": "production" })],
        )
        .await?;
    browser
        .sees_in("[role=alert]", "Who made a release does not deploy it")
        .await?;
    only_looks(stage).await
}

/// An auditor does nothing but look.
async fn only_looks(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("rosa")?).await?;
    browser
        .open(server.to("/releases/payments-train-27"))
        .await?;
    browser
        .sees_in(PRODUCTION, "Who can: Sofia Brandt, Walter Pichler")
        .await?;
    ensure!(
        !browser.has("main form[method=post]").await,
        "an auditor is offered something"
    );
    let approve = json!({ "act": "approve", "role": "change-manager" });
    browser.script_later(FORGE, vec![approve]).await?;
    browser.find(thirtyfour::By::Css("[role=alert]")).await?;
    browser
        .sees_in(&format!("{PRODUCTION} summary .mark"), "Hold")
        .await
}

/// Sends a form that the page does not have, with the proof of one that it has.
const FORGE: &str = "
    const [fields, done] = arguments;
    const form = document.createElement('form');
    form.method = 'post';
    const all = { csrf: document.querySelector('input[name=csrf]').value, ...fields };
    for (const [name, value] of Object.entries(all)) {
        const field = document.createElement('input');
        [field.name, field.value] = [name, value];
        form.append(field);
    }
    document.body.append(form);
    done(true);
    setTimeout(() => form.submit());";
