//! What an agent does from its start to its end.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_courier::courier::Event;
use holdpoint_identity::{KeyPair, Request};
use holdpoint_logs::Level;

use super::files::Shelf;
use super::join::{HostError, now};
use super::look::Looker;
use super::work::{Works, locked};
use crate::enrol::{RENEW, Renewing};
use crate::http::post;

/// How often it is looked how much steps have written.
const LOGS: Duration = Duration::from_millis(40);
/// How often it is looked what runs on the host, and whether the certificate is to be renewed.
const LOOK: Duration = Duration::from_secs(30);

impl Works {
    /// Goes on with what was asked before this start.
    pub(super) fn resume_all(self: &Arc<Self>) -> Result<(), String> {
        for (key, task) in self.place.tasks()? {
            let begun = true;
            self.link
                .with(|courier| courier.restore(key, task.epoch, 1, begun));
            if let Some(said) = &task.said {
                self.said_before(key, said);
                continue;
            }
            let works = Arc::clone(self);
            spawn(key, move || {
                if let Err(why) = works.resume(key, &task) {
                    let fields = [("step", key.into())];
                    works.log.say(Level::Error, "agent.state", &why, &fields);
                }
            });
        }
        Ok(())
    }

    pub(super) async fn run(
        self: Arc<Self>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), HostError> {
        let (link, way) = (Arc::clone(&self.link), Arc::clone(&self.way));
        let mut shelf = Shelf::new(Arc::clone(&self.written));
        tokio::spawn(async move { link.run(&*way, &mut shelf).await });
        tokio::spawn(Arc::clone(&self).logs());
        tokio::spawn(Arc::clone(&self).looks());
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                event = self.link.event() => self.heard(event),
            }
        }
        self.link
            .with(|courier| courier.leave("the agent was stopped"));
        // What it says last is written meanwhile.
        tokio::time::sleep(Duration::from_millis(200)).await;
        Ok(())
    }

    async fn logs(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LOGS).await;
            self.logs_grew();
        }
    }

    async fn looks(self: Arc<Self>) {
        let looker = Arc::new(Mutex::new(Looker::default()));
        loop {
            let looker = Arc::clone(&looker);
            let seen = tokio::task::spawn_blocking(move || locked(&looker).look()).await;
            let seen = seen.ok().and_then(|seen| serde_json::to_vec(&seen).ok());
            if let Some(seen) = seen {
                // Longer than may be sent it is not: programs are counted.
                let _ = self.link.with(|courier| courier.observed(seen));
            }
            if let Err(why) = self.renew().await {
                self.log.say(Level::Warn, "agent.renew", &why, &[]);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Gets another certificate when two thirds of the time of this one are over.
    async fn renew(&self) -> Result<(), String> {
        let credentials = self.way.credentials();
        if credentials.due() > now() {
            return Ok(());
        }
        let key = KeyPair::generate().map_err(|error| error.to_string())?;
        let request = Request::write(&key).map_err(|error| error.to_string())?;
        let body = serde_json::to_vec(&Renewing { request }).map_err(|error| error.to_string())?;
        let answer = self.way.ask(post(RENEW, body)?).await?;
        let issued = serde_json::from_slice(&answer).map_err(|error| error.to_string())?;
        let renewed = credentials.renewed(key, &issued, now());
        let renewed = renewed.map_err(|error| error.to_string())?;
        let kept = renewed.keep(&self.place.file("credentials.pem"));
        kept.map_err(|error| error.to_string())?;
        self.way.renewed(renewed);
        Ok(())
    }

    fn heard(self: &Arc<Self>, event: Event) {
        let works = Arc::clone(self);
        match event {
            Event::Welcome { epoch } => self.welcome(epoch),
            Event::Offer {
                key,
                epoch,
                payload,
            } => spawn(key, move || works.offered(key, epoch, &payload)),
            Event::Stop { key, .. } | Event::Revoke { key, .. } => self.stop(key),
            Event::Settled { key } => spawn(key, move || works.settled(key)),
            Event::File {
                digest,
                offset,
                size,
                bytes,
            } => self.piece(digest, (offset, size), &bytes),
            Event::NoFile { digest, why } => self.arrived(digest, &Err(why)),
            Event::Uploaded { digest } => self.arrived(digest, &Ok(())),
            Event::Parted { reason, text } => {
                let message = format!("the server ended the connection ({reason:?}): {text}");
                self.log.say(Level::Warn, "agent.parted", &message, &[]);
            }
            _ => {}
        }
    }

    fn welcome(&self, epoch: u64) {
        self.log
            .say(Level::Info, "agent.connected", "connected", &[]);
        let kept = self.place.heard(epoch);
        if let Err(why) = kept {
            self.log.say(Level::Error, "agent.state", &why, &[]);
        }
    }
}

fn spawn(key: u64, work: impl FnOnce() + Send + 'static) {
    let name = format!("step {key}");
    // Without a thread the offer is made again when the agent has connected anew.
    let _ = std::thread::Builder::new().name(name).spawn(work);
}
