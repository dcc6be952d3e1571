//! Words of the page.

use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) PeopleWords {
        title: "People" | "Personen";
        says: "Who belongs to the organisation, in which roles, and whether they act." | "Wer zur Organisation gehört, in welchen Rollen, und ob sie handeln.";
        filter: "Handle or name" | "Kürzel oder Name";
        find: "Find" | "Finden";
        counted[n]: "{n} person" / "{n} people" | "{n} Person" / "{n} Personen";
        first(most, all): "The first {most} of {all}: narrow it down by handle or name." | "Die ersten {most} von {all}: Grenzen Sie nach Kürzel oder Name ein.";
        nobody: "Nobody is called so." | "Niemand heißt so.";
        erased: "(erased)" | "(gelöscht)";
        were_erased: "Erased" | "Gelöscht";
        erased_when(when): "erased {when}" | "gelöscht {when}";
        stays[n]: "something stays for {n} release" / "something stays for {n} releases" | "für {n} Release bleibt etwas" / "für {n} Releases bleibt etwas";
        holds: "Legal holds, and what stays" | "Aufbewahrungssperren, und was bleibt";
        no_role: "no role" | "keine Rolle";
        deactivated(when): "deactivated {when}" | "deaktiviert {when}";
        deactivate: "Deactivate" | "Deaktivieren";
        deactivate_says: "Sessions and tokens end at once, and nobody asks them for anything. Roles and decisions stay, and so do those who act in their stead." | "Sitzungen und Tokens enden sofort, und niemand fragt sie mehr. Rollen und Entscheidungen bleiben, ebenso, wer für sie handelt.";
        why: "Why" | "Warum";
        reactivate: "Reactivate" | "Reaktivieren";
    }
}
