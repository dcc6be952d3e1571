//! Agents on other hosts: where a server listens for them.

use std::net::SocketAddr;

use clap::Args;
use holdpoint_agents::host::host_name;
use holdpoint_agents::server::{Listening, Where};
use holdpoint_logs::{Level, Log};

use crate::data::DataDirectory;
use crate::error::Failure;

#[derive(Debug, Args)]
pub(super) struct ForAgents {
    /// Where agents on other hosts connect, with TLS and certificates of an authority of its own, such as `0.0.0.0:8443`.
    #[arg(long, value_name = "ADDR", env = "HOLDPOINT_AGENTS")]
    agents: Option<SocketAddr>,
    /// The names and addresses by which agents reach it; its host name, `localhost` and the address that it listens on if nothing
    /// is said.
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        env = "HOLDPOINT_AGENTS_NAMES"
    )]
    agents_names: Vec<String>,
}

impl ForAgents {
    /// Listens as long as what it gives lives, if it is to.
    pub(super) fn listen(
        self,
        data: &DataDirectory,
        several: bool,
        log: &Log,
        as_text: bool,
    ) -> Result<Option<Listening>, Failure> {
        let Some(address) = self.agents else {
            return Ok(None);
        };
        if several {
            let why = "agents cannot be served by one of several servers yet";
            return Err(Failure::input("usage", why));
        }
        let names = match self.agents_names.is_empty() {
            true => usual(address),
            false => self.agents_names,
        };
        let name = names.first().cloned().unwrap_or_default();
        let listening = data.listen_for_agents(&Where { address, names }, log.clone())?;
        let port = listening.address().port();
        let message = format!("agents connect to https://{name}:{port}");
        let fields = [("address", listening.address().to_string())];
        let fields = fields
            .each_ref()
            .map(|(key, text)| (*key, text.as_str().into()));
        let fields = if as_text { &[][..] } else { &fields };
        log.say(Level::Notice, "server.agents", &message, fields);
        Ok(Some(listening))
    }
}

fn usual(address: SocketAddr) -> Vec<String> {
    let host = host_name().to_ascii_lowercase();
    let mut names: Vec<String> = [host, "localhost".to_owned()]
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    if !address.ip().is_unspecified() {
        names.insert(0, address.ip().to_string());
    }
    names
}
