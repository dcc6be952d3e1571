//! Pictures of every page, for people to look at: with the sample, with nothing, with very much.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::browser::Browser;
use crate::chromium::USUAL;
use crate::many;
use crate::run::{Common, Wishes, block_on};
use crate::sample::Sample;
use crate::screen::{PHONE, Screen, WIDE};
use crate::sweep::rows::ROWS;
use crate::sweep::speak;

const SCREENS: [Screen; 4] = [WIDE, WIDE.dark(), PHONE, PHONE.dark()];

/// The directory is named after `look`.
pub(crate) fn at_everything(wishes: &Wishes) -> Result<()> {
    let place = wishes
        .only
        .first()
        .context("say where the pictures shall go: `look DIR`")?;
    let place = Path::new(place);
    std::fs::create_dir_all(place)?;
    let all = Common::prepare(wishes)?;
    let empty = wishes.flag("--empty");
    let server = match empty {
        true => Sample::empty(&all.room)?.serve()?,
        false => all.demo()?.serve()?,
    };
    if wishes.flag("--many") {
        many::fill(&server)?;
    }
    let founder = empty.then(|| server.founder()).transpose()?;
    block_on(async {
        let browser = all.chromium.open(USUAL).await?;
        speak(&browser, if wishes.flag("--german") { "de" } else { "en" }).await?;
        let mut who = None;
        for row in ROWS {
            let wanted = row.who.map(|handle| founder.as_deref().unwrap_or(handle));
            if let Some(handle) = wanted.filter(|handle| Some(*handle) != who) {
                browser.enter(&server.link(handle)?).await?;
                who = wanted;
            }
            for page in row.pages {
                browser.open(server.to(page)).await?;
                seen(&browser, page, place).await?;
            }
        }
        browser.close().await;
        Ok(())
    })
}

async fn seen(browser: &Browser, page: &str, place: &Path) -> Result<()> {
    for screen in SCREENS {
        browser.look_through(screen).await?;
        let name = page.replace(['/', '?', '=', '&', ':'], "_");
        let name = format!("{}-{}.png", name.trim_matches('_'), screen.name());
        std::fs::write(place.join(name), browser.picture("png", true).await?)?;
    }
    Ok(())
}
