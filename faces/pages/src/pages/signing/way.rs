//! Whether whoever looks decides with a signature or without.

use holdpoint_domain::{Command, Refusal};
use holdpoint_service::ServiceError;

use super::Decision;
use crate::desk::Desk;

/// How a decision is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// With a click.
    Plain,
    /// With a signature.
    Signed,
}

/// How somebody can make a decision now, if they can; the refusal says why not. `command` is it, without a signature.
///
/// Whoever has a key signs go, no-go and waivers with it, as in a terminal; for approvals gates say whether they have to be.
pub(crate) fn way(
    desk: &Desk<'_>,
    decision: Decision,
    command: &Command,
) -> Result<Result<Way, Refusal>, ServiceError> {
    match desk.could(command)? {
        Ok(()) if decision != Decision::Approve && desk.has_a_key()? => Ok(Ok(Way::Signed)),
        Ok(()) => Ok(Ok(Way::Plain)),
        // The organisation's policies may take it signed only.
        Err(refusal) if refusal.code.as_str() == "policy-forbids" => {
            let signed = desk.could_signed(command)?;
            Ok(signed.map(|()| Way::Signed).map_err(|_| refusal))
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}
