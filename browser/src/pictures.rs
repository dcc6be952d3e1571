//! The pictures of the README, taken from the running demo.
//!
//! The sample is a story that always happens in the same way and ends when it is made, so what is told as "3 h ago" is
//! the same in every run. Dates that are written out are moved to those of a run on a certain day. What stays different
//! are digests and signatures: every ledger has a key of its own.

use anyhow::Result;
use serde_json::json;

use crate::browser::Browser;
use crate::chromium::USUAL;
use crate::run::{Common, Wishes, block_on};
use crate::sample::root;
use crate::screen::{PHONE, Screen, WIDE};

/// When all pictures say that it is.
const NOW: &str = "2026-09-21T10:00:00Z";

/// A picture: its name, who looks, at what.
const PICTURES: &[(&str, &str, &str)] = &[
    ("home", "sofia", "/"),
    ("release", "sofia", "/releases/payments-train-27"),
    ("environments", "sofia", "/environments"),
    ("catalogue", "sofia", "/catalogue"),
    ("ledger", "sofia", "/entries/1234"),
];

const SMALL: Screen = Screen {
    width: 1280,
    height: 800,
    ..WIDE
};
const SHARP: Screen = Screen {
    density: 2,
    height: 780,
    ..PHONE
};

/// Takes all of them.
pub(crate) fn take(wishes: &Wishes) -> Result<()> {
    let place = root().join("docs/pictures");
    std::fs::create_dir_all(&place)?;
    let all = Common::prepare(wishes)?;
    let server = all.demo()?.serve()?;
    block_on(async {
        let browser = all.chromium.open(USUAL).await?;
        for (name, who, page) in PICTURES {
            browser.enter(&server.link(who)?).await?;
            for (screen, kind) in [(SMALL, "wide"), (SHARP, "phone")] {
                for screen in [screen, screen.dark()] {
                    browser.look_through(screen).await?;
                    browser.open(server.to(page)).await?;
                    settled(&browser, page).await?;
                    let shade = if screen.dark { "dark" } else { "light" };
                    let file = place.join(format!("{name}-{kind}-{shade}.webp"));
                    std::fs::write(file, browser.picture("webp", false).await?)?;
                }
            }
        }
        browser.close().await;
        Ok(())
    })
}

/// Waits for what comes by itself, and moves the dates.
async fn settled(browser: &Browser, page: &str) -> Result<()> {
    if page.starts_with("/entries/") {
        browser
            .holds(
                "the proof",
                "return document.querySelector('[data-verified=true]') !== null",
            )
            .await?;
    }
    browser.script_later(MOVE, vec![json!(NOW)]).await?;
    Ok(())
}

/// Every date that is written out, such as `26 Nov 14:14`, as far from the day as it was from now.
const MOVE: &str = "
    const [now, done] = arguments;
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    const away = Date.parse(now) - Date.now();
    const two = (number) => String(number).padStart(2, '0');
    const moved = (whole, day, month, year, hour, minute, second) => {
        const written = Date.UTC(year ?? new Date().getUTCFullYear(), months.indexOf(month), day, hour, minute, second ?? 0);
        const to = new Date(written + away);
        const parts = [to.getUTCDate(), months[to.getUTCMonth()]];
        if (year) parts.push(to.getUTCFullYear());
        parts.push(`${two(to.getUTCHours())}:${two(to.getUTCMinutes())}` + (second ? `:${second}` : ''));
        return parts.join(' ');
    };
    const date = new RegExp(`(\\\\d{1,2}) (${months.join('|')})(?: (\\\\d{4}))? (\\\\d\\\\d):(\\\\d\\\\d)(?::(\\\\d\\\\d))?`, 'g');
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(date, moved);
    document.activeElement?.blur();
    document.fonts.ready.then(() => requestAnimationFrame(() => done(true)));";
