//! `holdpoint demo`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use holdpoint_pages::Site;
use holdpoint_sample::WEEKS;
use holdpoint_server::{Options, serve};
use holdpoint_service::Service;
use serde::Serialize;

use super::{Outcome, Run, explained};
use crate::client::own_user;
use crate::data::{self, DataDirectory, Opened, Whereabouts};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Make a sample organisation, and serve it.
///
/// It has two quarters of history, made by running real commands under a clock that is moved by hand, and says of itself that it is
/// sample data. It lies in a temporary directory that goes away afterwards, unless `--data` names a place.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Where the server listens.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8420")]
    listen: SocketAddr,
    /// Only make it, at the place that `--data` names.
    #[arg(long)]
    no_serve: bool,
}

impl Run for Demo {
    fn run(self, session: &Session) -> Outcome {
        let temporary = Temporary::unless(session.global.data.is_some())?;
        let place = match (&session.global.data, &temporary) {
            (Some(place), _) => place.clone(),
            (None, Some(temporary)) => temporary.0.clone(),
            (None, None) => return Err(Failure::failed("sample", "there is no place for it")),
        };
        let made = make(session, &place)?;
        session.show(&made)?;
        if self.no_serve {
            return Ok(Exit::Go);
        }
        let opened = DataDirectory::open(&Whereabouts::of(&place), None)?;
        let Opened::Here(data) = opened else {
            return Err(Failure::failed(
                "sample",
                "another server has the sample open",
            ));
        };
        let options = Options {
            listen: Some(self.listen),
            socket: Some(place.join("socket")),
            open_ledger: true,
            pages: Some(holdpoint_pages::router(
                Site::new(Arc::clone(data.service())).explaining(explained),
            )),
            ..Options::default()
        };
        let service = Arc::clone(data.service());
        let ready = |address: Option<SocketAddr>| {
            if let Some(address) = address {
                for line in links(&service, address) {
                    session.note(line);
                }
            }
        };
        let served = serve(Arc::clone(data.service()), &options, ready);
        served.map(|()| Exit::Go).map_err(|error| {
            let failure = Failure::failed("serve", "the sample cannot be served").because(&error);
            failure.help("`--listen 127.0.0.1:PORT` takes another port")
        })
    }
}

/// Who looks at the sample: somebody who leads releases, somebody who decides, somebody who brings them out.
const VIEWERS: [(&str, &str); 4] = [
    ("miriam", "release manager of payments"),
    ("sofia", "change manager"),
    ("dana", "deployer"),
    ("administrator", "administrator"),
];

/// Links that log in once each.
fn links(service: &Service, address: SocketAddr) -> Vec<String> {
    let link = |(handle, what): (&str, &str)| {
        let person = service.names().find(handle).ok().flatten()?;
        #[expect(
            clippy::disallowed_methods,
            reason = "the sample is this program's own, and its people are nobody"
        )]
        let token = service.login_link(&person).ok()?;
        Some(format!(
            "  http://{address}/enter?link={token}  as {handle}, {what}"
        ))
    };
    let mut lines = vec!["Open one of these; each logs in once. Ctrl-C ends it.".to_owned()];
    lines.extend(VIEWERS.into_iter().filter_map(link));
    lines
}

fn make(session: &Session, place: &Path) -> Result<Made, Failure> {
    if data::exists(place)? {
        let message = format!("there is a ledger in `{}` already", place.display());
        return Err(Failure::input("data-exists", message).help("name an empty directory"));
    }
    let progress = session.progress("two quarters pass", Some(u64::from(WEEKS)));
    let summary = whole(place, &mut |place| {
        data::sample(place, &own_user(), &mut |week| progress.at(u64::from(week)))
    })?;
    Ok(Made {
        sample: true,
        data: place.to_path_buf(),
        releases: summary.releases,
        in_production: summary.out,
        rolled_back: summary.back,
        stopped: summary.stopped,
        under_way: summary.under_way,
    })
}

/// Makes a directory beside the place and puts it there when it is whole: what was broken off leaves nothing there.
fn whole<T>(place: &Path, make: &mut dyn FnMut(&Path) -> Result<T, Failure>) -> Result<T, Failure> {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    let draft = place.with_file_name(name);
    match std::fs::remove_dir_all(&draft) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Failure::file("remove", &draft, &error));
        }
        _ => {}
    }
    let made = make(&draft)?;
    let renamed = std::fs::rename(&draft, place);
    renamed.map_err(|error| Failure::file("make", place, &error))?;
    Ok(made)
}

/// A directory that goes away with this.
struct Temporary(PathBuf);

impl Temporary {
    fn unless(named: bool) -> Result<Option<Self>, Failure> {
        if named {
            return Ok(None);
        }
        let name = format!("holdpoint-demo-{}", std::process::id());
        let place = std::env::temp_dir().join(name);
        std::fs::create_dir(&place).map_err(|error| Failure::file("make", &place, &error))?;
        Ok(Some(Self(place)))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own cleaning of temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What was made.
#[derive(Debug, Serialize)]
struct Made {
    sample: bool,
    data: PathBuf,
    releases: u32,
    in_production: u32,
    rolled_back: u32,
    stopped: u32,
    under_way: u32,
}

impl Human for Made {
    fn human(&self, page: &mut Page) {
        let place = self.data.display();
        page.line(format!(
            "A sample bank: {} releases in {WEEKS} weeks; {} in production, {} rolled back, {} stopped; {} under way.",
            self.releases, self.in_production, self.rolled_back, self.stopped, self.under_way
        ));
        page.gap();
        page.line("In another terminal:");
        for ask in [
            "release list",
            "environment show production",
            "gate explain payments-train-26 production",
            "audit verify",
        ] {
            page.line(format!("  holdpoint --data {place} {ask}"));
        }
    }
}
