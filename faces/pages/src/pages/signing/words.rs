//! Words of the page.

use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) SignWords {
        title: "Sign your decision" | "Entscheidung signieren";
        approve(release, who): "You approve {release} as {who}." | "Sie stimmen {release} als {who} zu.";
        go(release, place): "You say go: {release} to {place}." | "Sie sagen Go: {release} nach {place}.";
        no_go(release): "You say no-go: {release} stops." | "Sie sagen No-Go: {release} ist gestoppt.";
        grant(criterion, release): "You grant {release} a waiver from {criterion}." | "Sie gewähren {release} eine Ausnahme von {criterion}.";
        revoke(criterion, release): "You take back the waiver of {release} from {criterion}." | "Sie nehmen die Ausnahme von {release} von {criterion} zurück.";
        what: "What you sign" | "Was Sie signieren";
        release: "Release" | "Release";
        manifest: "Manifest" | "Manifest";
        artifacts: "Artifacts" | "Artefakte";
        place: "Environment" | "Umgebung";
        gates: "What the gate asks" | "Was das Gate verlangt";
        waiver: "Waiver from" | "Ausnahme von";
        asked_by: "Asked for by" | "Beantragt von";
        until: "Until" | "Bis";
        comment: "Comment" | "Kommentar";
        ledger: "Ledger that you have seen" | "Ledger, das Sie gesehen haben";
        entries(n): "{n} entries" | "{n} Einträge";
        exact: "Byte for byte" | "Byte für Byte";
        here: "On this page" | "Auf dieser Seite";
        with_passkey: "Sign with a passkey" | "Mit Passkey signieren";
        needs: "Signing here needs scripts in your browser, and a secure address." | "Hier zu signieren braucht Skripte in Ihrem Browser und eine sichere Adresse.";
        none: "You have no passkey that was made at this address." | "Sie haben keinen Passkey, der an dieser Adresse angelegt wurde.";
        make_one: "Make one in settings" | "In den Einstellungen anlegen";
        failed: "Your browser did not sign:" | "Ihr Browser hat nicht signiert:";
        terminal: "In a terminal, with an SSH key of yours" | "Im Terminal, mit einem SSH-Schlüssel von Ihnen";
        without: "Without a signature" | "Ohne Signatur";
        without_says: "The rules take it without one, too." | "Die Regeln nehmen sie auch ohne an.";
        decide: "Decide without signing" | "Ohne Signatur entscheiden";
        back: "Back to where you were" | "Zurück";
    }
}
