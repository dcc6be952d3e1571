//! What a route is: a row, from which the router, the OpenAPI document and the tests of who may do what are made.

use std::time::Duration;

use axum::routing::MethodRouter;
use holdpoint_domain::access::Permission;

use crate::api::Api;
use crate::openapi::Operation;
use crate::routes;

/// How large a request may be, in bytes: a command has one entry of at most 64 KiB, or many of them.
pub(crate) const LARGEST_REQUEST: usize = 8 * 1024 * 1024;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Open,
    /// Anybody where the ledger is open, else who may read.
    Ledger,
    /// Anybody who is known.
    Known,
    /// Who has that permission in some scope.
    May(Permission),
    /// Who may do what is asked for: it depends on the command.
    Command,
}

/// How much room and time a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Soon answered.
    Quick,
    /// It reads or writes much.
    Long,
    /// It goes on until somebody ends it.
    Stream,
}

impl Class {
    /// How many at a time.
    pub(crate) fn room(self) -> usize {
        match self {
            Self::Quick => 1_024,
            Self::Long => 16,
            Self::Stream => 256,
        }
    }

    /// How long until its answer begins.
    pub(crate) fn patience(self) -> Option<Duration> {
        match self {
            Self::Quick => Some(Duration::from_secs(30)),
            Self::Long | Self::Stream => None,
        }
    }
}

/// A route.
pub(crate) struct Route {
    /// In lower case, as OpenAPI has it.
    pub(crate) method: &'static str,
    /// As the router has it.
    pub(crate) path: &'static str,
    /// Its name: the operation's id, and its label among the measurements.
    pub(crate) name: &'static str,
    /// In a line.
    pub(crate) summary: &'static str,
    pub(crate) access: Access,
    pub(crate) class: Class,
    pub(crate) handler: fn() -> MethodRouter<Api>,
    /// What the document says of it besides.
    pub(crate) describe: fn(Operation) -> Operation,
}

/// A route as tests see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteRow {
    /// In lower case.
    pub method: &'static str,
    /// With names in braces.
    pub path: &'static str,
    /// Who may ask.
    pub access: Access,
}

/// All routes.
pub fn rows() -> impl Iterator<Item = RouteRow> {
    routes::ROUTES
        .iter()
        .copied()
        .flatten()
        .map(|route| RouteRow {
            method: route.method,
            path: route.path,
            access: route.access,
        })
}
