//! Agents: programs on other hosts that say what runs there, and run steps of pipelines.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | agent | `agent.invited` | `agent.invited` again, `agent.enrolled` | `agent.retired`; an invitation begins it anew |
//!
//! An invitation is a secret that counts once; here is its digest only. Whoever brings it is the agent from then on, and a
//! host that had the name before is it no more. Whether an agent is connected, and what it does, the ledger does not say.

mod command;
mod event;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use command::{EnrolAgent, InviteAgent, RetireAgent};
pub use event::{AgentEnrolled, AgentInvited, AgentRetired};
pub use refusal::PAGES;
pub use state::{AgentName, AgentRecord, Enrolment, Invitation, Retirement, agents};
