//! Forms that are not taken: what was typed is there again, to be sent.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use thirtyfour::By;

use crate::run::Stage;
use crate::sweep;

const RELEASE: &str = "/releases/payments-train-27";
const PASSWORD: &str = "a long and boring sentence";

/// A page of theirs sends it.
const ASK: &str = "
    const [method, path, body, done] = arguments;
    fetch('/api/v1/session').then((answer) => answer.json()).then(({ csrf }) => fetch(path, {
        method, headers: { 'content-type': 'application/json', 'x-csrf-token': csrf }, body,
    })).then((answer) => done(answer.status), (error) => done(String(error)));";

pub(crate) async fn sent_after_all(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    sweep::axe::prepare(browser, stage.all).await?;
    browser.enter(&server.link("dana")?).await?;
    asked(stage, "PUT", "/api/v1/password", json!({ "new": PASSWORD })).await?;
    browser.enter(&server.link("dana")?).await?;
    after_the_session(stage)
        .await
        .context("the session ended")?;
    of_an_older_session(stage)
        .await
        .context("a newer session")?;
    too_large(stage).await.context("too large")
}

async fn asked(stage: &Stage<'_>, method: &str, path: &str, body: serde_json::Value) -> Result<()> {
    let arguments = vec![json!(method), json!(path), json!(body.to_string())];
    let status = stage.browser.script_later(ASK, arguments).await?;
    let status = status.as_u64().unwrap_or_default();
    ensure!((200..300).contains(&status), "`{path}` answers {status}");
    Ok(())
}

async fn typed(stage: &Stage<'_>, text: &str) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.open(server.to(RELEASE)).await?;
    browser.fill("#say", text).await
}

async fn after_the_session(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    typed(stage, "written before lunch").await?;
    asked(stage, "DELETE", "/api/v1/session", json!({})).await?;
    browser.click("form.say button.main").await?;
    browser.sees("You were logged out meanwhile").await?;
    sweep::sound(stage).await?;
    browser.fill("#handle", "dana").await?;
    browser.fill("#password", PASSWORD).await?;
    browser.click("main form button").await?;
    browser.sees("You are logged in again").await?;
    sweep::sound(stage).await?;
    browser.press("Send it now").await?;
    browser.sees("Your comment is there.").await?;
    browser.sees_in(".said", "written before lunch").await
}

async fn of_an_older_session(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    typed(stage, "written in another window").await?;
    let body = json!({ "handle": "dana", "password": PASSWORD });
    asked(stage, "POST", "/api/v1/session", body).await?;
    browser.click("form.say button.main").await?;
    browser.sees("This was not sent yet").await?;
    browser.press("Send it now").await?;
    browser.sees_in(".said", "written in another window").await
}

/// The browser gets an answer, even though the server does not want to hear all of it.
async fn too_large(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    typed(stage, "with a film of it").await?;
    let film = stage.all.room.path().join("film.bin");
    std::fs::write(&film, vec![7; 40 << 20])?;
    let place = film.to_str().context("a path in words")?;
    let chosen = browser.find(By::Css("form.say input[type=file]")).await?;
    chosen.send_keys(place).await?;
    // The script of the page would say so before: others have none.
    browser
        .script("document.querySelector('form.say').noValidate = true")
        .await?;
    browser.click("form.say button.main").await?;
    browser.sees("That was too large").await?;
    browser.sees("film.bin").await?;
    sweep::sound(stage).await?;
    browser.press("Send it now").await?;
    browser.sees_in(".said", "with a film of it").await
}
