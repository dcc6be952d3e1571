//! Words of the set-up.

use crate::words::messages;

messages! {
    /// Words of the set-up.
    pub(crate) SetupWords {
        title: "Set up Holdpoint" | "Holdpoint einrichten";
        steps: "Steps" | "Schritte";
        done: "done" | "erledigt";
        next: "Next" | "Weiter";
        later: "Skip for now" | "Vorerst überspringen";
        step(n, all): "Step {n} of {all}" | "Schritt {n} von {all}";

        code: "Set-up code" | "Einrichtungscode";
        code_why: "This Holdpoint is not set up yet. Whoever sets it up becomes its administrator, so it asks for the code that holdpoint serve has printed on the terminal where it was started." | "Dieses Holdpoint ist noch nicht eingerichtet. Wer es einrichtet, wird Administrator; darum braucht es den Code, den holdpoint serve in dem Terminal ausgegeben hat, in dem es gestartet wurde.";
        code_hint: "Such as 7KQ2M-9XW4T-ABCDE-FGHJK; capitals do not matter." | "Etwa 7KQ2M-9XW4T-ABCDE-FGHJK; Groß- und Kleinschreibung ist egal.";
        code_wrong: "That is not the code. It stands in the last lines that holdpoint serve has printed." | "Das ist nicht der Code. Er steht in den letzten Zeilen, die holdpoint serve ausgegeben hat.";

        organisation: "Organisation" | "Organisation";
        organisation_why: "A ledger belongs to one organisation for ever; its name stands in the first entry. Times are shown in its zone unless somebody chooses another." | "Ein Ledger gehört für immer einer Organisation; ihr Name steht im ersten Eintrag. Zeiten erscheinen in ihrer Zone, wenn niemand eine andere wählt.";
        organisation_name: "Name" | "Name";
        organisation_hint: "Short, in small letters, digits and hyphens, such as example-bank." | "Kurz, aus Kleinbuchstaben, Ziffern und Bindestrichen, etwa example-bank.";
        zone: "Time zone" | "Zeitzone";
        zone_hint: "By IANA name, such as Europe/Vienna." | "Mit IANA-Namen, etwa Europe/Vienna.";

        administrator: "Administrator" | "Administrator";
        administrator_why: "You found the organisation and administer it: you let people in and give them roles. An administrator approves nothing, so that nobody can release alone. Your name is kept in the vault and never gets into the ledger." | "Sie gründen die Organisation und verwalten sie: Sie lassen Menschen herein und geben ihnen Rollen. Ein Administrator stimmt nichts zu, damit niemand allein freigeben kann. Ihr Name liegt im Tresor und gelangt nie in den Ledger.";
        full_name: "Full name" | "Voller Name";
        handle: "Handle" | "Kürzel";
        handle_hint: "What you log in with and are mentioned by, such as anna." | "Damit melden Sie sich an und werden erwähnt, etwa anna.";
        mail: "Mail address (optional)" | "Mailadresse (freiwillig)";
        password: "Password" | "Passwort";
        password_hint: "At least 15 characters; a few words are easier to keep in mind than signs." | "Mindestens 15 Zeichen; ein paar Wörter merken sich leichter als Sonderzeichen.";
        found: "Found the organisation" | "Organisation gründen";

        team: "First team" | "Erstes Team";
        team_why: "Components belong to teams, and teams to a unit of the organisation. Roles can be given for a unit, so that payments does not release for retail." | "Komponenten gehören Teams, und Teams zu einer Einheit der Organisation. Rollen gelten auf Wunsch je Einheit, damit nicht der Zahlungsverkehr für den Handel freigibt.";
        team_title: "What people call the team" | "Wie das Team heißt";
        team_hint: "Such as Checkout." | "Etwa Checkout.";
        unit: "Unit" | "Einheit";
        unit_hint: "The part of the organisation that it works for; made if it is not there yet." | "Der Teil der Organisation, für den es arbeitet; wird angelegt, falls es ihn noch nicht gibt.";
        member: "I am in this team" | "Ich bin in diesem Team";

        repository: "First repository" | "Erstes Repository";
        repository_why: "A component is a thing that is built and deployed on its own. Holdpoint does not read its code: it keeps where it is, whose it is, and what of it goes out." | "Eine Komponente wird für sich gebaut und ausgeliefert. Holdpoint liest ihren Code nicht: Es hält fest, wo er liegt, wem sie gehört und was davon hinausgeht.";
        address: "Address of the repository" | "Adresse des Repositorys";
        address_hint: "Such as https://git.example.org/payments, without credentials." | "Etwa https://git.example.org/payments, ohne Zugangsdaten.";
        component: "Name of the component" | "Name der Komponente";
        component_hint: "Empty: the last part of the address." | "Leer: der letzte Teil der Adresse.";
        criticality: "How much depends on it" | "Wie viel davon abhängt";
        low: "Nobody notices for days" | "Tagelang merkt es niemand";
        medium: "Work is slower without it" | "Ohne sie geht die Arbeit langsamer";
        high: "Customers notice" | "Kunden merken es";
        critical: "The business stops" | "Das Geschäft steht";

        environment: "First environment" | "Erste Umgebung";
        environment_why: "A release passes the gate of an environment before it is brought there. Begin by observing: the gate says what it would have stopped, and stops nothing. Make it strict when you trust it." | "Ein Release passiert das Gate einer Umgebung, bevor es dorthin kommt. Beginnen Sie mit Beobachten: Das Gate sagt, was es aufgehalten hätte, und hält nichts auf. Machen Sie es streng, wenn Sie ihm trauen.";
        environment_name: "Name" | "Name";
        environment_hint: "Such as production or test." | "Etwa production oder test.";
        level: "What its gate does" | "Was ihr Gate tut";
        observe: "Observe: say what it would have stopped" | "Beobachten: sagen, was es aufgehalten hätte";
        warn: "Warn: let pass, and keep the warning" | "Warnen: durchlassen und die Warnung festhalten";
        enforce: "Enforce: stop what does not pass" | "Durchsetzen: aufhalten, was nicht besteht";
        protected: "Protected: who made a release neither approves nor deploys it here" | "Geschützt: Wer ein Release gemacht hat, stimmt ihm hier weder zu noch liefert er es aus";
        approvals: "Approvals" | "Zustimmungen";
        approvals_hint: "How many people must approve as change manager; a protected environment needs at least one." | "Wie viele Personen als Change-Manager zustimmen müssen; eine geschützte Umgebung braucht mindestens eine.";

        people: "Colleagues" | "Kolleginnen und Kollegen";
        people_why: "Nobody releases alone: who makes a release does not approve it. Let first colleagues in with a role each; others can follow at any time." | "Niemand gibt allein frei: Wer ein Release macht, stimmt ihm nicht zu. Lassen Sie die ersten Kolleginnen und Kollegen mit je einer Rolle herein; andere können jederzeit folgen.";
        colleague(n): "Colleague {n}" | "Person {n}";
        role: "Role, everywhere" | "Rolle, überall";
        no_role: "None yet" | "Noch keine";
        invite: "Invite" | "Einladen";
        invited: "Send each of them their link" | "Schicken Sie jeder Person ihren Link";
        invited_says: "A link lets in whoever opens it first, once, within 24 hours. It is shown here and never again; the ledger has that you issued it, and nothing of what it is." | "Ein Link lässt einmal herein, wer ihn zuerst öffnet, innerhalb von 24 Stunden. Er wird hier gezeigt und nie wieder; im Ledger steht, dass Sie ihn ausgestellt haben, und nichts davon, wie er lautet.";
        role_refused: "Without a role:" | "Ohne Rolle:";

        ready: "Holdpoint is set up" | "Holdpoint ist eingerichtet";
        ready_says: "The first entries are in the ledger. What comes next:" | "Die ersten Einträge stehen im Ledger. So geht es weiter:";
        ready_people: "Let people in and give them roles" | "Menschen hereinlassen und ihnen Rollen geben";
        ready_release: "Create a release from your repository" | "Ein Release aus Ihrem Repository erstellen";
        ready_evidence: "Attach evidence from your CI" | "Nachweise aus Ihrer CI anhängen";
        ready_configuration: "Describe everything in one file" | "Alles in einer Datei beschreiben";
        home: "Go to the home page" | "Zur Startseite";
        overheard: "Nobody can be signed in over this connection, because it is not encrypted. Reach Holdpoint by https, or on the server itself by http://127.0.0.1." | "Über diese Verbindung kann sich niemand anmelden, weil sie nicht verschlüsselt ist. Rufen Sie Holdpoint über https auf, oder auf dem Server selbst über http://127.0.0.1.";
    }
}
