//! Whether somebody may do what is no command.

use holdpoint_domain::access::{Permission, policy};
use holdpoint_domain::{Actor, Context, Halt};

use crate::{At, Service, ServiceError};

impl Service {
    /// Checks that the actor has the permission now, in whatever scope.
    ///
    /// # Errors
    /// The refusal.
    pub fn may(&self, actor: &Actor, permission: Permission) -> Result<(), ServiceError> {
        let view = self.engine().view(At::Now)?;
        let (now, position) = (view.now(), view.size());
        let checked = view.ask_rules(|state, rules| {
            let context = Context {
                actor,
                now,
                position,
                seed: 0,
                rules,
            };
            match policy::permitted(state, permission, &context) {
                Ok(()) => Ok(Ok(())),
                Err(Halt::Refused(refusal, _)) => Ok(Err(refusal)),
                Err(Halt::Missing(need)) => Err(need),
            }
        })?;
        Ok(checked?)
    }
}
