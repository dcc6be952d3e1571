//! Questions, one in a file: its arguments, its view, and how the state answers it.
//!
//! The command line and the HTTP API ask by name and get the same views.

mod access;
mod agent;
mod archive;
mod booking;
mod calendar;
mod check;
mod component;
mod contract;
mod conversation;
mod cutover;
mod deployment;
mod directory;
mod entries;
mod environment;
mod erasure;
mod evidence;
mod feed;
mod find;
mod gate;
mod home;
mod horizons;
mod inbox;
mod journey;
mod keys;
mod latest;
mod organisation;
mod paging;
mod payload;
mod person;
mod pipeline;
mod policy;
mod readiness;
mod release;
mod releases;
mod search;
mod settings;
mod signatures;
mod statement;
mod status;
mod team;
mod template;
mod timetable;
mod train;
mod unit;
mod waiver;
mod window;

use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use access::{AbsenceView, Access, DelegationView, GrantView, ListAccess};
pub use agent::{
    AgentPage, AgentStanding, AgentView, Agents, ListAgents, ProgramView, ShowAgent, StepAtAgent,
};
pub use archive::{Archive, HoldView, ListArchive, RetainedOf, RetainedView};
pub use booking::{BookingView, Bookings, FindSlot, FreeSlot, ListBookings};
pub use calendar::{CalendarPage, Calendars, ListCalendars, ShowCalendar};
pub(crate) use check::kept;
pub use check::{
    CheckPage, CheckedView, CountsView, EarlierView, FindingView, GateLine, ShowCheck,
};
pub use component::{
    ComponentLine, ComponentPage, Components, ListComponents, Running, ShowComponent,
};
pub use contract::{ContractsPage, ListContracts, MeetingView, PartyView, ProofView, WhenView};
pub use conversation::{AttachmentView, CommentView, Conversation, ListConversation};
pub use cutover::{
    CutoverLine, CutoverPage, Cutovers, ListCutovers, RehearsalView, ShowCutover, SpanView,
    TaskView,
};
pub use deployment::{DeploymentPage, Deployments, ListDeployments, ShowDeployment, StepView};
pub use directory::{DirectoryPage, GroupView, ProviderView, ShowDirectory};
pub use entries::{Entries, EntryView, ListEntries};
pub use environment::{
    EnvironmentHistory, EnvironmentPage, Environments, ListEnvironments, ShowEnvironment,
};
pub use erasure::{ErasedView, Erasure, ForgottenView, ShowErasure};
pub use evidence::{EvidenceList, EvidenceView, ListEvidence};
pub use feed::{FeedPart, FeedView, ShowFeed};
pub use find::{FindReleases, FoundReleases, ReleaseOrder};
pub use gate::{ExplainGate, Explained, GateView, Gates, LineView, ListGates};
pub(crate) use home::on_its_way;
pub use home::{AskedWaiver, CountedView, Home, PendingView, PlaceView, ShowHome};
pub use horizons::{HorizonsPage, ShowHorizons, WitnessView, WitnessedView};
pub use inbox::{Inbox, InboxItem, InboxKind, InboxPart, ShowInbox};
pub(crate) use journey::chain;
pub use journey::{Journey, OpenDeployment, PointView, ShowJourney};
pub use keys::{KeyView, Keys, ListKeys};
pub use latest::{Latest, LatestEntries};
pub use organisation::{OrganisationPage, ShowOrganisation};
pub use paging::Paging;
pub use payload::{PayloadView, ShowPayload};
pub use person::{ListPeople, People, PersonView, ShowPerson};
pub use pipeline::{
    CompareRuns, ComparedEnd, ComparedStep, Comparison, DecisionView, ListPipelines, ListRuns,
    LogLine, LogPlace, PipelineLine, Pipelines, RunLine, RunPage, RunStepView, RunTrace, Runs,
    ShowRun, ShowStepLog, ShowTests, StageView as RunStageView, StepLog, StepState, TestState,
    TestView, TestsPage, TraceRun, WaitsFor,
};
pub use policy::{AskPolicy, PolicyAnswer, PolicyLine, PolicyPage, ShowPolicy};
pub use readiness::{ItemView, Readiness, ShowReadiness};
pub use release::{
    ApprovalView, ConfirmationView, PlanView, ReachedView, ReleasePage, ShowRelease, SignatureView,
};
pub use releases::{ListReleases, ReleaseLine, Releases};
pub use search::{Found, FoundThings, Search};
pub use settings::{ListViews, SettingsPage, ShowSettings, ViewLine, Views};
pub use signatures::{ListSignatures, PasskeyView, Signatures, SignedAct, SignedView};
pub use statement::{ShowStatement, StatementView};
pub use status::{ListStatuses, StatusView, StatusesView};
pub use team::{ListTeams, ShowTeam, TeamPage, Teams};
pub use template::{ListTemplates, ShowTemplate, Templates};
pub use timetable::{DayOff, Happening, ShowTimetable, Timetable, What};
pub use train::{AboardView, DepartureView, ListTrains, ShowTrain, TrainPage, Trains};
pub use unit::{ListUnits, ShowUnit, UnitPage, Units};
pub use waiver::{ListWaivers, WaiverView, Waivers};
pub use window::{ListWindows, ShowWindow, WindowPage, Windows};

use crate::{Reader, ServiceError};

/// A question: its arguments are the fields.
pub trait Query: Serialize + DeserializeOwned + JsonSchema {
    /// Its name, such as `release.show`.
    const NAME: &'static str;
    /// What the answer looks like.
    type View: Serialize + DeserializeOwned + JsonSchema;

    /// The answer.
    ///
    /// # Errors
    /// When what is asked about does not exist, or the ledger cannot be read.
    fn answer(&self, reader: &Reader<'_>) -> Result<Self::View, ServiceError>;
}

/// A query with the JSON Schemas of its arguments and its view.
#[derive(Clone, Copy)]
pub struct QueryType {
    /// Its name.
    pub name: &'static str,
    /// The schema of its arguments.
    pub arguments: fn() -> Schema,
    /// The schema of its view.
    pub view: fn() -> Schema,
    /// The same, with everything that it refers to inside.
    pub inlined_view: fn() -> Value,
}

fn inlined<T: JsonSchema>() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

macro_rules! queries {
    ($($query:ty,)*) => {
        /// All queries.
        pub const QUERIES: &[QueryType] = &[$(QueryType {
            name: <$query>::NAME,
            arguments: || schemars::schema_for!($query),
            view: || schemars::schema_for!(<$query as Query>::View),
            inlined_view: inlined::<<$query as Query>::View>,
        },)*];

        /// Answers a query by name.
        pub(crate) fn answer(
            name: &str,
            arguments: Value,
            reader: &Reader<'_>,
        ) -> Result<Value, ServiceError> {
            match name {
                $(<$query>::NAME => put::<$query>(arguments, reader),)*
                _ => Err(ServiceError::QueryUnknown(name.to_owned())),
            }
        }
    };
}

queries! {
    ShowHome,
    Search,
    ShowOrganisation,
    ShowHorizons,
    ListUnits,
    ShowUnit,
    ListTeams,
    ShowTeam,
    ListPeople,
    ShowPerson,
    ListKeys,
    ListAccess,
    ShowDirectory,
    ShowPolicy,
    AskPolicy,
    ListCalendars,
    ShowCalendar,
    ShowFeed,
    ShowTimetable,
    ListTrains,
    ShowTrain,
    ListWindows,
    ShowWindow,
    ListComponents,
    ShowComponent,
    ListTemplates,
    ShowTemplate,
    ListEnvironments,
    ShowEnvironment,
    EnvironmentHistory,
    ListBookings,
    FindSlot,
    ListReleases,
    FindReleases,
    ShowRelease,
    ShowJourney,
    ShowReadiness,
    ShowPayload,
    ShowStatement,
    ListSignatures,
    ListGates,
    ExplainGate,
    ListStatuses,
    ListEvidence,
    ListContracts,
    ShowCheck,
    ListWaivers,
    ListArchive,
    ShowErasure,
    ListDeployments,
    ShowDeployment,
    ListPipelines,
    ListRuns,
    ShowRun,
    ShowStepLog,
    ShowTests,
    TraceRun,
    CompareRuns,
    ListCutovers,
    ShowCutover,
    ListAgents,
    ShowAgent,
    ListEntries,
    ListConversation,
    ShowInbox,
    ShowSettings,
    ListViews,
}

fn put<Q: Query>(arguments: Value, reader: &Reader<'_>) -> Result<Value, ServiceError> {
    let wrong = |reason: serde_json::Error| ServiceError::Arguments {
        query: Q::NAME.to_owned(),
        reason: reason.to_string(),
    };
    let query: Q = serde_json::from_value(arguments).map_err(wrong)?;
    let view = query.answer(reader)?;
    let view = serde_json::to_value(view);
    let mut view = view.map_err(|error| ServiceError::Internal(error.to_string()))?;
    view.sort_all_objects();
    Ok(view)
}

#[cfg(test)]
mod tests {
    use super::QUERIES;

    #[test]
    fn every_query_has_a_name_of_its_own_and_a_schema() {
        let mut names: Vec<_> = QUERIES.iter().map(|query| query.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), QUERIES.len());
        for query in QUERIES {
            assert!((query.view)().as_object().is_some(), "{}", query.name);
            assert!((query.arguments)().as_object().is_some(), "{}", query.name);
        }
    }
}
