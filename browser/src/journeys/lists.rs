//! Lists: filters, order, acts on many, files.

use anyhow::{Result, ensure};

use crate::run::Stage;
use crate::sweep;

pub(crate) async fn filtered(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("miriam")?).await?;
    browser.press("Releases").await?;
    browser.sees("payments-train-27").await?;
    // A choice counts at once.
    browser.choose("select[name=stage]", "draft").await?;
    browser.arrives("stage=draft").await?;
    browser.sees("1 row").await?;
    browser.sees_in("table.list", "retail-search-2.0").await?;
    browser.lacks("payments-train-27").await?;
    browser.press("Clear filters").await?;
    searched_and_sorted(stage).await
}

async fn searched_and_sorted(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.sees("payments-train-27").await?;
    browser
        .fill(".filters input[name=q]", "payments-train")
        .await?;
    browser.press("Filter").await?;
    browser.arrives("q=payments-train").await?;
    browser.lacks("retail-train").await?;
    browser.press("Release").await?;
    browser
        .sees_in("table.list tbody tr:first-child", "payments-train-01")
        .await?;
    ensure!(
        browser.has("th[aria-sort=ascending]").await,
        "the order is not told"
    );
    browser.press("Release").await?;
    browser
        .sees_in("table.list tbody tr:first-child", "payments-train-27")
        .await?;
    // All of it stands in the address: whoever gets it sees the same.
    let address = browser.address().await?;
    browser.enter(&server.link("sofia")?).await?;
    browser.open(server.to(&address)).await?;
    browser
        .sees_in("table.list tbody tr:first-child", "payments-train-27")
        .await?;
    browser.lacks("retail-train").await
}

/// What is refused to one is done to the others.
pub(crate) async fn many_at_once(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    sweep::axe::prepare(browser, stage.all).await?;
    browser.enter(&server.link("tomas")?).await?;
    browser.open(server.to("/releases?sort=-created")).await?;
    for release in ["retail-search-2.0", "payments-train-27"] {
        browser
            .click(&format!("input[name=item][value={release:?}]"))
            .await?;
    }
    browser.press("Submit").await?;
    browser.sees("1 of 2 done").await?;
    let why = browser.text(".results li:has(.mark.bad) .soft").await?;
    ensure!(why.len() > 20, "no reason is told: {why}");
    browser
        .sees_in(".results li:has(.mark.bad)", "payments-train-27")
        .await?;
    sweep::sound(stage).await?;
    browser.press("retail-search-2.0").await?;
    browser.sees_in("h1", "Submitted").await?;
    all_chosen(stage).await
}

/// The box on top chooses all.
async fn all_chosen(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser
        .open(server.to("/releases?q=retail-train&stage=submitted"))
        .await?;
    browser.click("input[data-all]").await?;
    let chosen = browser.count("input[name=item]:checked").await?;
    ensure!(
        chosen > 0 && chosen == browser.count("input[name=item]").await?,
        "{chosen} are chosen"
    );
    Ok(())
}

/// A file has what the filters let through, and nothing else.
pub(crate) async fn exported(stage: &Stage<'_>) -> Result<()> {
    let (browser, server) = (&stage.browser, &stage.server);
    browser.enter(&server.link("miriam")?).await?;
    browser
        .open(server.to("/releases?q=payments-train&sort=release"))
        .await?;
    browser.press("CSV").await?;
    let csv = String::from_utf8(browser.downloaded("releases.csv").await?)?;
    let mut lines = csv.lines();
    ensure!(
        lines.next() == Some("release,stage,components,reached,created"),
        "{csv}"
    );
    let names: Vec<_> = lines.filter_map(|line| line.split(',').next()).collect();
    ensure!(names.len() == 27, "{} lines", names.len());
    ensure!(
        names.iter().all(|name| name.starts_with("payments-train-")),
        "{names:?}"
    );
    ensure!(names.is_sorted(), "{names:?}");
    browser.press("XLSX").await?;
    let book = browser.downloaded("releases.xlsx").await?;
    ensure!(book.starts_with(b"PK"), "it is no workbook");
    Ok(())
}
