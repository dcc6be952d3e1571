//! A browser in the words of a test: open, press, fill, see. Everything waits until it can be, and fails when that takes
//! too long; nothing sleeps for a fixed time.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use thirtyfour::{By, Key, WebDriver, WebElement};

use crate::screen::{Screen, WIDE};

/// How long something may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked at meanwhile.
const LOOK: Duration = Duration::from_millis(40);

/// A browser.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    downloads: PathBuf,
}

impl Browser {
    pub(crate) async fn new(driver: WebDriver, downloads: PathBuf) -> Result<Self> {
        let browser = Self { driver, downloads };
        browser.look_through(WIDE).await?;
        Ok(browser)
    }

    /// Emulates a screen.
    pub(crate) async fn look_through(&self, screen: Screen) -> Result<()> {
        let size = json!({
            "width": screen.width, "height": screen.height, "deviceScaleFactor": screen.density,
            "mobile": screen.width < 600,
        });
        self.tool("Emulation.setDeviceMetricsOverride", size)
            .await?;
        let scheme = if screen.dark { "dark" } else { "light" };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.tool("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// A command of the Chrome DevTools Protocol.
    pub(crate) async fn tool(&self, method: &str, parameters: Value) -> Result<Value> {
        let done = self.driver.cdp().send_raw(method, parameters).await;
        done.with_context(|| format!("`{method}`"))
    }

    /// Opens an address.
    pub(crate) async fn open(&self, address: impl AsRef<str>) -> Result<()> {
        let address = address.as_ref();
        let done = self.driver.goto(address).await;
        done.with_context(|| format!("`{address}` cannot be opened"))
    }

    /// Logs in with a link.
    pub(crate) async fn enter(&self, link: &str) -> Result<()> {
        self.open(link).await?;
        // A link may ask first whether one means it: readers of mail open links by themselves.
        if let Ok(button) = self
            .driver
            .find(By::Css("main form[action*='enter'] button"))
            .await
        {
            button.click().await?;
        }
        self.until("being logged in", async || {
            Ok(self.has("details.account").await)
        })
        .await
    }

    /// Waits until something holds.
    pub(crate) async fn until(
        &self,
        what: &str,
        holds: impl AsyncFn() -> Result<bool>,
    ) -> Result<()> {
        let begun = Instant::now();
        loop {
            let last = holds().await;
            if let Ok(true) = last {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                let place = self.address().await.unwrap_or_default();
                let message = format!("waited in vain for {what} on `{place}`");
                return match last {
                    Err(error) => Err(error.context(message)),
                    Ok(_) => bail!("{message}"),
                };
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// What a selector finds, as soon as it does.
    pub(crate) async fn find(&self, by: By) -> Result<WebElement> {
        let wanted = format!("{by:?}");
        self.until(&wanted, async || {
            Ok(self.driver.find(by.clone()).await.is_ok())
        })
        .await?;
        Ok(self.driver.find(by).await?)
    }

    /// Whether there is such a thing now.
    pub(crate) async fn has(&self, css: &str) -> bool {
        self.driver.find(By::Css(css)).await.is_ok()
    }

    /// Whether such a thing can be seen now.
    pub(crate) async fn shows(&self, css: &str) -> Result<bool> {
        match self.driver.find(By::Css(css)).await {
            Ok(element) => Ok(element.is_displayed().await?),
            Err(_) => Ok(false),
        }
    }

    /// How many there are now.
    pub(crate) async fn count(&self, css: &str) -> Result<usize> {
        Ok(self.driver.find_all(By::Css(css)).await?.len())
    }

    /// Clicks on what a selector finds, as soon as it can be clicked on.
    pub(crate) async fn click(&self, css: &str) -> Result<()> {
        self.click_on(By::Css(css)).await
    }

    /// Clicks on a button or link by its words.
    pub(crate) async fn press(&self, words: &str) -> Result<()> {
        let path =
            format!("//*[self::a or self::button or self::summary][normalize-space()={words:?}]");
        self.click_on(By::XPath(path)).await
    }

    /// The first that can be seen: the navigation of phones has the same words as the wide one.
    async fn click_on(&self, by: By) -> Result<()> {
        let wanted = format!("a click on {by:?}");
        self.until(&wanted, async || {
            for element in self.driver.find_all(by.clone()).await? {
                if element.is_displayed().await? {
                    element.click().await?;
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
    }

    /// Writes into a field, in place of what is in it.
    pub(crate) async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.find(By::Css(css)).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Presses keys wherever the focus is.
    pub(crate) async fn type_keys(&self, keys: &str) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// Presses Enter wherever the focus is.
    pub(crate) async fn type_enter(&self) -> Result<()> {
        Ok(self
            .driver
            .action_chain()
            .send_keys(Key::Enter + "")
            .perform()
            .await?)
    }

    /// Presses a key wherever the focus is.
    pub(crate) async fn type_key(&self, key: Key) -> Result<()> {
        let keys = self.driver.action_chain().send_keys(key + "");
        Ok(keys.perform().await?)
    }

    /// Chooses from a list by value.
    pub(crate) async fn choose(&self, css: &str, value: &str) -> Result<()> {
        self.click(&format!("{css} option[value={value:?}]")).await
    }

    /// All words that the page shows.
    pub(crate) async fn says(&self) -> Result<String> {
        Ok(self.driver.find(By::Tag("body")).await?.text().await?)
    }

    /// The words of what a selector finds.
    pub(crate) async fn text(&self, css: &str) -> Result<String> {
        Ok(self.find(By::Css(css)).await?.text().await?)
    }

    /// Waits until the page shows these words.
    pub(crate) async fn sees(&self, words: &str) -> Result<()> {
        let wanted = format!("`{words}`");
        self.until(&wanted, async || Ok(self.says().await?.contains(words)))
            .await
    }

    /// Waits until an element shows these words.
    pub(crate) async fn sees_in(&self, css: &str, words: &str) -> Result<()> {
        let wanted = format!("`{words}` in `{css}`");
        self.until(&wanted, async || {
            let element = self.driver.find(By::Css(css)).await?;
            Ok(element.text().await?.contains(words))
        })
        .await
    }

    /// The page shows these words nowhere. Only after something that shows that it is whole.
    pub(crate) async fn lacks(&self, words: &str) -> Result<()> {
        match self.says().await? {
            says if says.contains(words) => bail!("the page says `{words}`: {says}"),
            _ => Ok(()),
        }
    }

    /// Path and query of the page.
    pub(crate) async fn address(&self) -> Result<String> {
        let url = self.driver.current_url().await?;
        let query = url.query().map(|query| format!("?{query}"));
        Ok(format!("{}{}", url.path(), query.unwrap_or_default()))
    }

    /// Waits until the page is at an address that has this in it.
    pub(crate) async fn arrives(&self, part: &str) -> Result<()> {
        let wanted = format!("an address with `{part}`");
        self.until(&wanted, async || Ok(self.address().await?.contains(part)))
            .await
    }

    /// Waits until a script says that something holds.
    pub(crate) async fn holds(&self, what: &str, script: &str) -> Result<()> {
        self.until(what, async || {
            Ok(self.script(script).await? == Value::Bool(true))
        })
        .await
    }

    /// What a script gives.
    pub(crate) async fn script(&self, script: &str) -> Result<Value> {
        Ok(self
            .driver
            .execute(script, Vec::new())
            .await?
            .json()
            .clone())
    }

    /// What a script gives that calls back its last argument.
    pub(crate) async fn script_later(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self
            .driver
            .execute_async(script, arguments)
            .await?
            .json()
            .clone())
    }

    /// Errors of the console since it was last asked for them: of scripts, of what was not found, of the policy.
    pub(crate) async fn errors(&self) -> Result<Vec<String>> {
        let entries = self.driver.browser_log().await?;
        let bad = entries
            .into_iter()
            .filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING"));
        Ok(bad.map(|entry| entry.message).collect())
    }

    /// The picture of what is seen, or of the whole page, as `png` or `webp`.
    pub(crate) async fn picture(&self, kind: &str, whole: bool) -> Result<Vec<u8>> {
        use base64::Engine as _;
        // The quality is that of WebP; PNG has none.
        let quality = (kind == "webp").then_some(80);
        let mut wanted =
            json!({ "format": kind, "quality": quality, "captureBeyondViewport": whole });
        let size = self.tool("Page.getLayoutMetrics", json!({})).await?;
        let length = |name: &str| size.pointer(&format!("/cssContentSize/{name}")).cloned();
        let clip = json!({
            "x": 0, "y": 0, "scale": 1, "width": length("width"), "height": length("height"),
        });
        if let Some(wanted) = wanted.as_object_mut().filter(|_| whole) {
            wanted.insert("clip".to_owned(), clip);
        }
        if let Some(wanted) = wanted.as_object_mut() {
            wanted.retain(|_, value| !value.is_null());
        }
        let taken = self.tool("Page.captureScreenshot", wanted).await?;
        let data = taken
            .get("data")
            .and_then(Value::as_str)
            .context("no picture")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(data)?)
    }

    /// A file that was downloaded under this name, as soon as it is whole.
    pub(crate) async fn downloaded(&self, name: &str) -> Result<Vec<u8>> {
        let place = self.downloads.join(name);
        self.until(&format!("the file `{name}`"), async || Ok(place.exists()))
            .await?;
        Ok(std::fs::read(place)?)
    }

    /// Keeps what a failed test saw.
    pub(crate) async fn keep(&self, place: &Path) -> Result<()> {
        std::fs::write(
            place.with_extension("png"),
            self.picture("png", false).await?,
        )?;
        std::fs::write(place.with_extension("html"), self.driver.source().await?)?;
        Ok(())
    }

    /// Ends it.
    pub(crate) async fn close(self) {
        // What does not end by itself is ended with the driver.
        let _ = self.driver.quit().await;
    }
}
