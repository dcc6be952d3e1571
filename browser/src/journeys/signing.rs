//! Passkeys: one is made in settings, and what is signed with it counts where signatures are asked for.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::run::Stage;

/// It waits for change management only.
const HELD: &str = "/releases/payments-train-27";
/// Its hold point before production.
const PRODUCTION: &str = "#at-production";

/// Production counts what change management has signed; Sofia makes a passkey, and signs.
pub(crate) async fn with_a_passkey(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    asks_for_signatures(stage).await?;
    // Passkeys are for names, not for addresses of machines.
    let at = |path: &str| local(&stage.server.to(path));
    browser.enter(&local(&stage.server.link("sofia")?)).await?;
    browser.open(at(HELD)).await?;
    browser
        .sees_in(
            PRODUCTION,
            "Waits for the signed approval of a change manager",
        )
        .await?;
    browser.press("Approve as change manager, signed").await?;
    browser
        .sees("You have no passkey that was made at this address.")
        .await?;
    browser.press("Make one in settings").await?;
    authenticator(stage, true).await?;
    browser.fill("#s-passkey-label", "phone").await?;
    browser.press("Make a passkey").await?;
    browser.sees("The passkey is yours").await?;
    browser.sees_in("#keys", "phone").await?;
    signs(stage, &at(HELD)).await
}

async fn signs(stage: &Stage<'_>, release: &str) -> Result<()> {
    let browser = &stage.browser;
    browser.open(release).await?;
    browser
        .fill(
            &format!("{PRODUCTION} input[name=text]"),
            "The window is agreed.",
        )
        .await?;
    browser.press("Approve as change manager, signed").await?;
    browser
        .sees_in("main", "You approve payments-train-27 as change manager.")
        .await?;
    browser.sees_in("main", "The window is agreed.").await?;
    browser.press("Sign with a passkey").await?;
    browser
        .sees("Your approval is recorded, with your signature.")
        .await?;
    browser.sees("signed with phone").await?;
    browser
        .sees_in(&format!("{PRODUCTION} summary .mark"), "Go")
        .await?;
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "the console has errors: {errors:?}");
    verified(stage, 1)?;
    let listed = stage
        .server
        .cli(&["audit", "signatures", "payments-train-27"])?;
    ensure!(listed.contains("with passkey SHA256:"), "{listed}");
    ensure!(
        listed.contains("the comment is what was signed"),
        "{listed}"
    );
    Ok(())
}

/// That whoever verifies, without a browser, finds this many signatures sound, besides the one in the sample.
fn verified(stage: &Stage<'_>, more: u64) -> Result<()> {
    let report = stage.server.cli(&["audit", "verify", "--format", "json"])?;
    let report: Value = serde_json::from_str(&report)?;
    let count = report.pointer("/signatures/sound").and_then(Value::as_u64);
    let sound = report.get("sound").and_then(Value::as_bool);
    ensure!(count == Some(1 + more) && sound == Some(true), "{report}");
    Ok(())
}

/// Logs somebody in, and has them make a passkey.
async fn with_a_passkey_of(stage: &Stage<'_>, who: &str) -> Result<()> {
    let browser = &stage.browser;
    browser.enter(&local(&stage.server.link(who)?)).await?;
    browser.open(local(&stage.server.to("/settings"))).await?;
    authenticator(stage, true).await?;
    browser.press("Make a passkey").await?;
    browser.sees("The passkey is yours").await
}

/// Presses a button of a page, and signs what it leads to.
async fn decides(stage: &Stage<'_>, button: &str, says: &str) -> Result<()> {
    let browser = &stage.browser;
    browser.press(button).await?;
    browser.sees_in("main", says).await?;
    browser.press("Sign with a passkey").await?;
    browser
        .sees("Your decision is recorded, with your signature.")
        .await
}

/// Miriam says go for what is ready, and stops what is held.
pub(crate) async fn go_and_no_go(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    with_a_passkey_of(stage, "miriam").await?;
    let ready = "/releases/payments-hotfix-26.1";
    browser.open(local(&stage.server.to(ready))).await?;
    let comment = format!("{PRODUCTION} input[name=text]");
    browser.fill(&comment, "Everybody has looked.").await?;
    let says = "You say go: payments-hotfix-26.1 to production.";
    decides(stage, "Go for Production, signed", says).await?;
    browser.sees("said go for production, signed").await?;
    browser.open(local(&stage.server.to(HELD))).await?;
    let says = "You say no-go: payments-train-27 stops.";
    decides(stage, "No-go, signed", says).await?;
    browser.sees("said no-go, signed").await?;
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "the console has errors: {errors:?}");
    verified(stage, 2)?;
    let listed = stage
        .server
        .cli(&["audit", "signatures", "payments-hotfix-26.1"])?;
    ensure!(listed.contains("said go"), "{listed}");
    ensure!(
        listed.contains("the comment is what was signed"),
        "{listed}"
    );
    Ok(())
}

/// Amara grants what was asked for, and takes it back.
pub(crate) async fn waivers(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    with_a_passkey_of(stage, "amara").await?;
    let asked = "/releases/retail-train-27";
    browser.open(local(&stage.server.to(asked))).await?;
    let says = "You grant retail-train-27 a waiver from bill-of-materials.";
    decides(stage, "Approve, signed", says).await?;
    let says = "You take back the waiver of retail-train-27 from bill-of-materials.";
    decides(stage, "Take back, signed", says).await?;
    // A waiver from findings is granted on the page of its check, and that is where one comes back to.
    let check = "/releases/payments-api-2.0/checks/api";
    browser.open(local(&stage.server.to(check))).await?;
    let says = "You grant payments-api-2.0 a waiver from check-api.";
    decides(stage, "Approve, signed", says).await?;
    browser.arrives(check).await?;
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "the console has errors: {errors:?}");
    verified(stage, 3)
}

/// Nobody signs who is not known by the authenticator; the page says so, and nothing is decided.
pub(crate) async fn not_without_its_owner(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    asks_for_signatures(stage).await?;
    browser.enter(&local(&stage.server.link("sofia")?)).await?;
    browser.open(local(&stage.server.to("/settings"))).await?;
    let id = authenticator(stage, true).await?;
    browser.press("Make a passkey").await?;
    browser.sees("The passkey is yours").await?;
    browser.open(local(&stage.server.to(HELD))).await?;
    browser.press("Approve as change manager, signed").await?;
    browser.sees("Sign your decision").await?;
    let unknown = json!({ "authenticatorId": id, "isUserVerified": false });
    browser.tool("WebAuthn.setUserVerified", unknown).await?;
    browser.press("Sign with a passkey").await?;
    browser.sees("Your browser did not sign:").await?;
    browser.open(local(&stage.server.to(HELD))).await?;
    browser
        .sees_in(&format!("{PRODUCTION} summary .mark"), "Hold")
        .await
}

/// The same server by a name.
fn local(address: &str) -> String {
    address.replace("//127.0.0.1", "//localhost")
}

/// An authenticator that is in the machine, and knows its owner or not.
async fn authenticator(stage: &Stage<'_>, knows: bool) -> Result<Value> {
    let browser = &stage.browser;
    browser.tool("WebAuthn.enable", json!({})).await?;
    let options = json!({ "options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
        "hasUserVerification": true, "isUserVerified": knows, "automaticPresenceSimulation": true,
    } });
    let added = browser
        .tool("WebAuthn.addVirtualAuthenticator", options)
        .await?;
    added
        .get("authenticatorId")
        .cloned()
        .context("there is no authenticator")
}

/// From now on production counts what change management has signed.
async fn asks_for_signatures(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    let shown = server.cli(&["environment", "show", "production", "--format", "json"])?;
    let shown: Value = serde_json::from_str(&shown)?;
    let mut place = shown
        .get("environment")
        .cloned()
        .context("no environment")?;
    let criteria = place.get_mut("criteria").and_then(Value::as_array_mut);
    for criterion in criteria.into_iter().flatten() {
        let change = criterion.get("name").is_some_and(|name| name == "change");
        let asks = criterion.pointer_mut("/ask/approvals");
        let asks = asks.and_then(Value::as_object_mut).filter(|_| change);
        asks.map(|asks| asks.insert("signed".to_owned(), json!(true)));
    }
    let founder = server.founder()?;
    browser.enter(&server.link(&founder)?).await?;
    let changes = json!({ "changes": [{ "environment": place }] });
    let request = json!({ "command": "organisation.apply", "arguments": changes });
    let answer = browser.script_later(SUBMIT, vec![request]).await?;
    ensure!(answer == json!(200), "applying was answered {answer}");
    Ok(())
}

/// Submits a command with the session of the page.
const SUBMIT: &str = "
    const [request, done] = arguments;
    const headers = {
        'content-type': 'application/json',
        'x-csrf-token': document.querySelector('input[name=csrf]').value,
    };
    fetch('/api/v1/commands', { method: 'POST', headers, body: JSON.stringify(request) })
        .then((answer) => done(answer.status));";
