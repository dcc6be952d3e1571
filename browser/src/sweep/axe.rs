//! axe-core, which says what on a page keeps people out: WCAG 2.0, 2.1 and 2.2 at levels A and AA, and best practice.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::run::Common;

/// Judges the page, once all of it is there.
const RUN: &str = "
    const [place, done] = arguments;
    const wanted = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
    axe.run(place, { runOnly: { type: 'tag', values: wanted }, resultTypes: ['violations'] }).then(
        ({ violations, passes }) => done({
            passes: passes.length,
            violations: violations.map(({ id, help, nodes }) => ({
                id, help, nodes: nodes.slice(0, 4).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
            })),
        }), (error) => done({ error: String(error) }));";

/// Has every page that is opened from now on bear the script.
pub(crate) async fn prepare(browser: &Browser, all: &Common) -> Result<()> {
    let place = all
        .axe
        .as_ref()
        .context("no axe-core: `cargo xtask browser` installs it, and says where it is")?;
    let source = std::fs::read_to_string(place)?;
    browser
        .tool(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": source }),
        )
        .await?;
    Ok(())
}

/// What is wrong with a part of the page as it is seen now.
pub(crate) async fn violations(browser: &Browser, place: &str) -> Result<Vec<String>> {
    let found = browser.script_later(RUN, vec![json!(place)]).await?;
    let list = found.get("violations").and_then(Value::as_array);
    let list = list.with_context(|| format!("axe-core did not run: {found}"))?;
    // A judge that looks at nothing finds nothing.
    let passes = found.get("passes").and_then(Value::as_u64).unwrap_or(0);
    anyhow::ensure!(passes > 2, "axe-core looked at {passes} rules only");
    Ok(list.iter().map(said).collect())
}

fn said(violation: &Value) -> String {
    let text = |name: &str| {
        violation
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let nodes = violation.get("nodes").and_then(Value::as_array);
    let nodes = nodes.into_iter().flatten().filter_map(Value::as_str);
    let nodes: Vec<_> = nodes.map(|node| node.replace('\n', " ")).collect();
    format!("{} ({}): {}", text("id"), text("help"), nodes.join(" | "))
}
