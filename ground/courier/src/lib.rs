//! An agent on a host and its server, over one connection that the agent makes, or over requests where no connection gets
//! through; and what was said arrives, however often that breaks.
//!
//! - [`frame`]: what is said, as bytes; the same over both.
//! - [`dispatcher`]: the server's side. Who is connected, who is chosen for work, what became of it.
//! - [`courier`]: the agent's side. What the server has to be told until it has kept it.
//! - [`poll`]: the bytes of a session in requests and answers.
//! - [`drive`]: both sides on real connections.
//!
//! All but `drive` are without clock, socket and file. What is said is repeated until it is acknowledged, and everything has a key,
//! so that saying it twice changes nothing: work is offered until its agent answers, and an end is told once.
//!
//! ```
//! use holdpoint_courier::courier::{self, Courier, Identity, Profile};
//! use holdpoint_courier::dispatcher::{self, Dispatcher, Options, Work};
//! use holdpoint_courier::frame::Mode;
//! use holdpoint_courier::{AgentId, Digest, Output};
//!
//! struct Nothing;
//! impl courier::Source for Nothing {
//!     fn log(&mut self, _: u64, _: u64, _: usize) -> std::io::Result<Vec<u8>> {
//!         Ok(Vec::new())
//!     }
//!     fn file(&mut self, _: Digest, _: u64, _: usize) -> std::io::Result<Vec<u8>> {
//!         Ok(Vec::new())
//!     }
//! }
//!
//! let labels = std::collections::BTreeSet::from(["linux".to_owned()]);
//! let profile = Profile { mode: Mode::Execute, labels: labels.clone(), capacity: 1 };
//! let mut agent = Courier::new(Identity::new(AgentId::new("web-1"), 1, 0), profile);
//! let mut server = Dispatcher::new(Options::new(1));
//! let work = Work { key: 7, epoch: 1, labels, slots: 1, confirm: false, payload: b"make".to_vec() };
//! server.offer(work)?;
//!
//! let session = server.connect(None, 0);
//! agent.connected(0);
//! let mut ended = false;
//! for now in 0..10 {
//!     if let Output::Bytes(bytes) = agent.output(1 << 16, &mut Nothing) {
//!         server.received(session, &bytes, now);
//!     }
//!     while let Some(event) = server.event() {
//!         match event {
//!             dispatcher::Event::Hello { session, .. } => {
//!                 server.welcome(session, &Default::default(), now);
//!             }
//!             dispatcher::Event::Ended { key, .. } => {
//!                 ended = true;
//!                 server.ended_kept(key);
//!             }
//!             _ => {}
//!         }
//!     }
//!     if let Output::Bytes(bytes) = server.output(session, 1 << 16) {
//!         agent.received(&bytes, now);
//!     }
//!     while let Some(event) = agent.event() {
//!         if let courier::Event::Offer { key, payload, .. } = event {
//!             assert_eq!(payload, b"make");
//!             agent.accept(key);
//!             agent.ended(key, b"0".to_vec())?;
//!         }
//!     }
//! }
//! assert!(ended);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod courier;
pub mod dispatcher;
pub mod drive;
mod files;
pub mod frame;
mod link;
mod names;
pub mod poll;

pub use link::{CHUNK, Millis, Output, Protocol, VERSION, WINDOW};
pub use names::{AgentId, Digest};
