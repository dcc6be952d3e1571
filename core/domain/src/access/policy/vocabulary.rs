//! The words that policies are written in, as a schema of Cedar.

use std::fmt::Write as _;

use crate::access::Permission::{self, *};
use crate::access::Role;

/// The policies that say what the roles say.
pub const DEFAULT: &str = include_str!("../../../policies/default.cedar");

/// The group of the actions that need no permission.
pub const OPEN: &str = "open";

/// The commands that people ask for, each with the permissions of which it needs one; none for what anybody may.
const COMMANDS: &[(&str, &[Permission])] = &[
    ("organisation.found", &[]),
    ("organisation.apply", &[Configure, Catalogue, AddPerson]),
    ("person.add", &[AddPerson]),
    ("person.deactivate", &[AddPerson]),
    ("person.reactivate", &[AddPerson]),
    ("person.erase", &[ErasePerson]),
    ("directory.person", &[Provision]),
    ("directory.group", &[Provision]),
    ("directory.drop-group", &[Provision]),
    ("archive.hold", &[Hold]),
    ("archive.lift", &[Hold]),
    ("environment.book", &[Book]),
    ("environment.move-booking", &[Book]),
    ("environment.end-booking", &[Book]),
    ("person.record-absence", &[Delegate]),
    ("person.end-absence", &[Delegate]),
    ("account.record", &[]),
    ("account.add-key", &[]),
    ("account.remove-key", &[]),
    ("audit.record-export", &[Export]),
    ("access.grant", &[Grant]),
    ("access.revoke", &[Grant]),
    ("access.delegate", &[Delegate]),
    ("access.end-delegation", &[Delegate]),
    ("release.create", &[Release]),
    ("release.add-artifacts", &[Release]),
    ("release.remove-artifact", &[Release]),
    ("release.add-commits", &[Release]),
    ("release.set-scope", &[Release]),
    ("release.write-notes", &[Release]),
    ("release.submit", &[Release]),
    ("release.revise", &[Release]),
    ("release.decide", &[Decide]),
    ("release.cancel", &[Release]),
    ("release.plan", &[Release]),
    ("release.unplan", &[Release]),
    ("release.import", &[Catalogue]),
    ("release.withdraw-import", &[Catalogue]),
    ("readiness.confirm", &[Readiness]),
    ("approval.decide", &[Approve, Delegate]),
    ("approval.withdraw", &[Delegate]),
    ("evidence.add", &[Evidence]),
    ("evidence.withdraw", &[Evidence]),
    ("waiver.request", &[RequestWaiver]),
    ("waiver.approve", &[ApproveWaiver]),
    ("waiver.revoke", &[ApproveWaiver]),
    ("comment.add", &[Comment]),
    ("comment.edit", &[Comment]),
    ("comment.withdraw", &[Comment]),
    ("cutover.plan", &[Pipeline]),
    ("cutover.rehearse", &[Pipeline]),
    ("cutover.start", &[Pipeline]),
    ("cutover.abandon", &[Pipeline]),
    ("agent.invite", &[Agents]),
    ("agent.retire", &[Agents]),
    ("deployment.deploy", &[Deploy]),
    ("deployment.roll-back", &[Deploy]),
    ("deployment.abort", &[Deploy]),
    ("pipeline.run", &[Pipeline]),
    ("pipeline.retry", &[Pipeline]),
    ("pipeline.cancel", &[Pipeline]),
    ("pipeline.decide", &[DecideStep]),
    ("deployment.resolve-step", &[Deploy]),
];

/// What there is besides actions.
const THINGS: &str = r#"// What policies on who may do what can be about: Holdpoint's vocabulary 1, generated.

entity Organisation;
/// A business or IT unit; it is in the units that it is part of.
entity Unit in [Unit, Organisation];
/// People, in a unit.
entity Team in [Unit];
/// A role.
entity Role enum [ROLES];
/// Somebody, in the roles that they hold on the resource and in their teams.
entity Person in [Role, Team];
/// A thing that is built and deployed on its own, in its unit.
entity Component in [Unit] {
  /// The team that owns it.
  team?: Team,
  /// "low", "medium", "high" or "critical".
  criticality: String,
};
entity Environment in [Organisation] {
  protected: Bool,
};

/// When it is asked, in the organisation's time zone.
type Moment = {
  /// Such as "2026-11-27".
  date: String,
  month: Long,
  day: Long,
  /// "monday" to "sunday".
  weekday: String,
  /// 0 to 23.
  hour: Long,
  minute: Long,
  /// Whether the person works then, by a calendar of the units of their teams; always where there is none.
  atWork: Bool,
};
type Circumstances = {
  now: Moment,
  /// The environments that it acts on.
  environments: Set<Environment>,
  /// Whether one of these is protected.
  protected: Bool,
  /// Whether it is signed with a key of who asks: approvals, go and no-go, waivers that are granted or revoked.
  signed: Bool,
  /// Of waivers, from which line of a gate: such as "calendar", the waiver of an emergency.
  waives?: String,
};
"#;

const APPLIES: &str = "appliesTo {
  principal: Person,
  resource: [Organisation, Unit, Component, Environment],
  context: Circumstances,
};";

/// The schema: things, groups of actions by permission, and the actions, which are the commands.
#[must_use]
pub fn vocabulary() -> String {
    let roles: Vec<_> = Role::ALL.iter().map(|role| format!("\"{role}\"")).collect();
    let mut text = THINGS.replace("ROLES", &roles.join(", "));
    text.push_str(
        "\n// Actions by the permission that they need; also what is asked where no command is.\n",
    );
    let groups = Permission::ALL.iter().map(|permission| permission.group());
    for group in groups.chain([OPEN]) {
        // A `String` takes all that is written to it.
        let _ = writeln!(text, "action \"{group}\" {APPLIES}");
    }
    text.push_str("\n// Commands.\n");
    for (command, permissions) in COMMANDS {
        let groups: Vec<_> = groups_of(permissions)
            .map(|group| format!("\"{group}\""))
            .collect();
        let groups = groups.join(", ");
        let _ = writeln!(text, "action \"{command}\" in [{groups}] {APPLIES}");
    }
    text
}

fn groups_of(permissions: &[Permission]) -> impl Iterator<Item = &'static str> {
    let open = permissions.is_empty().then_some(OPEN);
    permissions
        .iter()
        .map(|permission| permission.group())
        .chain(open)
}

/// The action of that name, with the groups that it can be in: a command, or the group of a permission.
#[must_use]
pub fn action(name: &str) -> Option<(&'static str, &'static [Permission])> {
    let mut commands = COMMANDS.iter().copied();
    commands.find(|(command, _)| *command == name)
}

/// The names of all commands that people ask for.
pub fn actions() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|(command, _)| *command)
}
