//! Reasons that gates and rules give, in the language of the page. The domain speaks English, by templates that are
//! known by their codes; what stands in a template is put into its translation.

use holdpoint_domain::Reason;

use crate::words::Language;
use crate::wrong::sentence;

/// German of reasons by code, with the names of the English template in braces.
const GERMAN: &[(&str, &str)] = &[
    ("release-not-submitted", "Release {release} ist ein Entwurf"),
    ("release-out-of-play", "Release {release} ist {stage}"),
    (
        "approval-missing",
        "{have} von {quorum} Zustimmungen durch {role} für {component}",
    ),
    (
        "signed-approval-missing",
        "{have} von {quorum} signierten Zustimmungen durch {role} für {component}, und {unsigned} ohne Signatur, die zählt",
    ),
    (
        "approval-rejected",
        "{person} hat als {role} für {component} Nein gesagt",
    ),
    (
        "evidence-missing",
        "es gibt keinen Nachweis {predicate} über {subject}",
    ),
    (
        "evidence-failed",
        "der neueste Nachweis {predicate} über {subject} ist gescheitert",
    ),
    (
        "evidence-stale",
        "der neueste Nachweis {predicate} über {subject} ist älter als {hours} Stunden",
    ),
    (
        "not-witnessed",
        "Zeugen haben {witnessed} Einträge mitsigniert, und dies beruht auf {needed}",
    ),
    ("readiness-missing", "{item} ist nicht bestätigt"),
    (
        "environment-not-reached",
        "Release {release} ist noch nicht in {environment} gelaufen",
    ),
    ("rule-refused", "Regel {title} sagt: {text}"),
    (
        "rule-failed",
        "Regel {title} ließ sich nicht auswerten: {why}",
    ),
    ("artifact-off-scheme", "Artefakt {artifact} {why}"),
    (
        "scheme-missing",
        "die Organisation hat kein Schema für Artefakte",
    ),
    (
        "findings-waived",
        "{count} Befund(e) von {predicate} über {subject} sind ausgenommen; sonst spricht nichts dagegen",
    ),
    (
        "calendar-blackout",
        "`{environment}` ist durch {names} gesperrt bis {until}",
    ),
    (
        "calendar-outside",
        "`{environment}` ist nur in {names} offen",
    ),
    (
        "calendar-booked",
        "`{environment}` ist für `{purpose}` gebucht bis {until}",
    ),
    (
        "calendar-release-planned",
        "Release {release} ist für {environment} von {from} bis {until} geplant und hat mit {chain} zu tun",
    ),
    (
        "calendar-release-under-way",
        "Release {release} wird gerade nach {environment} gebracht und hat mit {chain} zu tun",
    ),
    (
        "calendar-frozen",
        "{environment} steht bis {until} still nach Release {release}, das mit {chain} zu tun hat",
    ),
    (
        "calendar-frozen-then",
        "{environment} wird stillstehen nach Release {release}, das bis {until} geplant ist und mit {chain} zu tun hat",
    ),
    (
        "calendar-would-freeze",
        "{environment} stünde noch still, wenn Release {release} geplant ist, ab {from}; es hat mit {chain} zu tun",
    ),
    (
        "calendar-people-away",
        "von Team {team} ist bis {until} niemand da",
    ),
    (
        "not-planned",
        "Release `{release}` ist für `{environment}` nicht geplant",
    ),
    (
        "planned-later",
        "Release `{release}` ist für `{environment}` ab {from} geplant",
    ),
    (
        "planned-before",
        "Release `{release}` war für `{environment}` bis {until} geplant",
    ),
    (
        "contract-undeclared",
        "niemand hat gesagt, welche Schnittstellen {artifact} anbietet und benutzt",
    ),
    (
        "contract-unproven",
        "nichts zeigt, dass {consumer} mit {interface} von {provider} zurechtkommt",
    ),
    (
        "contract-broken",
        "{interface} von {provider} bricht {consumer}, wie Prüfung {evidence} gefunden hat",
    ),
    (
        "contract-unprovided",
        "niemand bietet {interface} in {environment} an; {consumer} braucht es",
    ),
    (
        "contract-removed",
        "was {provider} ersetzt, bietet {interface} nicht mehr an; {consumer} braucht es",
    ),
    (
        "contract-order",
        "in dieser Reihenfolge ausrollen: {components}",
    ),
    (
        "contract-circle",
        "in keiner Reihenfolge lassen sich {components} ausrollen, ohne einander unterwegs zu brechen",
    ),
    ("and-more", "und {count} weitere"),
    (
        "plan-closed",
        "Release {release} kann von {from} bis {until} nicht nach {environment}: Dann ist gesperrt",
    ),
    (
        "plan-conflicts",
        "Release {release} kann von {from} bis {until} nicht nach {environment}: Etwas spricht dagegen",
    ),
    (
        "plan-booked",
        "{environment} ist von {from} bis {until} für {purpose} gebucht; Release {release} kann dann nicht dorthin",
    ),
    ("plan-in-the-past", "{until} ist vorbei"),
    (
        "plan-wrong",
        "von {from} bis {until} ist keine Zeit für einen Plan",
    ),
    (
        "booking-overlaps",
        "{environment} ist von {from} bis {until} für {purpose} gebucht ({id})",
    ),
    ("booking-past", "{until} ist vorbei"),
    (
        "booking-too-long",
        "eine Buchung dauert höchstens {days} Tage",
    ),
    (
        "booking-of-another",
        "{id} ist die Buchung von jemand anderem",
    ),
];

/// The same of reasons that a plan is given in other words than a gate has.
const OF_PLANS: &[(&str, &str)] = &[
    (
        "{names} closes `{environment}` from {from} until {until}",
        "{environment} ist durch {names} von {from} bis {until} gesperrt",
    ),
    (
        "from {from} until {until} lies outside of {names}",
        "von {from} bis {until} liegt außerhalb von {names}",
    ),
];

/// German of values that are words of ours.
const WORDS: &[(&str, &str)] = &[
    ("stopped", "gestoppt"),
    ("cancelled", "abgesagt"),
    ("closed", "abgeschlossen"),
    ("imported", "importiert"),
    ("draft", "ein Entwurf"),
];

/// A reason as a sentence. One without a translation stays English rather than being left out.
pub(crate) fn said(reason: &Reason, language: Language) -> String {
    let german = match language {
        Language::English => None,
        Language::German => german(reason),
    };
    sentence(&german.unwrap_or_else(|| reason.message.clone()))
}

fn german(reason: &Reason) -> Option<String> {
    let (_, german) = GERMAN.iter().find(|(code, _)| *code == reason.code)?;
    let mut pages = holdpoint_domain::pages();
    let english = pages.find(|page| page.code == reason.code)?.message;
    let own = std::iter::once((english, *german)).chain(OF_PLANS.iter().copied());
    let mut fitting = own.filter_map(|(english, german)| {
        let values = values(english, &reason.message)?;
        Some(filled(german, values))
    });
    fitting.next()
}

/// A template with those values in it.
fn filled(german: &str, values: Vec<(&str, &str)>) -> String {
    let mut text = german.to_owned();
    for (name, value) in values {
        let word = WORDS.iter().find(|(word, _)| *word == value);
        let value = match (name, value.parse()) {
            ("role", Ok(role)) => crate::pages::role(role, Language::German),
            _ => word.map_or(value, |(_, german)| german),
        };
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// What stands for the names in a template; none if the text was not made of it.
fn values<'a>(template: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut values = Vec::new();
    let mut parts = template.split('{');
    let mut rest = text.strip_prefix(parts.next()?)?;
    for part in parts {
        let (name, literal) = part.split_once('}')?;
        let (value, after) = match literal {
            "" => (rest, ""),
            literal => rest.split_once(literal)?,
        };
        values.push((name, value));
        rest = after;
    }
    Some(values)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use holdpoint_domain::Reason;
    use holdpoint_domain::gate::REASONS;

    use super::{GERMAN, said, values};
    use crate::words::Language;

    fn reason(code: &str, message: &str) -> Reason {
        Reason {
            code: code.to_owned(),
            message: message.to_owned(),
            help: String::new(),
        }
    }

    #[test]
    fn every_reason_of_a_gate_has_german_with_the_same_values() {
        for page in REASONS {
            let found = GERMAN.iter().find(|(code, _)| *code == page.code);
            let (_, german) = found.unwrap_or_else(|| panic!("no German for {}", page.code));
            let names = values(page.message, page.message).unwrap();
            for (name, _) in names {
                let name = name.trim_matches(['{', '}']);
                assert!(
                    german.contains(&format!("{{{name}}}")),
                    "{}: {name}",
                    page.code
                );
            }
        }
    }

    #[test]
    fn a_reason_is_said_in_the_language_of_the_page() {
        let missing = reason(
            "approval-missing",
            "1 of 2 approvals by a `change-manager` for `payments-api`",
        );
        assert_eq!(
            said(&missing, Language::German),
            "1 von 2 Zustimmungen durch Change-Manager für payments-api."
        );
        assert_eq!(
            said(&missing, Language::English),
            "1 of 2 approvals by a change-manager for payments-api."
        );
        let closed = reason("release-out-of-play", "release `a` is closed");
        assert_eq!(
            said(&closed, Language::German),
            "Release a ist abgeschlossen."
        );
        let planned = reason(
            "calendar-blackout",
            "`year-end` closes `production` from 2026-12-18 until 2027-01-04",
        );
        assert_eq!(
            said(&planned, Language::German),
            "Production ist durch year-end von 2026-12-18 bis 2027-01-04 gesperrt."
        );
        let other = reason("something-else", "no `words` for it");
        assert_eq!(said(&other, Language::German), "No words for it.");
    }
}
