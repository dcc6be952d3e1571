//! `holdpoint serve`.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use holdpoint_pages::Site;
use holdpoint_server::{Options, ServeError, serve};
use holdpoint_service::Service;

use super::{Outcome, Run};
use crate::client::unfounded;
use crate::data::{self, Opened, Post};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::note;
use crate::session::Session;

/// Serve a data directory.
///
/// It serves the API and the ledger, and runs the agent that carries out deployment steps.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8380")]
    listen: SocketAddr,
    /// Let everybody who can reach the address read the ledger's entries; always so on a loopback address.
    #[arg(long)]
    public_ledger: bool,
    /// The address by which people reach it, if a proxy with TLS stands before it. Without one browsers are
    /// signed in on a loopback address only.
    #[arg(long, value_name = "URL", value_parser = https)]
    public_url: Option<String>,
}

fn https(text: &str) -> Result<String, String> {
    let host = text
        .strip_prefix("https://")
        .map(|rest| rest.trim_end_matches('/'));
    match host.filter(|host| !host.is_empty() && !host.contains(['/', ' '])) {
        Some(host) => Ok(format!("https://{host}")),
        None => Err("write `https://HOST`, without a path".to_owned()),
    }
}

impl Run for Serve {
    fn run(self, session: &Session) -> Outcome {
        let place = session.data();
        let data = match session.open(None)? {
            Opened::Here(data) => data,
            Opened::Empty => return Err(unfounded()),
            Opened::Served(socket) => {
                let message = format!("a server has `{}` open already", place.display());
                return Err(Failure::failed("data", message)
                    .help(format!("it listens on `{}`", socket.display())));
            }
        };
        data::share(&place)?;
        let options = Options {
            listen: Some(self.listen),
            open_ledger: self.public_ledger || self.listen.ip().is_loopback(),
            public_url: self.public_url,
            ..Options::default()
        };
        run(session, data.service(), &place, options)
    }
}

/// The longest path that a socket can have on Linux, with its final zero byte.
const LONGEST_SOCKET: usize = 108;

/// Serves until a signal asks it to stop.
fn run(session: &Session, service: &Arc<Service>, place: &Path, options: Options) -> Outcome {
    let socket = place.join("socket");
    let fits = socket.as_os_str().len() < LONGEST_SOCKET;
    if !fits {
        session.note(format!(
            "no socket: `{}` is too long a path for one",
            socket.display()
        ));
    }
    let options = Options {
        socket: fits.then_some(socket),
        pages: Some(holdpoint_pages::router(Site::new(Arc::clone(service)))),
        ..options
    };
    let quiet = session.global.quiet;
    let _post = Post::start(service, move |text| {
        if !quiet {
            note(text);
        }
    });
    let served = serve(Arc::clone(service), &options, |address| {
        if let Some(address) = address {
            session.note(format!("listening on http://{address}"));
        }
    });
    match served {
        Ok(()) => Ok(Exit::Go),
        Err(error) => Err(failure(&error)),
    }
}

fn failure(error: &ServeError) -> Failure {
    let mut failure = Failure::failed("server", error);
    if let Some(source) = std::error::Error::source(error) {
        failure = failure.because(source);
    }
    failure
}
