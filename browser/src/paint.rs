//! How long it takes from asking for a page until something of it is painted, as the browser itself tells, and how much
//! comes over the wire. A measurement, not a test: other work on the machine shows in it.

use anyhow::Result;
use serde_json::json;

use crate::browser::Browser;
use crate::chromium::USUAL;
use crate::many;
use crate::run::{Common, Wishes, block_on};
use crate::sweep::rows::ROWS;

/// How often each page is opened, with an empty cache.
const TIMES: usize = 9;

/// First paint in milliseconds after the navigation began, and what was transferred in bytes.
const MEASURED: &str = "
    const done = arguments[0];
    const told = () => {
        const [first] = performance.getEntriesByName('first-paint');
        if (!first) return setTimeout(told, 5);
        const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
        done([first.startTime, all.reduce((sum, one) => sum + one.transferSize, 0)]);
    };
    told();";

/// Prints a line for each page.
pub(crate) fn measure(wishes: &Wishes) -> Result<()> {
    let all = Common::prepare(wishes)?;
    let server = all.demo()?.serve()?;
    if wishes.flag("--many") {
        many::fill(&server)?;
    }
    println!("{:>8} {:>8} {:>9}  page", "median", "longest", "bytes");
    block_on(async {
        let browser = all.chromium.open(USUAL).await?;
        browser.tool("Network.enable", json!({})).await?;
        browser
            .tool("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
            .await?;
        let (mut who, mut slowest) = (None, 0.0_f64);
        for row in ROWS {
            if let Some(handle) = row.who.filter(|handle| Some(*handle) != who) {
                browser.enter(&server.link(handle)?).await?;
                who = row.who;
            }
            for page in row.pages {
                let (median, longest, bytes) = painted(&browser, &server.to(page)).await?;
                slowest = slowest.max(median);
                println!("{median:5.0} ms {longest:5.0} ms {bytes:>9}  {page}");
            }
        }
        println!("slowest median: {slowest:.0} ms");
        browser.close().await;
        Ok(())
    })
}

/// Median and longest time, and the bytes.
async fn painted(browser: &Browser, address: &str) -> Result<(f64, f64, u64)> {
    let (mut times, mut bytes) = (Vec::new(), 0);
    for _ in 0..TIMES {
        browser.open(address).await?;
        let told = browser.script_later(MEASURED, Vec::new()).await?;
        let (time, size): (f64, u64) = serde_json::from_value(told)?;
        times.push(time);
        bytes = size;
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(TIMES / 2).copied().unwrap_or_default();
    Ok((median, times.last().copied().unwrap_or_default(), bytes))
}
