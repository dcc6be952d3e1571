//! The criterion `contracts`: everybody who consumes an interface where the release is to go, and everybody who provides
//! one there, can go on with it, whatever else runs there meanwhile.

use super::judge::{Answer, Asked};
use super::{Criterion, Line, Wait, refusal};
use crate::catalogue::ComponentName;
use crate::contract::{
    Meeting, Meetings, Order, Party, Proof, Proofs, Said, digests, meetings, order, parties,
    proofs, said_of,
};
use crate::evidence::{Evidence, Outcome};
use crate::kernel::{Digest, Need, Reason};

pub(super) fn ask(asked: &Asked<'_>, line: &Line) -> Result<Answer, Need> {
    let said = said_of(asked.state, asked.release)?;
    let only = line.source.strip_prefix("component/");
    let mut answer = undeclared(&said, only);
    let parties = parties(asked.state, &asked.place.name, asked.release, &said);
    let mut found = meetings(&parties);
    // What a component provides from now on is not known while nobody has said it.
    let unsaid = said.iter().filter(|(_, said)| said.is_none());
    let unsaid: Vec<_> = unsaid.map(|(artifact, _)| &artifact.component).collect();
    let known = |party: &Party<'_>| !unsaid.contains(&party.component);
    found.removed.retain(|(_, _, provider)| known(provider));
    found.only(only);
    let about = asked.release.artifacts.values().map(|one| one.digest);
    let about = digests(&found.all, about.chain([asked.manifest]));
    let proofs = proofs(asked.state, &about)?;
    lonely(asked, &found, &mut answer);
    let judged = Judged {
        asked,
        criterion: &line.criterion,
        proofs: &proofs,
    };
    for meeting in found.always() {
        judged.miss(meeting, &mut answer);
    }
    judged.order(&found, &mut answer);
    Ok(answer)
}

/// Artifacts of which nobody has said what they provide and consume.
fn undeclared(said: &Said<'_>, only: Option<&str>) -> Answer {
    let meant = said
        .iter()
        .filter(|(artifact, _)| only.is_none_or(|name| name == artifact.component.as_str()));
    let unsaid = meant.filter(|(_, said)| said.is_none());
    let open = unsaid.map(|(artifact, _)| {
        let wait = Wait::Evidence {
            predicate: "contract".to_owned(),
            subject: artifact.name.clone(),
            digest: artifact.digest,
        };
        (refusal::contract_undeclared(&artifact.name), wait)
    });
    Answer {
        open: open.collect(),
        ..Answer::met()
    }
}

/// Consumers without anybody who provides.
fn lonely(asked: &Asked<'_>, found: &Meetings<'_>, answer: &mut Answer) {
    for (interface, consumer) in &found.unprovided {
        let place = &asked.place.name;
        let reason = refusal::contract_unprovided(interface, place, consumer);
        let wait = Wait::Provider {
            interface: (*interface).to_owned(),
            consumer: consumer.to_string(),
        };
        answer.open.push((reason, wait));
    }
    for (interface, consumer, provider) in &found.removed {
        let reason = refusal::contract_removed(provider, interface, consumer);
        answer.against.push(reason);
    }
}

/// The checks of whom the release meets.
pub(super) fn checks<'a>(asked: &Asked<'a>) -> Result<Vec<&'a Evidence>, Need> {
    let said = said_of(asked.state, asked.release)?;
    let parties = parties(asked.state, &asked.place.name, asked.release, &said);
    let found = meetings(&parties);
    let about = asked.release.artifacts.values().map(|one| one.digest);
    let about = digests(&found.all, about.chain([asked.manifest]));
    let proofs = proofs(asked.state, &about)?;
    let pairs = found.all.iter().map(|one| (one.base, one.revision));
    Ok(pairs
        .filter_map(|pair| proofs.get(&pair).copied())
        .collect())
}

/// What meetings are judged by.
struct Judged<'a> {
    asked: &'a Asked<'a>,
    criterion: &'a Criterion,
    proofs: &'a Proofs<'a>,
}

impl Judged<'_> {
    fn fits(&self, meeting: &Meeting<'_>) -> bool {
        match Proof::of(meeting, self.proofs) {
            Proof::Same => true,
            Proof::Checked(piece) => self.asked.outcome(piece, self.criterion) != Outcome::Failed,
            Proof::Missing => false,
        }
    }

    /// What a meeting lacks, if it lacks anything.
    fn miss(&self, meeting: &Meeting<'_>, answer: &mut Answer) {
        if self.fits(meeting) {
            return;
        }
        let Meeting {
            interface,
            provider,
            consumer,
            ..
        } = meeting;
        match Proof::of(meeting, self.proofs) {
            Proof::Checked(piece) => {
                let reason = refusal::contract_broken(interface, provider, consumer, &piece.id);
                answer.against.push(reason);
            }
            Proof::Same | Proof::Missing => {
                let reason = refusal::contract_unproven(consumer, interface, provider);
                let reason = Reason {
                    help: command(self.asked, meeting),
                    ..reason
                };
                answer.open.push((reason, wait(meeting)));
            }
        }
    }

    /// In which order the release is to be deployed; or what keeps every order from being safe.
    fn order(&self, found: &Meetings<'_>, answer: &mut Answer) {
        match order(found, |meeting| self.fits(meeting)) {
            Order::Any => {}
            Order::Safe(names) => answer.notes.push(refusal::contract_order(listed(&names))),
            Order::None(names, in_the_way) => {
                let reason = refusal::contract_circle(listed(&names));
                let mut missing = Answer::met();
                for meeting in in_the_way {
                    self.miss(meeting, &mut missing);
                }
                circle(reason, missing, answer);
            }
        }
    }
}

/// Where every way out was checked, and leads nowhere, it is a no.
fn circle(reason: Reason, missing: Answer, answer: &mut Answer) {
    if missing.open.is_empty() {
        answer.against.push(reason);
        answer.against.extend(missing.against);
        return;
    }
    let open = missing.open.into_iter().map(|(missing, wait)| {
        let message = format!("{}: {}", reason.message, missing.message);
        let code = reason.code.clone();
        (
            Reason {
                code,
                message,
                ..missing
            },
            wait,
        )
    });
    answer.open.extend(open);
}

fn listed(names: &[&ComponentName]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// The command that makes what is missing.
fn command(asked: &Asked<'_>, meeting: &Meeting<'_>) -> String {
    let (release, place) = (&asked.release.name, &asked.place.name);
    let file = |digest: &Digest| format!("{}-{}", meeting.interface, digest.short());
    let (base, revision) = (file(&meeting.base), file(&meeting.revision));
    format!(
        "run `holdpoint contract check {release} {place}`; or by hand: `holdpoint check api --base {base} --revision {revision} \
         --attest check.json` and `holdpoint evidence add check.json --subject {}`",
        meeting.revision
    )
}

fn wait(meeting: &Meeting<'_>) -> Wait {
    Wait::Contract {
        interface: meeting.interface.to_owned(),
        provider: meeting.provider.to_string(),
        consumer: meeting.consumer.to_string(),
        base: meeting.base,
        revision: meeting.revision,
    }
}
