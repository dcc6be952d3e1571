//! Words of the page.

use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) ArchiveWords {
        title: "Legal holds, and what stays" | "Aufbewahrungssperren, und was bleibt";
        says: "What must not be destroyed, whatever time has passed, and what stays of people who were erased." | "Was nicht vernichtet werden darf, wie viel Zeit auch vergeht, und was von gelöschten Personen bleibt.";
        holds: "Legal holds" | "Aufbewahrungssperren";
        no_holds: "Nothing is held. What stays goes when the time of its retention class is over." | "Nichts ist gesperrt. Was bleibt, geht, wenn die Frist seiner Aufbewahrungsklasse um ist.";
        placed(who, when): "placed by {who} {when}" | "gesetzt von {who} {when}";
        until(when): "until {when}" | "bis {when}";
        until_lifted: "until it is lifted" | "bis sie aufgehoben wird";
        no_reason: "(no reason)" | "(kein Grund)";
        keeps[n]: "keeps {n} record" / "keeps {n} records" | "bewahrt {n} Nachweis" / "bewahrt {n} Nachweise";
        entry: "in the ledger" | "im Ledger";
        everything: "everything" | "alles";
        release(name): "release {name}" | "Release {name}";
        component(name): "releases with {name}" | "Releases mit {name}";
        person(name): "what {name} decided" | "was {name} entschieden hat";
        lift: "Lift" | "Aufheben";
        lift_says: "What nothing else keeps is destroyed, and cannot be brought back." | "Was sonst nichts bewahrt, wird vernichtet und lässt sich nicht zurückholen.";
        why: "Why" | "Warum";
        place: "Place a hold" | "Sperre setzen";
        place_says: "While it is on, names and reasons behind these decisions are not destroyed when people are erased. Who places it, and why, is recorded." | "Solange sie gilt, werden Namen und Gründe hinter diesen Entscheidungen nicht vernichtet, wenn Personen gelöscht werden. Wer sie setzt, und warum, wird festgehalten.";
        on_what: "On what" | "Worauf";
        on_release: "One release" | "Ein Release";
        on_component: "Releases with a component" | "Releases mit einer Komponente";
        on_person: "What a person decided" | "Was eine Person entschieden hat";
        on_organisation: "Everything" | "Alles";
        name: "Its name" | "Wie es heißt";
        name_hint: "Release or component, or handle of the person; nothing for everything." | "Release oder Komponente, oder Kürzel der Person; nichts für alles.";
        ends: "Until" | "Bis";
        ends_hint: "Nothing: until it is lifted." | "Nichts: bis sie aufgehoben wird.";
        next: "Go on" | "Weiter";
        stays: "What stays" | "Was bleibt";
        stays_says: "Names, handles and reasons behind decisions of people who were erased: read by auditors only." | "Namen, Kürzel und Gründe hinter Entscheidungen gelöschter Personen: Nur Auditoren lesen sie.";
        nothing_stays: "Nothing stays of anybody." | "Von niemandem bleibt etwas.";
        of: "Of" | "Von";
        for_release: "For" | "Für";
        class: "Class" | "Klasse";
        how_long: "Until" | "Bis";
        held[n]: "held by {n} hold" / "held by {n} holds" | "von {n} Sperre gehalten" / "von {n} Sperren gehalten";
        some(most, all): "The first {most} of {all}; `holdpoint archive list` has all of them." | "Die ersten {most} von {all}; `holdpoint archive list` hat alle.";
        sure_place: "Place this hold?" | "Diese Sperre setzen?";
        sure_lift: "Lift this hold?" | "Diese Sperre aufheben?";
        place_it: "Place the hold" | "Sperre setzen";
        lift_it: "Lift the hold" | "Sperre aufheben";
        would_keep[n]: "It keeps {n} record of people who were erased, and whatever decisions come." / "It keeps {n} records of people who were erased, and whatever decisions come." | "Sie bewahrt {n} Nachweis gelöschter Personen, und was noch entschieden wird." / "Sie bewahrt {n} Nachweise gelöschter Personen, und was noch entschieden wird.";
        goes[n]: "Nothing else keeps {n} record: it is destroyed at once." / "Nothing else keeps {n} records: they are destroyed at once." | "{n} Nachweis bewahrt sonst nichts: Er wird sofort vernichtet." / "{n} Nachweise bewahrt sonst nichts: Sie werden sofort vernichtet.";
        nothing_goes: "Nothing is destroyed at once: other holds, or retention classes, keep what there is." | "Nichts wird sofort vernichtet: Andere Sperren oder Aufbewahrungsklassen bewahren, was da ist.";
        people: "People" | "Personen";
        no_such_day(text): "`{text}` is no day" | "`{text}` ist kein Tag";
    }
}
