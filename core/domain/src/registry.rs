//! All commands and all events: the one place where their names stand.

use serde::{Deserialize, Serialize};

use crate::access::{self, Required};
use crate::event_type::EventType;
use crate::fact_error::FactError;
use crate::kernel::{Context, Decide, Evolve, Halt, Key, Meta, Opening};
use crate::{
    State, agent, approval, booking, bulletin, calendar, catalogue, conversation, cutover,
    declaration, deployment, directory, environment, evidence, format, gate, organisation,
    pipeline, release, retention, signing, status, waiver, window, workload,
};

macro_rules! events {
    ($($since:literal { $($name:literal = $variant:ident($type:ty),)* })*) => {
        /// An event: what has happened.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is documented where it is defined")]
        pub enum Fact { $($($variant(Box<$type>),)*)* }

        $($(impl From<$type> for Fact {
            fn from(event: $type) -> Self {
                Self::$variant(Box::new(event))
            }
        })*)*

        /// All event types.
        pub const EVENTS: &[EventType] =
            &[$($(EventType { name: $name, since: $since, schema: || schemars::schema_for!($type) },)*)*];

        impl Fact {
            /// Its type, such as `release.created.v1`.
            #[must_use]
            pub fn event_type(&self) -> &'static str {
                match self { $($(Self::$variant(_) => $name,)*)* }
            }
            /// Its data as JSON, in which names are in order.
            ///
            /// # Errors
            /// Never for what this crate makes; the signature is serde's.
            pub fn data(&self) -> serde_json::Result<serde_json::Value> {
                let mut data = match self {
                    $($(Self::$variant(event) => serde_json::to_value(event),)*)*
                }?;
                data.sort_all_objects();
                Ok(data)
            }
            /// Reads the data of an event of that type.
            ///
            /// # Errors
            /// For an unknown type or data of another shape.
            pub fn parse(event_type: &str, data: &str) -> Result<Self, FactError> {
                match event_type {
                    $($($name => serde_json::from_str(data)
                        .map(|event| Self::$variant(Box::new(event)))
                        .map_err(|error| FactError::Malformed($name, error.to_string())),)*)*
                    _ => Err(FactError::Unknown(event_type.to_owned())),
                }
            }
            /// The one aggregate that it changes.
            #[must_use]
            pub fn subject(&self) -> Key {
                match self { $($(Self::$variant(event) => event.subject(),)*)* }
            }
            /// Other aggregates that it names.
            #[must_use]
            pub fn references(&self) -> Vec<Key> {
                match self { $($(Self::$variant(event) => event.references(),)*)* }
            }
            /// Whether it opens or finishes its aggregate.
            #[must_use]
            pub fn opening(&self) -> Option<Opening> {
                match self { $($(Self::$variant(event) => event.opening(),)*)* }
            }
            /// The first format whose programs read it: that of its type, or a later one if it says more than
            /// its type did at first.
            #[must_use]
            pub fn format(&self) -> u32 {
                match self { $($(Self::$variant(event) => u32::max($since, event.format()),)*)* }
            }

            pub(crate) fn apply(&self, state: &mut State, meta: &Meta) {
                match self { $($(Self::$variant(event) => event.apply(state, meta),)*)* }
            }
        }
    };
}

macro_rules! commands {
    ($($name:literal = $variant:ident($type:ty),)*) => {
        /// A command: what is asked for.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "command", content = "arguments")]
        #[allow(missing_docs, reason = "each is documented where it is defined")]
        pub enum Command { $(#[serde(rename = $name)] $variant(Box<$type>),)* }

        $(impl From<$type> for Command {
            fn from(command: $type) -> Self {
                Self::$variant(Box::new(command))
            }
        })*

        impl Command {
            /// The names of all commands.
            pub const NAMES: &'static [&'static str] = &[$($name,)*];

            /// Its name, such as `release.create`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }

            /// What its actor must be permitted.
            ///
            /// # Errors
            /// When an aggregate that tells is not in memory, or does not exist.
            pub fn required(&self, state: &State) -> Result<Required, Halt> {
                match self { $(Self::$variant(command) => command.required(state),)* }
            }

            pub(crate) fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<crate::Fact>, Halt> {
                match self { $(Self::$variant(command) => command.decide(state, context),)* }
            }
        }
    };
}

// By the format that they came with. Those of format 1 stand; a new type goes to the newest format, which is
// raised, with `KNOWN_FORMAT`, for the first new type after a version of the program went out.
events! {
    0 {
        "ledger.format.raised.v1" = FormatRaised(format::FormatRaised),
    }
    1 {
        "organisation.founded.v1" = Founded(organisation::Founded),
        "organisation.configured.v1" = Configured(organisation::Configured),
        "unit.declared.v1" = UnitDeclared(organisation::UnitDeclared),
        "unit.retired.v1" = UnitRetired(organisation::UnitRetired),
        "team.declared.v1" = TeamDeclared(organisation::TeamDeclared),
        "team.retired.v1" = TeamRetired(organisation::TeamRetired),
        "person.added.v1" = PersonAdded(organisation::PersonAdded),
        "person.erased.v1" = PersonErased(organisation::PersonErased),
        "person.absent.v1" = Absent(access::Absent),
        "person.back.v1" = Back(access::Back),
        "access.granted.v1" = Granted(access::Granted),
        "access.revoked.v1" = Revoked(access::Revoked),
        "access.refused.v1" = Refused(access::Refused),
        "access.delegated.v1" = Delegated(access::Delegated),
        "access.delegation-ended.v1" = DelegationEnded(access::DelegationEnded),
        "calendar.declared.v1" = CalendarDeclared(calendar::CalendarDeclared),
        "calendar.retired.v1" = CalendarRetired(calendar::CalendarRetired),
        "component.declared.v1" = ComponentDeclared(catalogue::ComponentDeclared),
        "component.retired.v1" = ComponentRetired(catalogue::ComponentRetired),
        "environment.declared.v1" = EnvironmentDeclared(environment::EnvironmentDeclared),
        "environment.retired.v1" = EnvironmentRetired(environment::EnvironmentRetired),
        "template.declared.v1" = TemplateDeclared(release::TemplateDeclared),
        "template.retired.v1" = TemplateRetired(release::TemplateRetired),
        "release.created.v1" = ReleaseCreated(release::Created),
        "release.artifact-added.v1" = ArtifactAdded(release::ArtifactAdded),
        "release.artifact-removed.v1" = ArtifactRemoved(release::ArtifactRemoved),
        "release.commits-added.v1" = CommitsAdded(release::CommitsAdded),
        "release.scope-changed.v1" = ScopeChanged(release::ScopeChanged),
        "release.notes-written.v1" = NotesWritten(release::NotesWritten),
        "release.submitted.v1" = ReleaseSubmitted(release::Submitted),
        "release.revised.v1" = ReleaseRevised(release::Revised),
        "release.decided.v1" = ReleaseDecided(release::DecisionMade),
        "release.cancelled.v1" = ReleaseCancelled(release::Cancelled),
        "release.closed.v1" = ReleaseClosed(release::Closed),
        "release.reopened.v1" = ReleaseReopened(release::Reopened),
        "release.deployment-begun.v1" = DeploymentBegun(release::DeploymentBegun),
        "release.environment-reached.v1" = EnvironmentReached(release::EnvironmentReached),
        "readiness.confirmed.v1" = ReadinessConfirmed(release::ReadinessConfirmed),
        "readiness.withdrawn.v1" = ReadinessWithdrawn(release::ReadinessWithdrawn),
        "approval.given.v1" = ApprovalGiven(approval::Given),
        "approval.rejected.v1" = ApprovalRejected(approval::Rejected),
        "approval.withdrawn.v1" = ApprovalWithdrawn(approval::Withdrawn),
        "gate.judged.v1" = GateJudged(gate::Judged),
        "evidence.recorded.v1" = EvidenceRecorded(evidence::Recorded),
        "evidence.withdrawn.v1" = EvidenceWithdrawn(evidence::Withdrawn),
        "waiver.requested.v1" = WaiverRequested(waiver::Requested),
        "waiver.approved.v1" = WaiverApproved(waiver::Approved),
        "waiver.revoked.v1" = WaiverRevoked(waiver::Revoked),
        "waiver.expired.v1" = WaiverExpired(waiver::Expired),
        "deployment.requested.v1" = DeploymentRequested(deployment::Requested),
        "deployment.step-requested.v1" = StepRequested(deployment::StepRequested),
        "deployment.step-finished.v1" = StepFinished(deployment::StepFinished),
        "deployment.step-lost.v1" = StepLost(deployment::StepLost),
        "deployment.succeeded.v1" = DeploymentSucceeded(deployment::Succeeded),
        "deployment.failed.v1" = DeploymentFailed(deployment::Failed),
        "deployment.aborted.v1" = DeploymentAborted(deployment::Aborted),
        "deployment.superseded.v1" = DeploymentSuperseded(deployment::Superseded),
    }
    2 {
        "release.imported.v1" = ReleaseImported(release::ReleaseImported),
        "release.import-withdrawn.v1" = ImportWithdrawn(release::ImportWithdrawn),
        "bulletin.requested.v1" = BulletinRequested(bulletin::Requested),
        "bulletin.sent.v1" = BulletinSent(bulletin::Sent),
        "bulletin.lost.v1" = BulletinLost(bulletin::Lost),
        "comment.added.v1" = CommentAdded(conversation::Added),
        "comment.edited.v1" = CommentEdited(conversation::Edited),
        "comment.withdrawn.v1" = CommentWithdrawn(conversation::Withdrawn),
        "release.content-copied.v1" = ContentCopied(release::ContentCopied),
        "account.enrolment-issued.v1" = EnrolmentIssued(access::EnrolmentIssued),
        "account.enrolled.v1" = Enrolled(access::Enrolled),
        "account.password-set.v1" = PasswordSet(access::PasswordSet),
        "account.token-issued.v1" = TokenIssued(access::TokenIssued),
        "account.tokens-revoked.v1" = TokensRevoked(access::TokensRevoked),
        "account.feed-issued.v1" = FeedIssued(access::FeedIssued),
        "account.feeds-revoked.v1" = FeedsRevoked(access::FeedsRevoked),
        "account.user-mapped.v1" = UserMapped(access::UserMapped),
        "account.key-added.v1" = KeyAdded(signing::KeyAdded),
        "account.key-used.v1" = KeyUsed(signing::KeyUsed),
        "account.key-removed.v1" = KeyRemoved(signing::KeyRemoved),
        "session.refused.v1" = SessionRefused(access::SessionRefused),
        "audit.exported.v1" = Exported(access::Exported),
        "person.retained.v1" = PersonRetained(retention::Retained),
        "person.forgotten.v1" = PersonForgotten(retention::Forgotten),
        "person.deactivated.v1" = PersonDeactivated(organisation::PersonDeactivated),
        "person.reactivated.v1" = PersonReactivated(organisation::PersonReactivated),
        "hold.placed.v1" = HoldPlaced(retention::HoldPlaced),
        "hold.lifted.v1" = HoldLifted(retention::HoldLifted),
        "account.linked.v1" = Linked(access::Linked),
        "account.unlinked.v1" = Unlinked(access::Unlinked),
        "group.declared.v1" = GroupDeclared(directory::GroupDeclared),
        "group.members-changed.v1" = GroupMembersChanged(directory::GroupMembersChanged),
        "group.retired.v1" = GroupRetired(directory::GroupRetired),
        "workload.admitted.v1" = WorkloadAdmitted(workload::Admitted),
        "deployment.contracted.v1" = DeploymentContracted(deployment::Contracted),
        "booking.made.v1" = BookingMade(booking::Made),
        "booking.moved.v1" = BookingMoved(booking::Moved),
        "booking.ended.v1" = BookingEnded(booking::Ended),
        "ledger.restored.v1" = LedgerRestored(organisation::Restored),
        "release.planned.v1" = ReleasePlanned(release::ReleasePlanned),
        "release.unplanned.v1" = ReleaseUnplanned(release::ReleaseUnplanned),
        "window.declared.v1" = WindowDeclared(window::WindowDeclared),
        "window.retired.v1" = WindowRetired(window::WindowRetired),
        "pipeline.declared.v1" = PipelineDeclared(pipeline::PipelineDeclared),
        "pipeline.retired.v1" = PipelineRetired(pipeline::PipelineRetired),
        "pipeline.run-started.v1" = RunStarted(pipeline::RunStarted),
        "pipeline.run-planned.v1" = RunPlanned(pipeline::RunPlanned),
        "pipeline.run-begun.v1" = RunBegun(pipeline::RunBegun),
        "pipeline.steps-kept.v1" = StepsKept(pipeline::StepsKept),
        "pipeline.step-requested.v1" = RunStepRequested(pipeline::StepRequested),
        "pipeline.step-finished.v1" = RunStepFinished(pipeline::StepFinished),
        "pipeline.step-refused.v1" = RunStepRefused(pipeline::StepRefused),
        "pipeline.step-decided.v1" = RunStepDecided(pipeline::StepDecided),
        "pipeline.tests-listed.v1" = TestsListed(pipeline::TestsListed),
        "pipeline.tests-shared.v1" = TestsShared(pipeline::TestsShared),
        "pipeline.tests-timed.v1" = TestsTimed(pipeline::TestsTimed),
        "pipeline.run-cancelled.v1" = RunCancelled(pipeline::RunCancelled),
        "pipeline.run-finished.v1" = RunFinished(pipeline::RunFinished),
        "cutover.planned.v1" = CutoverPlanned(cutover::CutoverPlanned),
        "cutover.rehearsed.v1" = CutoverRehearsed(cutover::CutoverRehearsed),
        "cutover.started.v1" = CutoverStarted(cutover::CutoverStarted),
        "cutover.ended.v1" = CutoverEnded(cutover::CutoverEnded),
        "cutover.abandoned.v1" = CutoverAbandoned(cutover::CutoverAbandoned),
        "agent.invited.v1" = AgentInvited(agent::AgentInvited),
        "agent.enrolled.v1" = AgentEnrolled(agent::AgentEnrolled),
        "agent.retired.v1" = AgentRetired(agent::AgentRetired),
        "status.requested.v1" = StatusRequested(status::StatusRequested),
        "status.shown.v1" = StatusShown(status::StatusShown),
        "status.failed.v1" = StatusFailed(status::StatusFailed),
        "status.ended.v1" = StatusEnded(status::StatusEnded),
    }
}

commands! {
    "organisation.found" = Found(organisation::Found),
    "ledger.record-restore" = RecordRestore(organisation::RecordRestore),
    "organisation.apply" = Apply(declaration::Apply),
    "person.add" = AddPerson(organisation::AddPerson),
    "person.deactivate" = DeactivatePerson(organisation::DeactivatePerson),
    "person.reactivate" = ReactivatePerson(organisation::ReactivatePerson),
    "person.erase" = ErasePerson(organisation::ErasePerson),
    "person.forget" = ForgetPerson(retention::ForgetPerson),
    "archive.hold" = PlaceHold(retention::PlaceHold),
    "archive.lift" = LiftHold(retention::LiftHold),
    "archive.end-hold" = EndHold(retention::EndHold),
    "environment.book" = BookEnvironment(booking::BookEnvironment),
    "environment.move-booking" = MoveBooking(booking::MoveBooking),
    "environment.end-booking" = EndBooking(booking::EndBooking),
    "person.record-absence" = RecordAbsence(access::RecordAbsence),
    "person.end-absence" = EndAbsence(access::EndAbsence),
    "account.record" = RecordAccountAct(access::RecordAccountAct),
    "account.add-key" = AddKey(signing::AddKey),
    "account.remove-key" = RemoveKey(signing::RemoveKey),
    "session.refuse" = RefuseSession(access::RefuseSession),
    "audit.record-export" = RecordExport(access::RecordExport),
    "directory.person" = ProvisionPerson(directory::ProvisionPerson),
    "directory.group" = ProvisionGroup(directory::ProvisionGroup),
    "directory.drop-group" = DropGroup(directory::DropGroup),
    "access.map-groups" = MapGroups(directory::MapGroups),
    "workload.admit" = AdmitWorkload(workload::AdmitWorkload),
    "access.grant" = Grant(access::GrantRole),
    "access.revoke" = Revoke(access::RevokeGrant),
    "access.delegate" = Delegate(access::Delegate),
    "access.end-delegation" = EndDelegation(access::EndDelegation),
    "release.create" = CreateRelease(release::CreateRelease),
    "release.add-artifacts" = AddArtifacts(release::AddArtifacts),
    "release.remove-artifact" = RemoveArtifact(release::RemoveArtifact),
    "release.add-commits" = AddCommits(release::AddCommits),
    "release.set-scope" = SetScope(release::SetScope),
    "release.write-notes" = WriteNotes(release::WriteNotes),
    "release.submit" = SubmitRelease(release::SubmitRelease),
    "release.revise" = ReviseRelease(release::ReviseRelease),
    "release.decide" = DecideRelease(release::DecideRelease),
    "release.cancel" = CancelRelease(release::CancelRelease),
    "release.plan" = PlanRelease(release::PlanRelease),
    "release.unplan" = UnplanRelease(release::UnplanRelease),
    "release.import" = ImportReleases(release::ImportReleases),
    "release.withdraw-import" = WithdrawImport(release::WithdrawImport),
    "readiness.confirm" = ConfirmReadiness(release::ConfirmReadiness),
    "approval.decide" = Approve(approval::Approve),
    "approval.withdraw" = WithdrawApproval(approval::Withdraw),
    "evidence.add" = AddEvidence(evidence::AddEvidence),
    "evidence.withdraw" = WithdrawEvidence(evidence::WithdrawEvidence),
    "waiver.request" = RequestWaiver(waiver::RequestWaiver),
    "waiver.approve" = ApproveWaiver(waiver::ApproveWaiver),
    "waiver.revoke" = RevokeWaiver(waiver::RevokeWaiver),
    "waiver.expire" = ExpireWaiver(waiver::ExpireWaiver),
    "comment.add" = AddComment(conversation::AddComment),
    "comment.edit" = EditComment(conversation::EditComment),
    "comment.withdraw" = WithdrawComment(conversation::WithdrawComment),
    "bulletin.request" = RequestBulletin(bulletin::RequestBulletin),
    "bulletin.finish" = FinishBulletin(bulletin::FinishBulletin),
    "bulletin.lose" = LoseBulletin(bulletin::LoseBulletin),
    "status.tell" = TellStatus(status::TellStatus),
    "status.finish" = FinishStatus(status::FinishStatus),
    "pipeline.run" = StartRun(pipeline::StartRun),
    "pipeline.retry" = RetryRun(pipeline::RetryRun),
    "pipeline.cancel" = CancelRun(pipeline::CancelRun),
    "pipeline.decide" = DecideStep(pipeline::DecideStep),
    "pipeline.finish-step" = FinishRunStep(pipeline::FinishRunStep),
    "pipeline.list-tests" = ListTests(pipeline::ListTests),
    "pipeline.share-tests" = ShareTests(pipeline::ShareTests),
    "pipeline.advance" = AdvanceRun(pipeline::AdvanceRun),
    "cutover.plan" = PlanCutover(cutover::PlanCutover),
    "cutover.rehearse" = RehearseCutover(cutover::RehearseCutover),
    "cutover.start" = StartCutover(cutover::StartCutover),
    "cutover.abandon" = AbandonCutover(cutover::AbandonCutover),
    "agent.invite" = InviteAgent(agent::InviteAgent),
    "agent.enrol" = EnrolAgent(agent::EnrolAgent),
    "agent.retire" = RetireAgent(agent::RetireAgent),
    "deployment.deploy" = Deploy(deployment::Deploy),
    "deployment.roll-back" = RollBack(deployment::RollBack),
    "deployment.abort" = AbortDeployment(deployment::AbortDeployment),
    "deployment.finish-step" = FinishStep(deployment::FinishStep),
    "deployment.lose-step" = LoseStep(deployment::LoseStep),
    "deployment.resolve-step" = ResolveStep(deployment::ResolveStep),
}
