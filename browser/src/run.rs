//! A run: two tests at a time, each with a browser and a server of its own, and nothing left over afterwards.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::browser::Browser;
use crate::chromium::{Chromium, Kind};
use crate::journeys;
use crate::process::Room;
use crate::sample::{Sample, Server, root};

/// How long a test may take.
const LONGEST: Duration = Duration::from_secs(1200);
/// How many run at a time.
const AT_ONCE: usize = 2;

/// What whoever starts it wishes.
pub(crate) struct Wishes {
    /// `test` or another of its chores.
    pub(crate) what: String,
    /// Parts of the names of tests; all if there is none.
    pub(crate) only: Vec<String>,
    flags: Vec<String>,
}

impl Wishes {
    pub(crate) fn read(arguments: impl Iterator<Item = String>) -> Self {
        let (flags, words): (Vec<_>, Vec<_>) = arguments.partition(|one| one.starts_with("--"));
        let mut words = words.into_iter();
        Self {
            what: words.next().unwrap_or_default(),
            only: words.collect(),
            flags,
        }
    }

    /// Whether it is wished for.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag == name)
    }

    /// What follows a flag and `=`.
    fn value(&self, name: &str) -> Option<&str> {
        let mut values = self.flags.iter().filter_map(|flag| flag.strip_prefix(name));
        values.find_map(|rest| rest.strip_prefix('='))
    }
}

/// What a test has.
pub(crate) struct Stage<'a> {
    pub(crate) browser: Browser,
    pub(crate) server: Server,
    pub(crate) all: &'a Common,
}

/// What all tests share.
pub(crate) struct Common {
    pub(crate) chromium: Chromium,
    demo: OnceLock<Sample>,
    /// The script of axe-core.
    pub(crate) axe: Option<PathBuf>,
    // Dropped last: it ends whatever has not ended.
    pub(crate) room: Room,
}

impl Common {
    pub(crate) fn prepare(wishes: &Wishes) -> Result<Self> {
        let room = Room::new()?;
        room.end_when_told();
        Ok(Self {
            chromium: Chromium::start(&room, wishes.flag("--visible"))?,
            demo: OnceLock::new(),
            axe: wishes.value("--axe").map(PathBuf::from),
            room,
        })
    }

    /// The sample, made when it is first asked for.
    pub(crate) fn demo(&self) -> Result<&Sample> {
        match self.demo.get() {
            Some(sample) => Ok(sample),
            None => {
                let made = Sample::demo(&self.room)?;
                Ok(self.demo.get_or_init(|| made))
            }
        }
    }
}

/// Runs on this thread until it is done.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime?.block_on(future)
}

/// What a test does, until it has failed or not.
pub(crate) type Doing<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// A test.
#[derive(Clone, Copy)]
pub(crate) struct Test {
    pub(crate) name: &'static str,
    pub(crate) browser: Kind,
    pub(crate) does: for<'a> fn(&'a Stage<'_>) -> Doing<'a>,
}

/// Runs all tests that are wished for; an error if one fails.
pub(crate) fn all(wishes: &Wishes) -> Result<()> {
    let wished = |test: &Test| {
        wishes.only.is_empty()
            || wishes
                .only
                .iter()
                .any(|part| test.name.contains(part.as_str()))
    };
    let mut tests: Vec<_> = journeys::all().into_iter().filter(wished).collect();
    let count = tests.len();
    if count == 0 {
        bail!("no browser test has such a name");
    }
    // From the end, so that the first of the list begins.
    tests.reverse();
    let common = Common::prepare(wishes)?;
    common.demo()?;
    let failed = each(&common, tests);
    println!(
        "{} browser tests passed, {} failed",
        count - failed.len(),
        failed.len()
    );
    match failed.as_slice() {
        [] => Ok(()),
        failed => bail!("browser tests failed: {}", failed.join(", ")),
    }
}

/// Runs them side by side; gives the names of those that failed.
fn each(common: &Common, tests: Vec<Test>) -> Vec<&'static str> {
    let (open, failed) = (Mutex::new(tests), Mutex::new(Vec::new()));
    let next = || open.lock().map_or(None, |mut open| open.pop());
    let work = || {
        while let Some(test) = next() {
            if !passed(common, test)
                && let Ok(mut failed) = failed.lock()
            {
                failed.push(test.name);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(work);
        }
    });
    failed.into_inner().unwrap_or_default()
}

/// Runs one and says what came of it.
fn passed(common: &Common, test: Test) -> bool {
    let begun = Instant::now();
    let done = catch_unwind(AssertUnwindSafe(|| one(common, test)));
    let done = done.unwrap_or_else(|_| Err(anyhow!("it panicked")));
    let took = begun.elapsed().as_secs_f32();
    match &done {
        Ok(()) => println!("ok     {took:5.1} s  {}", test.name),
        Err(error) => println!(
            "FAILED {took:5.1} s  {}\n       {}",
            test.name,
            brief(error)
        ),
    }
    done.is_ok()
}

/// Every cause in a line; the driver adds stacks of its own.
fn brief(error: &anyhow::Error) -> String {
    let causes = error.chain().map(ToString::to_string);
    let lines = causes.map(|cause| {
        cause
            .lines()
            .map(str::trim)
            .take(30)
            .collect::<Vec<_>>()
            .join(" ")
    });
    lines.collect::<Vec<_>>().join(": ")
}

fn one(common: &Common, test: Test) -> Result<()> {
    block_on(async {
        let stage = Stage {
            browser: common.chromium.open(test.browser).await?,
            server: common.demo()?.serve()?,
            all: common,
        };
        let done = tokio::time::timeout(LONGEST, (test.does)(&stage)).await;
        let done = done.context("it took too long").flatten();
        if done.is_err() {
            let place = kept(test.name)?;
            eprintln!("what it saw last: {}.png", place.display());
            let _ = stage.browser.keep(&place).await;
        }
        stage.browser.close().await;
        done
    })
}

/// Where the last picture of a test that failed is kept.
fn kept(name: &str) -> Result<PathBuf> {
    let place = root().join("target/browser");
    std::fs::create_dir_all(&place)?;
    Ok(place.join(name.replace(' ', "-").replace(',', "")))
}
