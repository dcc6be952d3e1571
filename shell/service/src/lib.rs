//! What every face asks of the engine: requests taken in, questions answered, people known by name.
//!
//! The command line on a data directory and the HTTP server call the same functions and get the same views, so
//! that an answer does not depend on the way by which it was asked.

mod accounts;
mod activity;
mod admission;
mod attachments;
mod audit;
mod bulletin;
mod cosigning;
mod direct;
mod error;
mod feeds;
mod founding;
mod intake;
mod knocks;
mod names;
mod permitted;
mod personal;
mod planning;
mod present;
mod providers;
mod provisioning;
pub mod queries;
mod reader;
mod receipt;
mod rehearsal;
mod retained;
mod roster;
mod rules;
mod service;
mod sessions;
mod sign_on;
mod statuses;
mod system;
mod tally;
mod turns;
mod unnamed;
mod workloads;

pub use accounts::{AccountRequest, Enrolment, Entrance};
pub use admission::{Admission, Carried, Said};
pub use attachments::AttachedFile;
pub use audit::Export;
pub use bulletin::{Couriers, Round};
pub use cosigning::{Gathered, Standing};
pub use direct::Way;
pub use error::{Nature, ServiceError};
pub use founding::Founding;
pub use holdpoint_configuration::read_policies;
pub use intake::MARKERS;
pub use names::{ActorRef, Names, PersonRef, WorkloadRef};
pub use personal::{
    BulletinChannel, BulletinDays, Cadence, ColourTheme, PersonalRequest, SavedView, Seen,
    Settings, SpokenLanguage,
};
pub use planning::{ConfigurationFile, NewPersonView, PlanView, Undo, Wanted, WantedPolicies};
pub use provisioning::{ScimAnswer, ScimFailure, ScimMethod, ScimRequest};
pub use queries::{QUERIES, QueryType};
pub use reader::Reader;
pub use receipt::{Inclusion, Receipt, Written};
pub use rules::rules;
pub use service::{Answered, At, Parts, Service, Submission};
pub use sessions::{
    LIFETIME, LINK_MS, LogIn, NewSession, Overheard, SHORTEST_PASSWORD, Session, SignedOut, Untaken,
};
pub use sign_on::{
    Begun, Finished, LOGIN_MS, LoginProvider, LoginSecrets, Remember, Remembered, Returned,
    SIGN_ON_PAGES, SignOnError,
};
pub use statuses::{Forges, StatusRound, Statuses};
pub use system::system_user;
