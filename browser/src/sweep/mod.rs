//! What holds of every page, whatever it shows: in both languages, light and dark, on monitors and phones.

pub(crate) mod axe;
pub(crate) mod rows;

use std::collections::BTreeMap;

use anyhow::{Result, bail, ensure};
use serde_json::json;

use crate::browser::Browser;
use crate::run::Stage;
use crate::screen::{PHONE, Screen, WIDE};
use rows::ROWS;

/// How each page is judged.
const SCREENS: [Screen; 4] = [WIDE, WIDE.dark(), PHONE, PHONE.dark()];
/// The same in another language: what else its words could do than stick out, they do on these as well.
const FEWER: [Screen; 2] = [WIDE, PHONE.dark()];
/// Where nothing may stick out at the side, from a small phone up.
const WIDTHS: [u32; 4] = [320, 360, 390, 768];
/// All that the pages ship, compressed.
const MOST: u64 = 60 * 1024;

pub(crate) async fn in_english(stage: &Stage<'_>) -> Result<()> {
    every_page(stage, "en").await
}

pub(crate) async fn in_german(stage: &Stage<'_>) -> Result<()> {
    every_page(stage, "de").await
}

/// Whether a page is looked at: all are, but whoever works on some can name a part of their addresses in `HOLDPOINT_PAGES`.
fn wanted(page: &str) -> bool {
    std::env::var("HOLDPOINT_PAGES").map_or(true, |part| page.contains(&part))
}

async fn every_page(stage: &Stage<'_>, language: &str) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    axe::prepare(browser, stage.all).await?;
    speak(browser, language).await?;
    let (mut wrong, mut shipped, mut who) = (Vec::new(), BTreeMap::new(), None);
    let screens: &[Screen] = if language == "en" { &SCREENS } else { &FEWER };
    let rows = ROWS
        .iter()
        .filter(|row| row.pages.iter().any(|page| wanted(page)));
    for row in rows {
        if let Some(handle) = row.who.filter(|handle| Some(*handle) != who) {
            browser.enter(&server.link(handle)?).await?;
            who = row.who;
        }
        for page in row.pages.iter().filter(|page| wanted(page)) {
            browser.look_through(WIDE).await?;
            browser.open(server.to(page)).await?;
            let tag = browser
                .script("return document.documentElement.lang")
                .await?;
            ensure!(tag == language, "`{page}` speaks {tag}");
            wrong.extend(
                judged_on(browser, screens)
                    .await?
                    .into_iter()
                    .map(|fault| format!("{page} {fault}")),
            );
            if *page == "/" {
                wrong.extend(bar_judged(browser).await?);
            }
            shipped.extend(loaded(browser).await?);
        }
    }
    small(&shipped)?;
    match wrong.as_slice() {
        [] => Ok(()),
        wrong => bail!("{} faults:\n  {}", wrong.len(), wrong.join("\n  ")),
    }
}

/// All files together are.
fn small(shipped: &BTreeMap<String, u64>) -> Result<()> {
    let bytes: u64 = shipped.values().sum();
    eprintln!(
        "{} files, {bytes} bytes compressed, are all that the pages ship",
        shipped.len()
    );
    ensure!(!shipped.is_empty() && bytes < MOST, "{shipped:#?}");
    Ok(())
}

/// Asks for a language as browsers do.
pub(crate) async fn speak(browser: &Browser, language: &str) -> Result<()> {
    browser.tool("Network.enable", json!({})).await?;
    let headers = json!({ "headers": { "accept-language": language } });
    browser.tool("Network.setExtraHTTPHeaders", headers).await?;
    Ok(())
}

/// What is wrong with a page, and on what screen.
pub(crate) async fn judged(browser: &Browser) -> Result<Vec<String>> {
    judged_on(browser, &SCREENS).await
}

async fn judged_on(browser: &Browser, screens: &[Screen]) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for screen in screens.iter().copied() {
        browser.look_through(screen).await?;
        // On phones, all that folds on the page is looked into as well.
        browser
            .script(if screen.width < 600 { UNFOLD } else { FOLD })
            .await?;
        let found = axe::violations(browser, "body").await?;
        wrong.extend(
            found
                .into_iter()
                .map(|fault| format!("[{}] {fault}", screen.name())),
        );
    }
    browser.script(FOLD).await?;
    wrong.extend(sticking_out(browser).await?);
    // A page that says that there is nothing is answered with 404, which is no fault of it.
    let own = browser.script("return location.href").await?;
    let own = format!(
        "{} - Failed to load resource",
        own.as_str().unwrap_or_default()
    );
    let errors = browser.errors().await?.into_iter();
    let errors = errors.filter(|error| !error.starts_with(&own));
    wrong.extend(errors.map(|error| format!("console: {error}")));
    Ok(wrong)
}

const UNFOLD: &str = "
    document.querySelectorAll('main details').forEach((one) => { one.dataset.was ??= one.open; one.open = true; });";
const FOLD: &str = "
    document.querySelectorAll('details[data-was]').forEach((one) => (one.open = one.dataset.was === 'true'));";

async fn sticking_out(browser: &Browser) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for width in WIDTHS {
        browser.look_through(PHONE.width(width)).await?;
        let out = browser.script(STICKS_OUT).await?;
        if let Some(what) = out.as_str() {
            wrong.push(format!("[{width}] sticks out at the side: {what}"));
        }
    }
    Ok(wrong)
}

/// What opens from the bar, one after the other: what lies under it meanwhile is not judged.
async fn bar_judged(browser: &Browser) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for screen in SCREENS {
        browser.look_through(screen).await?;
        for part in ["details.drawer", "details.moment", "details.account"] {
            let summary = format!("{part} > summary");
            if !browser.shows(&summary).await? {
                continue;
            }
            browser.click(&summary).await?;
            let found = axe::violations(browser, part).await?;
            wrong.extend(
                found
                    .into_iter()
                    .map(|fault| format!("[{}] {part} {fault}", screen.name())),
            );
            browser.click(&summary).await?;
        }
    }
    Ok(wrong)
}

/// The widest thing of a page that scrolls sideways.
const STICKS_OUT: &str = "
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const inside = (one) => one.closest('.scroll') && !one.matches('.scroll');
    const all = [...document.querySelectorAll('body *')].filter((one) => !inside(one));
    const right = (one) => one.getBoundingClientRect().right;
    const widest = all.reduce((most, one) => (right(one) > right(most) ? one : most));
    return `${scrollWidth} of ${clientWidth}, ${widest.tagName}.${widest.className}`;";

/// Files that the page has loaded, with their compressed sizes.
async fn loaded(browser: &Browser) -> Result<Vec<(String, u64)>> {
    let found = browser.script(LOADED).await?;
    let found: Vec<(String, u64)> = serde_json::from_value(found)?;
    Ok(found)
}

const LOADED: &str = "
    const files = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/'));
    return files.map(({ name, encodedBodySize }) => [name, encodedBodySize]);";

/// A page that a form leads to, judged like the others.
pub(crate) async fn sound(stage: &Stage<'_>) -> Result<()> {
    match judged(&stage.browser).await?.as_slice() {
        [] => stage.browser.look_through(WIDE).await,
        wrong => bail!("{}", wrong.join("\n  ")),
    }
}

/// A browser without scripts has all that another has.
pub(crate) async fn without_scripts(stage: &Stage<'_>) -> Result<()> {
    let (plain, server) = (&stage.browser, &stage.server);
    let usual = stage.all.chromium.open(crate::chromium::USUAL).await?;
    let mut who = None;
    for row in ROWS {
        if let Some(handle) = row.who.filter(|handle| Some(*handle) != who) {
            plain.enter(&server.link(handle)?).await?;
            usual.enter(&server.link(handle)?).await?;
            who = row.who;
        }
        for page in row.pages.iter().filter(|page| wanted(page)) {
            plain.open(server.to(page)).await?;
            usual.open(server.to(page)).await?;
            same(page, plain, &usual).await?;
        }
    }
    usual.close().await;
    Ok(())
}

/// What of a page can be counted, and its heading.
async fn same(page: &str, plain: &Browser, usual: &Browser) -> Result<()> {
    for what in [
        "main h1",
        "main a",
        "main button",
        "main input",
        "main tr",
        "main .mark",
    ] {
        let (here, there) = (plain.count(what).await?, usual.count(what).await?);
        ensure!(
            here == there,
            "`{page}` has {here} `{what}` without scripts, {there} with them"
        );
    }
    let heading = plain.text("h1").await?;
    ensure!(
        !heading.is_empty() && heading == usual.text("h1").await?,
        "`{page}`: {heading}"
    );
    Ok(())
}
