//! Words of the pages.

use crate::words::messages;

messages! {
    /// Words of the pages.
    pub(crate) AgentWords {
        title: "Agents" | "Agenten";
        says: "Who runs steps on other hosts, and what runs there." | "Wer Schritte auf anderen Rechnern ausführt, und was dort läuft.";
        none: "There are no agents yet" | "Es gibt noch keine Agenten";
        none_says: "Start the server with --agents, invite a host, and bring it the secret. It only looks until its administrator allows more." | "Starten Sie den Server mit --agents, laden Sie einen Rechner ein, und bringen Sie ihm das Geheimnis. Er schaut nur zu, bis sein Administrator mehr erlaubt.";
        agent: "Agent" | "Agent";
        standing: "Standing" | "Stand";
        labels: "Labels" | "Labels";
        steps: "Steps" | "Schritte";
        host: "Host" | "Rechner";
        heard: "Heard" | "Gehört";
        of(count, capacity): "{count} of {capacity}" | "{count} von {capacity}";
        invited: "Invited" | "Eingeladen";
        expired: "Invitation expired" | "Einladung abgelaufen";
        observing: "Observes" | "Beobachtet";
        executing: "Runs steps" | "Führt aus";
        away: "Away" | "Nicht da";
        retired: "Retired" | "Ausgemustert";
        no_steps: "It runs no step right now." | "Er führt gerade keinen Schritt aus.";
        programs: "What runs there" | "Was dort läuft";
        no_programs: "It has not said yet what runs on its host." | "Er hat noch nicht gesagt, was auf seinem Rechner läuft.";
        more: "There is more than is listed." | "Es gibt mehr, als hier steht.";
        program: "Program" | "Programm";
        processes: "Processes" | "Prozesse";
        details: "Details" | "Einzelheiten";
        system: "System" | "System";
        version: "Program" | "Programm";
        enrolled: "Enrolled" | "Aufgenommen";
        until: "Invited until" | "Eingeladen bis";
        run: "Run" | "Lauf";
    }
}
