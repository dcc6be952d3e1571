//! Cutovers: releases that go out together in one night, as it was planned and rehearsed.
//!
//! | stage | begins with | then |
//! |---|---|---|
//! | planned | `cutover.planned` | planned anew, rehearsed (`cutover.rehearsed`) |
//! | running | `cutover.started` | its tasks are the steps of a run |
//! | failed | `cutover.ended`, not well | started again, or planned anew |
//! | done | `cutover.ended`, well | |
//! | abandoned | `cutover.abandoned` | |
//!
//! What is done, in which order, by whom and how it is undone, a [pipeline](crate::pipeline) says: it is the template. A
//! cutover says of which releases, with which inputs, and when. A rehearsal is a run of the same pipeline in which other
//! environments stand in for those of the night; its steps have the same ids, so what they took says how long the night takes.

mod command;
mod event;
mod refusal;
mod state;

pub(crate) use command::may_begin;
pub use command::{AbandonCutover, PlanCutover, RehearseCutover, StartCutover};
pub(crate) use event::begun;
pub use event::{CutoverAbandoned, CutoverEnded, CutoverPlanned, CutoverRehearsed, CutoverStarted};
pub use refusal::PAGES;
pub use state::{CUTOVER, Cutover, CutoverName, CutoverRun, CutoverStage, Night};
