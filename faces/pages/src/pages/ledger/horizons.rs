//! Up to where others have witnessed the ledger, and how it stands with each of them.

use holdpoint_service::ServiceError;
use holdpoint_service::queries::{ShowHorizons, WitnessView};

use super::grouped;
use crate::desk::Desk;
use crate::when::When;
use crate::words::messages;

messages! {
    /// Words of the card.
    pub(crate) HorizonWords {
        title: "Witnesses" | "Zeugen";
        nobody: "Nobody outside cosigns this ledger yet: whoever had its server and its key could write another history. Declare `witnesses` in the organisation's file." | "Noch signiert niemand von außen dieses Ledger mit: Wer Server und Schlüssel hätte, könnte eine andere Geschichte schreiben. Tragen Sie `witnesses` in die Datei der Organisation ein.";
        none_yet(quorum): "Nothing is witnessed yet: {quorum} have to cosign." | "Noch nichts ist bezeugt: {quorum} müssen mitsignieren.";
        all(size): "All {size} entries are witnessed: nobody can show another history of them, not even with the ledger's own key." | "Alle {size} Einträge sind bezeugt: Niemand kann eine andere Geschichte zeigen, nicht einmal mit dem Schlüssel des Ledgers.";
        some(size, signed): "{size} of {signed} entries are witnessed." | "{size} von {signed} Einträgen sind bezeugt.";
        contradiction(size): "This ledger does not extend the checkpoint of size {size} that it signed before: entries were taken away or changed." | "Dieses Ledger setzt den Checkpoint der Größe {size}, den es signiert hat, nicht fort: Einträge wurden entfernt oder geändert.";
        cosigned(size): "{size} entries" | "{size} Einträge";
        waiting: "Not asked since the server was started" | "Seit dem Start des Servers nicht gefragt";
        cosigned_checkpoint: "Newest cosigned checkpoint" | "Neuester mitsignierter Checkpoint";
    }
}

/// The card.
pub(super) struct Horizons {
    pub(super) t: HorizonWords,
    /// In one sentence.
    pub(super) says: String,
    /// What is badly wrong.
    pub(super) alarm: Option<String>,
    pub(super) witnesses: Vec<WitnessRow>,
    /// The newest cosigned checkpoint.
    pub(super) checkpoint: Option<String>,
}

/// A witness.
pub(super) struct WitnessRow {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) when: Option<When>,
    pub(super) problem: Option<String>,
}

pub(super) fn card(desk: &Desk<'_>) -> Result<Horizons, ServiceError> {
    let t = HorizonWords(desk.language());
    let found = desk.ask(&ShowHorizons::default())?;
    let says = match (&found.witnessed, found.quorum) {
        (Some(all), _) if all.size >= found.signed => t.all(grouped(all.size)),
        (Some(some), _) => t.some(grouped(some.size), grouped(found.signed)),
        (None, Some(quorum)) => t.none_yet(quorum),
        (None, None) => t.nobody().to_owned(),
    };
    Ok(Horizons {
        t,
        says,
        alarm: found
            .contradiction
            .map(|size| t.contradiction(grouped(size))),
        witnesses: found
            .witnesses
            .iter()
            .map(|one| row(desk, t, one))
            .collect(),
        checkpoint: found.witnessed.map(|witnessed| witnessed.checkpoint),
    })
}

fn row(desk: &Desk<'_>, t: HorizonWords, witness: &WitnessView) -> WitnessRow {
    let cosigned = witness.size.map(|size| t.cosigned(grouped(size)));
    let quiet = || match witness.problem {
        Some(_) => String::new(),
        None => t.waiting().to_owned(),
    };
    WitnessRow {
        name: witness.name.clone(),
        says: cosigned.unwrap_or_else(quiet),
        when: witness.cosigned.map(|time| desk.when(time)),
        problem: witness.problem.clone(),
    }
}
