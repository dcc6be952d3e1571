//! Words of the page.

use crate::words::{Language, messages};

messages! {
    /// Words of the page.
    pub(crate) UnsentWords {
        stale: "This was not sent yet" | "Das wurde noch nicht gesendet";
        stale_says: "The page that you sent it from is from before you logged in anew, so that nothing was done. Look it over and send it now." | "Die Seite, von der Sie es gesendet haben, stammt aus der Zeit, bevor Sie sich neu angemeldet haben; daher ist nichts geschehen. Sehen Sie es durch und senden Sie es jetzt.";
        ended: "You are logged in again; this was not sent yet" | "Sie sind wieder angemeldet; das wurde noch nicht gesendet";
        ended_says: "You had been logged out when you sent it, so that nothing was done. Look it over and send it now." | "Als Sie es gesendet haben, waren Sie abgemeldet; daher ist nichts geschehen. Sehen Sie es durch und senden Sie es jetzt.";
        large: "That was too large" | "Das war zu groß";
        large_says: "All files of a form together may have 24 MiB, and each file of a comment 4 MiB. Nothing was done. What you typed is still here: choose smaller files, or none, and send it again." | "Alle Dateien eines Formulars dürfen zusammen 24 MiB haben und jede Datei eines Kommentars 4 MiB. Es ist nichts geschehen. Was Sie geschrieben haben, steht noch da: Wählen Sie kleinere Dateien oder keine und senden Sie es noch einmal.";
        send: "Send it now" | "Jetzt senden";
        leave: "Back without sending" | "Zurück, ohne zu senden";
        what: "What" | "Was";
        about: "About" | "Zu";
        text: "What you wrote" | "Was Sie geschrieben haben";
        files: "Choose the files again" | "Wählen Sie die Dateien noch einmal";
        files_says(names): "Browsers do not keep chosen files: {names}" | "Browser behalten gewählte Dateien nicht: {names}";
        files_most: "Up to 5 files, of 4 MiB each" | "Bis zu 5 Dateien, je 4 MiB";
        again: "Type it again: passwords are not kept." | "Geben Sie es noch einmal ein: Passwörter werden nicht behalten.";
        password: "Password" | "Passwort";
        current: "Present password" | "Bisheriges Passwort";
        chosen: "New password" | "Neues Passwort";
        comment: "Comment" | "Kommentieren";
        edit: "Edit a comment" | "Einen Kommentar bearbeiten";
        withdraw: "Withdraw a comment" | "Einen Kommentar zurückziehen";
        approve: "Approve" | "Zustimmen";
        reject: "Reject" | "Ablehnen";
        submit: "Submit" | "Einreichen";
        revise: "Back to draft" | "Zurück zum Entwurf";
        cancel: "Cancel" | "Absagen";
        confirm: "Confirm" | "Bestätigen";
        deploy: "Deploy" | "Ausliefern";
        roll_back: "Roll back" | "Zurückrollen";
        go: "Go" | "Go";
        no_go: "No-go" | "No-Go";
        grant: "Grant a waiver" | "Eine Ausnahme gewähren";
        sign: "Sign a decision" | "Eine Entscheidung signieren";
    }
}

/// What a form asks for, as its buttons say.
pub(super) fn act(code: &str, language: Language) -> Option<&'static str> {
    let t = UnsentWords(language);
    Some(match code {
        "add" => t.comment(),
        "edit" => t.edit(),
        "withdraw" => t.withdraw(),
        "approve" => t.approve(),
        "reject" => t.reject(),
        "submit" => t.submit(),
        "revise" => t.revise(),
        "cancel" => t.cancel(),
        "confirm" => t.confirm(),
        "deploy" => t.deploy(),
        "roll-back" => t.roll_back(),
        "go" => t.go(),
        "no-go" => t.no_go(),
        "grant" => t.grant(),
        "sign-approve" | "sign-go" | "sign-no-go" | "sign-grant" | "sign-revoke" => t.sign(),
        _ => return None,
    })
}

/// What a secret is called.
pub(super) fn secret(name: &str, language: Language) -> &'static str {
    let t = UnsentWords(language);
    match name {
        "current" => t.current(),
        "new" => t.chosen(),
        _ => t.password(),
    }
}
