//! Chromium, driven through its driver: one driver for a run, a browser with an empty profile for each test.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::json;
use thirtyfour::common::capabilities::chrome::ChromeCapabilities;
use thirtyfour::{ChromiumLikeCapabilities as _, LoggingPrefsLogLevel, WebDriver};

use crate::browser::Browser;
use crate::process::{Room, Running, drain};

/// How a browser is to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// Whether pages may run scripts.
    pub(crate) scripts: bool,
}

/// A browser as nearly everybody has it.
pub(crate) const USUAL: Kind = Kind { scripts: true };
/// One in which no page may run a script.
pub(crate) const WITHOUT_SCRIPTS: Kind = Kind { scripts: false };

/// The driver of a run. Its browsers end with the room that they live in.
pub(crate) struct Chromium {
    url: String,
    visible: bool,
    room: PathBuf,
    _running: Running,
}

impl Chromium {
    pub(crate) fn start(room: &Room, visible: bool) -> Result<Self> {
        let room = room.path().to_owned();
        let mut command = Command::new("chromedriver");
        let log = room.join("chromedriver.log");
        command
            .arg("--port=0")
            .arg(format!("--log-path={}", log.display()));
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let sign = "started successfully on port ";
        let (running, port, lines) = Running::start(&mut command, sign, |child| {
            Some(Box::new(child.stdout.take()?))
        })
        .context("the browser tests need `chromedriver`: `cargo xtask setup` installs it")?;
        drain(lines);
        Ok(Self {
            url: format!("http://127.0.0.1:{}", port.trim_end_matches('.')),
            visible,
            room,
            _running: running,
        })
    }

    /// Opens a browser that knows nothing yet.
    pub(crate) async fn open(&self, kind: Kind) -> Result<Browser> {
        let mut wanted = ChromeCapabilities::new();
        wanted.set_binary(&program()?.to_string_lossy())?;
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let profile = tempfile::tempdir_in(&self.room)?.keep();
        for argument in self.arguments(&profile) {
            wanted.add_arg(&argument)?;
        }
        // 2 is "block" in a profile's preferences.
        let scripts = if kind.scripts { 1 } else { 2 };
        let downloads = profile.join("downloads");
        wanted.add_experimental_option(
            "prefs",
            json!({
                "profile.default_content_setting_values.javascript": scripts,
                "download.default_directory": downloads,
                "intl.accept_languages": "en",
            }),
        )?;
        let builder = WebDriver::builder(&self.url, wanted);
        let driver = builder
            .request_timeout(Duration::from_secs(60))
            .connect()
            .await;
        let driver = driver.context("Chromium did not start")?;
        Browser::new(driver, downloads).await
    }

    fn arguments(&self, profile: &Path) -> Vec<String> {
        let mut arguments = vec![
            format!("--user-data-dir={}", profile.display()),
            "--window-size=1440,900".to_owned(),
            "--force-color-profile=srgb".to_owned(),
            // Text is to look the same on every machine.
            "--font-render-hinting=none".to_owned(),
            "--disable-lcd-text".to_owned(),
            // Containers have a small /dev/shm.
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--hide-scrollbars".to_owned(),
        ];
        if !self.visible {
            arguments.push("--headless=new".to_owned());
        }
        // Chromium's sandbox refuses to run as root, as containers do. Only our own pages are opened.
        if is_root() {
            arguments.push("--no-sandbox".to_owned());
        }
        arguments
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// Chromium, by the names that it is installed under.
fn program() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let mut places =
        std::env::split_paths(&path).flat_map(|place| names.map(|name| place.join(name)));
    let found = places.find(|place| place.exists());
    found.context("the browser tests need `chromium`: `cargo xtask setup` installs it")
}
