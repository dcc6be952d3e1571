//! Words of the page.

use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) PersonWords {
        people: "People" | "Personen";
        erased_name: "Somebody who was erased" | "Eine gelöschte Person";
        added: "Added" | "Hinzugefügt";
        mail: "Mail" | "E-Mail";
        roles: "Roles" | "Rollen";
        no_role: "none" | "keine";
        deactivated: "Deactivated" | "Deaktiviert";
        decided: "Decided on" | "Entschieden über";
        releases[n]: "{n} release" / "{n} releases" | "{n} Release" / "{n} Releases";
        id: "In the ledger" | "Im Ledger";
        entries: "What is recorded of them" | "Was über sie festgehalten ist";
        erasing: "Erasing" | "Löschen";
        erased: "Erased" | "Gelöscht";
        when: "When" | "Wann";
        by: "By" | "Von";
        why: "Why" | "Warum";
        no_reason: "(no reason)" | "(kein Grund)";
        entry(position): "entry {position}" | "Eintrag {position}";
        recorded: "Recorded" | "Festgehalten";
        goes: "Destroyed at once" | "Sofort vernichtet";
        went: "Was destroyed" | "Wurde vernichtet";
        goes_profile: "Name, mail address and handle" | "Name, E-Mail-Adresse und Kürzel";
        goes_access: "Password, passkeys' labels, tokens, sessions, settings and letters" | "Passwort, Bezeichnungen von Passkeys, Tokens, Sitzungen, Einstellungen und Benachrichtigungen";
        goes_texts: "The key of everything that they wrote: titles, notes, comments, reasons" | "Der Schlüssel zu allem, was sie geschrieben haben: Titel, Notizen, Kommentare, Gründe";
        stays_id: "The opaque id stays in the ledger, and names nobody." | "Die undurchsichtige Kennung bleibt im Ledger und benennt niemanden.";
        would_stay: "Would stay" | "Würde bleiben";
        stays: "Stays" | "Bleibt";
        stays_says: "Name, handle and reasons behind decisions, for auditors only, as long as a retention class or a legal hold needs them." | "Name, Kürzel und Gründe hinter Entscheidungen, nur für Auditoren, solange eine Aufbewahrungsklasse oder eine Sperre sie braucht.";
        nothing_would: "Nothing: no retention class and no hold needs anything of them." | "Nichts: Keine Aufbewahrungsklasse und keine Sperre braucht etwas von ihnen.";
        nothing_stays: "Nothing: everything is destroyed." | "Nichts: Alles ist vernichtet.";
        for_release: "For" | "Für";
        class: "Class" | "Klasse";
        how_long: "Until" | "Bis";
        forgotten: "Stayed, and is destroyed by now" | "Blieb, und ist inzwischen vernichtet";
        holds: "Legal holds" | "Aufbewahrungssperren";
        erase: "Erase" | "Löschen";
        erase_says: "It cannot be undone, and a restore brings nobody back. Whoever only leaves is deactivated." | "Das lässt sich nicht rückgängig machen, und eine Wiederherstellung bringt niemanden zurück. Wer nur geht, wird deaktiviert.";
        type_it(handle): "Type {handle} to confirm" | "Zur Bestätigung {handle} eintippen";
        not_typed(handle): "Nothing was erased: type `{handle}` to confirm that you mean this person." | "Nichts wurde gelöscht: Tippen Sie `{handle}` ein, um zu bestätigen, dass Sie diese Person meinen.";
    }
}
