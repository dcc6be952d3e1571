//! Words of the page.

use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) SettingsWords {
        title: "Settings" | "Einstellungen";
        says: "What you choose here is yours alone: it lies in the vault, leaves no trace in the ledger, and goes with you." | "Was Sie hier wählen, gehört Ihnen allein: Es liegt im Tresor, hinterlässt keine Spur im Ledger und geht mit Ihnen.";
        save: "Save" | "Speichern";
        reading: "Reading" | "Darstellung";
        language: "Language" | "Sprache";
        as_browser: "As the browser says" | "Wie der Browser es sagt";
        theme: "Colours" | "Farben";
        zone: "Time zone" | "Zeitzone";
        zone_hint(own): "Empty: as the organisation has it, {own}" | "Leer: wie die Organisation, {own}";
        bulletin: "Bulletins" | "Benachrichtigungen";
        bulletin_says: "What waits in your inbox, gathered and sent to you." | "Was in Ihrem Posteingang wartet, gesammelt zugeschickt.";
        often: "How often" | "Wie oft";
        off: "Never" | "Nie";
        hourly: "Every hour, if there is something new" | "Jede Stunde, wenn es Neues gibt";
        daily: "Once a day" | "Einmal am Tag";
        way: "By" | "Über";
        mail: "Mail" | "Mail";
        chat: "Chat" | "Chat";
        no_mail: "There is no mail address in your profile; an administrator can add one." | "In Ihrem Profil steht keine Mailadresse; ein Administrator kann sie eintragen.";
        hour: "At which hour (once a day)" | "Um welche Stunde (einmal am Tag)";
        on_days: "On which days" | "An welchen Tagen";
        working: "Working days" | "Arbeitstage";
        days_hint: "Working days are by the calendars of your teams; hourly bulletins then come only while you work." | "Arbeitstage gelten nach den Kalendern Ihrer Teams; stündliche Benachrichtigungen kommen dann nur, während Sie arbeiten.";
        every: "Every day" | "Jeden Tag";
        password: "Password" | "Passwort";
        password_says: "At least 15 characters; a few words are easier to keep in mind than signs. It signs you out everywhere else." | "Mindestens 15 Zeichen; ein paar Wörter merken sich leichter als Sonderzeichen. Überall sonst werden Sie abgemeldet.";
        current: "Current password, if you have one" | "Jetziges Passwort, falls Sie eines haben";
        new_one: "New password" | "Neues Passwort";
        change: "Change password" | "Passwort ändern";
        sessions: "Where you are signed in" | "Wo Sie angemeldet sind";
        this_one: "this browser" | "dieser Browser";
        since(when): "since {when}" | "seit {when}";
        last_used(when): "used {when}" | "benutzt {when}";
        until(when): "until {when}" | "bis {when}";
        sign_out: "Sign out" | "Abmelden";
        sign_out_all: "Sign out everywhere" | "Überall abmelden";
        tokens: "Tokens for programs" | "Tokens für Programme";
        tokens_say: "A token lets the command line or a CI act as you. It is shown once and kept as a hash, so it cannot be listed: give it a name by which to revoke it." | "Mit einem Token handelt die Kommandozeile oder eine CI als Sie. Es wird einmal gezeigt und nur als Hash aufbewahrt, lässt sich also nicht auflisten: Geben Sie ihm einen Namen, unter dem Sie es widerrufen.";
        label: "What it is for" | "Wofür es ist";
        days: "Counts for" | "Gilt für";
        days_of[n]: "{n} day" / "{n} days" | "{n} Tag" / "{n} Tage";
        issue: "Issue a token" | "Token ausstellen";
        issued: "Your new token. Copy it now: it is not shown again." | "Ihr neues Token. Kopieren Sie es jetzt: Es wird nicht wieder gezeigt.";
        revoke: "Revoke" | "Widerrufen";
        revoke_says: "Every token of yours with this name counts no more." | "Jedes Ihrer Tokens mit diesem Namen gilt nicht mehr.";
        keys: "Keys to sign with" | "Schlüssel zum Signieren";
        keys_say: "What you approve with a key of yours is proven to be yours, whoever has the server. Some gates count nothing else. The ledger keeps its public half." | "Was Sie mit einem eigenen Schlüssel genehmigen, ist nachweislich von Ihnen, wer auch immer den Server hat. Manche Gates zählen nur das. Das Ledger bewahrt die öffentliche Hälfte auf.";
        no_keys: "You have no key yet." | "Sie haben noch keinen Schlüssel.";
        make_passkey: "Make a passkey" | "Passkey anlegen";
        passkey_hint: "Your device or security key keeps it, and asks for you whenever it signs on a page here." | "Ihr Gerät oder Sicherheitsschlüssel bewahrt ihn auf und fragt nach Ihnen, wenn er hier auf einer Seite signiert.";
        passkey_needs: "Making a passkey needs scripts in your browser, and a secure address." | "Einen Passkey anzulegen braucht Skripte in Ihrem Browser und eine sichere Adresse.";
        passkey_failed: "Your browser made none:" | "Ihr Browser hat keinen angelegt:";
        key: "Public half of an SSH key" | "Öffentliche Hälfte eines SSH-Schlüssels";
        key_hint: "One line, as in a file that ends in .pub. Sign in a terminal with holdpoint approve." | "Eine Zeile wie in einer Datei, die auf .pub endet. Signieren Sie im Terminal mit holdpoint approve.";
        key_label: "What to call it" | "Wie er heißen soll";
        add_key: "Add key" | "Schlüssel hinzufügen";
        added(when): "added {when}" | "hinzugefügt {when}";
        roles: "Your roles" | "Ihre Rollen";
        people: "People" | "Personen";
        policies: "What policies forbid" | "Was Richtlinien verbieten";
        no_roles: "You have no role yet; an administrator gives them." | "Sie haben noch keine Rolle; ein Administrator vergibt sie.";
        everywhere: "everywhere" | "überall";
        over: "over" | "abgelaufen";
        views: "Saved views" | "Gemerkte Ansichten";
        no_views: "Every list has a button Views, which keeps its filters under a name." | "Jede Liste hat einen Knopf Ansichten, der ihre Filter unter einem Namen merkt.";
        name: "Name" | "Name";
        shared: "offered to everybody" | "allen angeboten";
        remove: "Remove" | "Entfernen";
        of_page(page): "of {page}" | "von {page}";
    }
}
