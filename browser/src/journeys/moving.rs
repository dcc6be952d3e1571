//! What is planned and booked is moved in the calendar: by pointer, by keys, and by a form.

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::run::Stage;
use crate::sweep;

const MARCH: &str = "/calendar?from=2031-03-01&zone=UTC";
/// What is planned on the 5th.
const PLAN: &str = "td[data-day='2031-03-05'] [data-move]";
/// Somebody has booked the whole day.
const TAKEN: &str = "td[data-day='2031-03-12']";
const FREE: &str = "td[data-day='2031-03-07']";

/// A plan on the 5th of March, at nine, and data that are refreshed all day on the 12th.
async fn prepared(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    let tomas = server.somebody("tomas")?;
    let plan = ["release", "plan", "retail-train-27", "staging"];
    tomas.runs(&[&plan[..], &["--at", "2031-03-05T09:00:00Z", "--for", "2h"]].concat())?;
    booked("2031-03-12T00:00:00Z", "24h", stage)?;
    browser.enter(&server.link("tomas")?).await
}

fn booked(from: &str, length: &str, stage: &Stage<'_>) -> Result<()> {
    let book = ["environment", "book", "staging", "--refresh"];
    let line = [&book[..], &["--from", from, "--for", length]].concat();
    stage.server.somebody("tomas")?.runs(&line).map(drop)
}

pub(crate) async fn a_plan(stage: &Stage<'_>) -> Result<()> {
    prepared(stage).await?;
    let (browser, server) = (&stage.browser, &stage.server);
    sweep::axe::prepare(browser, stage.all).await?;
    browser.open(server.to(MARCH)).await?;
    browser.drag(PLAN, TAKEN).await?;
    // It is said before it is let go, and the day is marked.
    browser.sees_in("[data-told]", "booked").await?;
    let marked = format!("{TAKEN}[data-drop=taken]");
    browser
        .until("a mark on the day", async || Ok(browser.has(&marked).await))
        .await?;
    browser.drag_on(FREE).await?;
    browser
        .sees_in(
            "[data-told]",
            "Nothing is in the way of 7 Mar 2031 09:00 – 11:00.",
        )
        .await?;
    ensure!(
        browser.has(&format!("{FREE}[data-drop=clear]")).await,
        "the day is not marked"
    );
    ensure!(
        !browser.has("td[data-drop=taken]").await,
        "a day is marked still"
    );
    browser.let_go().await?;
    browser.sees("The plan is moved.").await?;
    browser.sees_in(FREE, "retail-train-27").await?;
    let faults = sweep::judged(browser).await?;
    ensure!(faults.is_empty(), "{faults:?}");
    browser.press("Undo").await?;
    browser
        .sees_in("td[data-day='2031-03-05']", "retail-train-27")
        .await?;
    left_alone(stage).await
}

/// What is let go where it was, or put back by Escape, stays.
async fn left_alone(stage: &Stage<'_>) -> Result<()> {
    let browser = &stage.browser;
    browser.drag(PLAN, FREE).await?;
    browser
        .sees_in("[data-told]", "Nothing is in the way")
        .await?;
    browser.type_key(Key::Escape).await?;
    browser.let_go().await?;
    ensure!(
        !browser.shows("[data-mover]").await?,
        "it is still being moved"
    );
    browser.drag(PLAN, TAKEN).await?;
    browser.sees_in("[data-told]", "booked").await?;
    browser.let_go().await?;
    browser.press("Leave it").await?;
    browser
        .sees_in("td[data-day='2031-03-05']", "retail-train-27")
        .await?;
    ensure!(
        browser.address().await?.contains("2031-03-01"),
        "it was opened by letting go"
    );
    // A click is one still.
    browser.click(PLAN).await?;
    browser.arrives("/releases/retail-train-27").await
}

pub(crate) async fn a_booking(stage: &Stage<'_>) -> Result<()> {
    prepared(stage).await?;
    booked("2031-03-14T08:00:00Z", "2h", stage)?;
    let (browser, server) = (&stage.browser, &stage.server);
    browser.open(server.to(MARCH)).await?;
    browser
        .drag("td[data-day='2031-03-14'] [data-move]", TAKEN)
        .await?;
    browser.sees_in("[data-told]", "is booked from").await?;
    browser.let_go().await?;
    browser
        .sees_in("[data-told]", "Next clear time: 13 Mar 2031 00:00 – 02:00")
        .await?;
    browser.press("Drop it there").await?;
    browser.sees("The booking is moved.").await?;
    browser
        .sees_in("td[data-day='2031-03-13']", "00:00")
        .await?;
    browser.press("Undo").await?;
    browser.sees_in("td[data-day='2031-03-14']", "08:00").await
}

pub(crate) async fn in_the_timeline(stage: &Stage<'_>) -> Result<()> {
    prepared(stage).await?;
    let (browser, server) = (&stage.browser, &stage.server);
    sweep::axe::prepare(browser, stage.all).await?;
    browser
        .open(server.to(&format!("{MARCH}&view=timeline")))
        .await?;
    let faults = sweep::judged(browser).await?;
    ensure!(faults.is_empty(), "{faults:?}");
    let bar = "svg a[data-move*='retail-train-27']";
    browser.drag(bar, bar).await?;
    browser.drag_by(60, 0).await?;
    browser
        .sees_in("[data-told]", "Nothing is in the way of")
        .await?;
    ensure!(
        browser.has("svg a[data-drop=clear][transform]").await,
        "it is not where it would come to"
    );
    browser.let_go().await?;
    browser.sees("The plan is moved.").await?;
    browser
        .sees("Before, it was 5 Mar 2031 09:00 – 11:00.")
        .await
}

pub(crate) async fn by_keys(stage: &Stage<'_>) -> Result<()> {
    prepared(stage).await?;
    let (browser, server) = (&stage.browser, &stage.server);
    browser.open(server.to(MARCH)).await?;
    browser
        .script(&format!("document.querySelector(\"{PLAN}\").focus()"))
        .await?;
    for key in [Key::Right, Key::Right, Key::Down] {
        browser.type_key(key).await?;
    }
    browser
        .sees_in(
            "[role=status][data-told]",
            "Nothing is in the way of 7 Mar 2031 10:00 – 12:00.",
        )
        .await?;
    for _ in 0..5 {
        browser.type_key(Key::Right).await?;
    }
    browser.sees_in("[data-told]", "booked").await?;
    // Nothing has gone through the months meanwhile.
    ensure!(
        browser.address().await?.contains("from=2031-03-01"),
        "the page went on"
    );
    browser.type_key(Key::Escape).await?;
    browser.type_key(Key::Up).await?;
    browser
        .sees_in("[data-told]", "5 Mar 2031 08:00 – 10:00.")
        .await?;
    browser.type_enter().await?;
    browser.sees("The plan is moved.").await?;
    browser.sees_in("td[data-day='2031-03-05']", "08:00").await
}

pub(crate) async fn without_scripts(stage: &Stage<'_>) -> Result<()> {
    prepared(stage).await?;
    let (browser, server) = (&stage.browser, &stage.server);
    browser.open(server.to(MARCH)).await?;
    browser
        .click(".agenda a[href*='release=retail-train-27']")
        .await?;
    browser
        .sees("Planned for 5 Mar 2031 09:00 – 11:00.")
        .await?;
    browser.fill("#m-minutes", "60").await?;
    browser.press("See what is in the way").await?;
    browser
        .sees("Nothing is in the way of 5 Mar 2031 09:00 – 10:00.")
        .await?;
    browser.press("Move it there").await?;
    browser.sees("The plan is moved.").await?;
    browser.press("Undo").await?;
    browser
        .sees("Before, it was 5 Mar 2031 09:00 – 10:00.")
        .await?;
    browser.click(".agenda a[href*='booking=']").await?;
    browser.sees("Booked for 12 Mar 2031 00:00").await
}
