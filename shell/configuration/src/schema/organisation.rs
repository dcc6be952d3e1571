//! Shapes of the organisation, its naming, calendars, units and teams.
#![allow(dead_code, reason = "shapes, not values")]

use std::collections::BTreeMap;

use holdpoint_domain::access::Role;
use schemars::JsonSchema;

use super::primitive::{
    Country, Date, Days, Duration, Handle, Name, OneOrMany, ScopeText, Text, Times,
};
use super::window::Fiscal;

/// The organisation.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Organisation {
    /// Its name; a ledger belongs to one.
    name: Name,
    /// The time zone that people are shown times in, by IANA name; UTC if there is none.
    timezone: Option<String>,
    /// By which ways people are told what waits for them.
    channels: Option<Channels>,
    /// A file with the policies (Cedar) that forbid more than the roles do, by its path from the folder of this file;
    /// `roles` for none. They stay as they are if there is no such key.
    authorisation: Option<String>,
    /// How it divides its year; calendar months from January on if nothing is said.
    fiscal: Option<Fiscal>,
}

/// Who cosigns the ledger's checkpoints, so that nobody can show different histories to different people.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Witnesses {
    /// How many of them are enough.
    quorum: u32,
    /// Witnesses by name.
    of: BTreeMap<String, Witness>,
}

/// How long the names and reasons of people who were erased stay behind approvals and waivers, for audit roles only.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Retention {
    /// For how long after a release is finished, where no class says otherwise, such as `365d`; not at all if nothing is
    /// said.
    keep: Option<Duration>,
    /// Classes of releases by name; of several the one that keeps longest counts.
    classes: Option<BTreeMap<String, RetentionClass>>,
}

/// Releases with one of these components, or with a component of one of these units.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RetentionClass {
    /// For how long after a release is finished, such as `2555d`.
    keep: Duration,
    /// Components.
    components: Option<OneOrMany<Name>>,
    /// Units; those below them are meant, too.
    units: Option<OneOrMany<Name>>,
}

/// Somebody who cosigns checkpoints that extend what they have cosigned before.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Witness {
    /// Its verifier key (C2SP signed-note), as `holdpoint witness init` printed it.
    key: String,
    /// Where checkpoints are submitted.
    url: String,
}

/// How people of the organisation's directory (its identity provider) come here.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Directory {
    /// Identity providers at which people log in (OpenID Connect), by name.
    providers: Option<BTreeMap<String, Provider>>,
    /// The roles that members of a group have, by what the directory calls it.
    groups: Option<BTreeMap<String, OneOrMany<Group>>>,
}

/// An identity provider at which people log in.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Provider {
    /// What people call it; its name if there is no such key.
    title: Option<String>,
    /// Its issuer: what its tokens say in `iss`.
    issuer: String,
    /// Our id there.
    client: String,
    /// Where our secret there stands, if we have one: in a variable `HOLDPOINT_LOGIN_…` or a file `holdpoint-login…`.
    secret: Option<Secret>,
    /// What is asked for besides `openid`; `profile` and `email` if there is no such key.
    scopes: Option<OneOrMany<String>>,
    /// The claim that says who somebody is; `sub` if there is no such key.
    subject: Option<String>,
    /// The claim with the groups that somebody is in; `groups` if there is no such key.
    groups: Option<String>,
    /// What becomes of somebody who logs in for the first time; `refuse` if nothing is said.
    first_login: Option<FirstLogin>,
}

/// What becomes of somebody who logs in for the first time.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum FirstLogin {
    /// They are not let in: somebody adds them first.
    Refuse,
    /// They are added.
    Add,
    /// They are added if a group of theirs has a role.
    AddMembers,
}

/// A role that the members of a group have.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Group {
    /// Which role.
    role: Role,
    /// Where: `organisation`, `unit/NAME`, `component/NAME` or `environment/NAME`.
    scope: ScopeText,
    /// Which provider has to say so, by name; needed if there are several.
    provider: Option<String>,
}

/// A forge at which commits show what gates say of their releases.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Forge {
    /// What kind it is.
    kind: ForgeKind,
    /// Where people see it, such as `https://github.com`: repositories have addresses below this one.
    url: String,
    /// Where its API begins, if that is not where forges of its kind have it.
    api: Option<String>,
    /// Where the token stands: in a variable `HOLDPOINT_FORGE_…` or a file `holdpoint-forge…`.
    token: Secret,
    /// Owners, groups or repositories that are told, such as `acme` or `acme/shop`; all if there is no such key.
    repositories: Option<OneOrMany<String>>,
    /// Environments whose verdicts are shown; those that are protected if there is no such key.
    environments: Option<OneOrMany<Name>>,
}

/// A kind of forge.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum ForgeKind {
    /// GitHub, or GitHub Enterprise.
    GitHub,
    /// GitLab.
    GitLab,
    /// Gitea or Forgejo.
    Gitea,
}

/// Which programs are let in, by tokens that others issue to them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Workloads {
    /// Issuers by name.
    issuers: BTreeMap<String, Issuer>,
    /// What a token has to say for whoever bears it to act as the workload of that name; the first that fits counts.
    allow: BTreeMap<Name, Workload>,
}

/// Somebody who issues tokens to programs, such as a CI system.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Issuer {
    /// What its tokens say in `iss`.
    url: String,
    /// What they have to say in `aud`, and nothing else.
    audience: String,
    /// A file with its keys (RFC 7517), by its path from the folder of this file; they are fetched from the issuer if there
    /// is no such key.
    keys: Option<String>,
}

/// A program that acts without anybody's credential.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Workload {
    /// Whose tokens, by name.
    issuer: String,
    /// What each of these claims has to be: one of the texts, in which `*` stands for anything but `/`, and `**` for anything.
    claims: BTreeMap<String, OneOrMany<Text>>,
    /// In which role it acts.
    role: Role,
    /// Where: `organisation`, `unit/NAME`, `component/NAME` or `environment/NAME`.
    scope: ScopeText,
    /// What it does; all that workloads may do if there is no such key.
    commands: Option<OneOrMany<String>>,
}

/// By which ways people are told what waits for them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Channels {
    /// Where people reach this server, so that bulletins have links.
    address: Option<String>,
    /// Mail, by SMTP.
    mail: Option<MailChannel>,
    /// A chat, by an incoming webhook.
    chat: Option<ChatChannel>,
}

/// Mail, by SMTP.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct MailChannel {
    /// Where the server's address stands: `smtps://USER:PASSWORD@HOST`.
    server: Secret,
    /// Where the sender's mail address stands.
    from: Secret,
}

/// A chat, by an incoming webhook.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ChatChannel {
    /// Where the webhook's address stands.
    url: Secret,
}

/// Where something secret stands: one of the two.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case", extend("minProperties" = 1, "maxProperties" = 1))]
pub(super) struct Secret {
    /// In the environment variable of that name.
    env: Option<String>,
    /// In the file at that absolute path.
    file: Option<String>,
}

/// What artifacts of some kinds are named like.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Naming {
    /// Kinds of artifact, such as `oci` or `maven`; all if there are none.
    kinds: Option<OneOrMany<String>>,
    /// Text with placeholders, such as `{unit}-{component}-{version}.{extension}`.
    name: Option<String>,
    /// What placeholders may be: one of several values, or what a regular expression accepts as a whole.
    placeholders: Option<BTreeMap<String, Placeholder>>,
    /// What versions look like.
    version: Option<Version>,
    /// Where artifacts may be kept, with placeholders.
    repositories: Option<OneOrMany<String>>,
    /// Whether versions that move, such as `latest`, are allowed.
    moving: Option<bool>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Placeholder {
    OneOf(Vec<Text>),
    Regex(Text),
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Version {
    Kind(VersionKind),
    Detailed(VersionDetails),
}

/// A rule for versions, in full.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct VersionDetails {
    /// The notation.
    kind: VersionKind,
    /// For `regex` the expression, for `calver` a format such as `YYYY.0M.MICRO`.
    pattern: Option<String>,
    /// Whether pre-releases are allowed; they are unless this says no.
    prerelease: Option<bool>,
}

/// A notation of versions.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum VersionKind {
    Semver,
    Calver,
    Maven,
    Npm,
    Pep440,
    Regex,
    Any,
}

/// When people of a country or unit work.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Calendar {
    /// The country.
    country: Option<Country>,
    /// The time zone, by IANA name.
    timezone: String,
    /// Working hours by days, such as `monday-friday: "08:00-17:00"`.
    hours: BTreeMap<Days, OneOrMany<Times>>,
    /// Days off: dates with names, or a list of dates.
    holidays: Option<Holidays>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Holidays {
    Named(BTreeMap<Date, Option<Text>>),
    Dates(OneOrMany<Date>),
}

/// A business or IT unit.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Unit {
    /// What people call it.
    title: Option<Text>,
    /// The unit that it is part of.
    parent: Option<Name>,
    /// The calendar that its working days are counted by.
    calendar: Option<Name>,
}

/// People who work together.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Team {
    /// What people call it.
    title: Option<Text>,
    /// The unit that it belongs to.
    unit: Name,
    /// Who is in it, by handle.
    members: Option<OneOrMany<Handle>>,
}
