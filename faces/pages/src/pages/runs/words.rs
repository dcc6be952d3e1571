//! Words of the pages.

use holdpoint_profile::Kind;

use crate::words::messages;

messages! {
    /// Words of the pages.
    pub(crate) RunWords {
        title: "Pipeline runs" | "Pipeline-Läufe";
        says: "What carries releases through their environments, step by step." | "Was Releases durch ihre Umgebungen bringt, Schritt für Schritt.";
        none: "Nothing has run yet" | "Noch ist nichts gelaufen";
        none_says: "Describe the way of a release under pipelines in holdpoint.yaml, apply it, and start a run." | "Beschreiben Sie den Weg eines Releases unter pipelines in holdpoint.yaml, wenden Sie das an, und starten Sie einen Lauf.";
        run: "Run" | "Lauf";
        pipeline: "Pipeline" | "Pipeline";
        stands: "Stands" | "Stand";
        about: "About" | "Worum es geht";
        steps: "Steps" | "Schritte";
        steps_of(ended, all): "{ended} of {all}" | "{ended} von {all}";
        started: "Started" | "Begonnen";
        by: "By" | "Von";
        ended: "Ended" | "Beendet";
        older: "Older" | "Ältere";
        all: "All pipelines" | "Alle Pipelines";
        only(name): "Only {name}" | "Nur {name}";
        start: "Start a run" | "Einen Lauf starten";
        release: "Release" | "Release";
        no_release: "none" | "keines";
        branch: "Branch" | "Branch";
        commit: "Commit" | "Commit";
        optional: "optional" | "freiwillig";
        queued: "Queued" | "Eingereiht";
        running: "Running" | "Läuft";
        stopping: "Stopping" | "Wird beendet";
        resting: "Tried again" | "Wird wiederholt";
        waiting: "Waiting" | "Wartet";
        not_begun: "Not begun" | "Nicht begonnen";
        succeeded: "Succeeded" | "Gelungen";
        failed: "Failed" | "Gescheitert";
        cancelled: "Cancelled" | "Abgebrochen";
        skipped: "Skipped" | "Übersprungen";
        for_gate(place): "for the gate of {place}" | "auf das Gate von {place}";
        for_roles(roles): "for approval by {roles}" | "auf Zustimmung: {roles}";
        for_owner(owner): "for {owner}" | "auf {owner}";
        for_second(owner): "for a second person of {owner}" | "auf eine zweite Person von {owner}";
        for_deployment(id): "for deployment {id}" | "auf Deployment {id}";
        for_time: "for its time" | "auf seine Zeit";
        said_by(who): "{who} has approved" | "{who} hat zugestimmt";
        attempt(n): "attempt {n}" | "Versuch {n}";
        again(when): "again at {when}" | "wieder um {when}";
        exit(code): "exit code {code}" | "Exit-Code {code}";
        millis(n): "{n} ms" | "{n} ms";
        seconds(n): "{n} s" | "{n} s";
        minutes(n): "{n} min" | "{n} min";
        compare: "Compare with the run before" | "Mit dem Lauf davor vergleichen";
        compared: "Beside another run" | "Neben einem anderen Lauf";
        this_run: "This run" | "Dieser Lauf";
        other_run: "The other" | "Der andere";
        difference: "Difference" | "Unterschied";
        longer(by): "The other took {by} longer." | "Der andere dauerte {by} länger.";
        shorter(by): "The other took {by} less." | "Der andere dauerte {by} kürzer.";
        as_long: "Both took as long." | "Beide dauerten gleich lang.";
        other_graph: "They have different graphs: what the definition says has changed, or what they were started with." | "Sie haben verschiedene Graphen: Die Definition hat sich geändert, oder womit sie begonnen wurden.";
        not_there: "not there" | "nicht da";
        cutovers: "Cutovers" | "Cutover";
        cutover: "Cutover" | "Cutover";
        log: "What it wrote" | "Was er schrieb";
        log_of(step): "What {step} wrote" | "Was {step} schrieb";
        left_out[n]: "{n} earlier line is left out: holdpoint pipeline logs shows it." / "{n} earlier lines are left out: holdpoint pipeline logs shows them." | "{n} frühere Zeile ist weggelassen: holdpoint pipeline logs zeigt sie." / "{n} frühere Zeilen sind weggelassen: holdpoint pipeline logs zeigt sie.";
        made(name, size): "made {name}, {size}" | "erzeugte {name}, {size}";
        at_agent(name): "ran at the agent {name}" | "lief beim Agenten {name}";
        agents: "Agents" | "Agenten";
        tests: "Tests" | "Tests";
        tests_by(step): "Tests of {step}" | "Tests von {step}";
        tests_of[n]: "{n} test" / "{n} tests" | "{n} Test" / "{n} Tests";
        tests_failed[n]: "{n} failed" / "{n} failed" | "{n} gescheitert" / "{n} gescheitert";
        tests_lost[n]: "{n} lost" / "{n} lost" | "{n} verloren" / "{n} verloren";
        tests_flaky[n]: "{n} only at a second try" / "{n} only at a second try" | "{n} erst beim zweiten Mal" / "{n} erst beim zweiten Mal";
        tests_skipped[n]: "{n} skipped" / "{n} skipped" | "{n} übersprungen" / "{n} übersprungen";
        tests_passed[n]: "{n} passed" / "{n} passed" | "{n} bestanden" / "{n} bestanden";
        test_name: "Test" | "Test";
        took: "Took" | "Dauer";
        set(digest): "Their set is {digest}." | "Ihre Menge ist {digest}.";
        more_tests[n]: "{n} more is left out: holdpoint pipeline tests shows it." / "{n} more are left out: holdpoint pipeline tests shows them." | "{n} weiterer ist weggelassen: holdpoint pipeline tests zeigt ihn." / "{n} weitere sind weggelassen: holdpoint pipeline tests zeigt sie.";
        lost: "Lost" | "Verloren";
        not_ended: "Not ended" | "Nicht beendet";
        passed: "Passed" | "Bestanden";
        passed_again: "Passed again" | "Wieder bestanden";
        times(n): "run {n} times" | "{n}-mal gelaufen";
        from_cache(name): "cache {name} was there" | "Cache {name} war da";
        elsewhere: "The job" | "Der Job";
        sift: "Only lines with" | "Nur Zeilen mit";
        nothing_written: "Nothing." | "Nichts.";
        graph: "Stages and steps" | "Stufen und Schritte";
        approve: "Approve" | "Zustimmen";
        done: "Done" | "Erledigt";
        reject: "Reject" | "Ablehnen";
        comment: "Comment" | "Kommentar";
        cancel: "Cancel" | "Abbrechen";
        why: "Why" | "Warum";
        retry: "Repeat what failed" | "Gescheitertes wiederholen";
        retry_all: "Repeat all" | "Alles wiederholen";
        spent: "Where the time went" | "Wo die Zeit blieb";
        by_kind: "On the critical path" | "Auf dem kritischen Pfad";
        critical: "Critical path" | "Kritischer Pfad";
        as_trace: "As a trace (OTLP JSON)" | "Als Trace (OTLP JSON)";
        queue: "waiting" | "Warten";
        provision: "provisioning" | "Bereitstellen";
        transfer: "transfer" | "Übertragen";
        test: "tests" | "Tests";
        approval: "people" | "Menschen";
        work: "work" | "Arbeit";
        repeats: "repeats" | "wiederholt";
    }
}

impl RunWords {
    /// What time is spent on.
    pub(crate) fn kind_of_time(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Queue => self.queue(),
            Kind::Provision => self.provision(),
            Kind::Transfer => self.transfer(),
            Kind::Test => self.test(),
            Kind::Approval => self.approval(),
            Kind::Work => self.work(),
        }
    }
}
