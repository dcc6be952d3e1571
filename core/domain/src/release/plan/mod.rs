//! Plans: when a release is to go to an environment.

mod command;
mod event;
mod in_the_way;
mod state;
mod times;
mod unplan;

pub use command::PlanRelease;
pub use event::{ReleasePlanned, ReleaseUnplanned};
pub use state::{Despite, Plan};
pub use unplan::UnplanRelease;

use super::{Release, ReleaseName, Stage, found, targets, wrong_stage};
use crate::State;
use crate::access::{Permission, Required};
use crate::kernel::Halt;

fn required(state: &State, name: &ReleaseName) -> Result<Required, Halt> {
    let release = found(state, name)?;
    Ok(Required::on(Permission::Release, targets(release)))
}

/// The release, if it still goes anywhere.
fn going<'a>(state: &'a State, name: &ReleaseName) -> Result<&'a Release, Halt> {
    let release = found(state, name)?;
    match release.stage {
        Stage::Draft | Stage::Submitted => Ok(release),
        stage => Err(wrong_stage(name, stage, "planned").into()),
    }
}
