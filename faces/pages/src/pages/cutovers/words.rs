//! Words of the pages.

use holdpoint_domain::pipeline::RunStage;

use crate::words::messages;

messages! {
    /// Words of the pages.
    pub(crate) NightWords {
        title: "Cutovers" | "Cutover";
        says: "Nights in which releases go out together: planned, rehearsed, carried out, and backed out if need be." | "Nächte, in denen Releases gemeinsam hinausgehen: geplant, geprobt, durchgeführt, und wenn nötig zurückgenommen.";
        none: "No cutover is planned" | "Es ist kein Cutover geplant";
        none_says: "Describe the tasks of the night as a pipeline in holdpoint.yaml, apply it, and plan which releases go out by it, and when." | "Beschreiben Sie die Aufgaben der Nacht als Pipeline in holdpoint.yaml, wenden Sie das an, und planen Sie, welche Releases damit hinausgehen, und wann.";
        plan: "Plan a cutover" | "Einen Cutover planen";
        name: "Name" | "Name";
        pipeline: "Pipeline" | "Pipeline";
        releases: "Releases" | "Releases";
        begins: "Begins" | "Beginnt";
        your_clock: "on your clock" | "auf Ihrer Uhr";
        ends: "Ends" | "Endet";
        ended: "Ended" | "Beendet";
        planned_end: "Planned end" | "Geplantes Ende";
        expected_end: "Expected end" | "Erwartetes Ende";
        on_time: "On time" | "Pünktlich";
        late(span): "{span} late" | "{span} zu spät";
        early(span): "{span} early" | "{span} zu früh";
        tasks: "Tasks" | "Aufgaben";
        done_of(done, all): "{done} of {all} tasks done" | "{done} von {all} Aufgaben erledigt";
        rehearsals: "Rehearsals" | "Proben";
        rehearsed[n]: "{n} rehearsal" / "{n} rehearsals" | "{n} Probe" / "{n} Proben";
        no_rehearsals: "It was not rehearsed yet. A rehearsal goes to the environments that the pipeline names under rehearsal, and says how long the night takes." | "Er wurde noch nicht geprobt. Eine Probe geht in die Umgebungen, die die Pipeline unter rehearsal nennt, und sagt, wie lange die Nacht dauert.";
        this_rehearsal: "This is a rehearsal" | "Das ist eine Probe";
        to_night: "To the night itself" | "Zur Nacht selbst";
        planned: "Planned" | "Geplant";
        running: "Under way" | "Läuft";
        failed: "Failed" | "Gescheitert";
        done: "Done" | "Erledigt";
        abandoned: "Abandoned" | "Aufgegeben";
        not_begun: "Not begun" | "Nicht begonnen";
        waits: "Waits" | "Wartet";
        stopping: "Stopping" | "Wird beendet";
        resting: "Tried again" | "Wird wiederholt";
        cancelled: "Cancelled" | "Abgebrochen";
        skipped: "Not needed" | "Nicht nötig";
        queued: "Queued" | "Eingereiht";
        task: "Task" | "Aufgabe";
        who: "Who" | "Wer";
        deputy(name): "deputy: {name}" | "Vertretung: {name}";
        when_planned: "Planned" | "Geplant";
        when_rehearsed: "Rehearsed" | "Geprobt";
        when_is: "Is, or will be" | "Ist, oder wird";
        stands: "Stands" | "Stand";
        critical: "decides when it ends" | "bestimmt das Ende";
        point: "Point of no return: what was done before is not undone any more once this has gone well." | "Punkt ohne Rückkehr: Ist das gelungen, wird nichts mehr zurückgenommen.";
        attach(what): "Has to be said: {what}" | "Anzugeben: {what}";
        second: "A second person confirms it." | "Eine zweite Person bestätigt es.";
        for_gate(place): "for the gate of {place}" | "auf das Gate von {place}";
        for_people(who): "for {who}" | "auf {who}";
        for_second(who): "for a second person of {who}" | "auf eine zweite Person von {who}";
        for_deployment(id): "for deployment {id}" | "auf Deployment {id}";
        said_by(who): "{who} has said so" | "{who} hat das gesagt";
        comment: "What there is to say" | "Was zu sagen ist";
        task_done: "It is done" | "Erledigt";
        approve: "Approve" | "Zustimmen";
        reject: "It cannot be" | "Geht nicht";
        undoing: "If it has to be undone" | "Wenn es zurückgenommen werden muss";
        undoing_says: "When a task fails or the night is stopped, what was done is undone, the newest first." | "Scheitert eine Aufgabe oder wird die Nacht gestoppt, wird Getanes zurückgenommen, das Neueste zuerst.";
        untimed: "Nobody has said how long these take, so they count as nothing in the forecast:" | "Niemand hat gesagt, wie lange diese dauern; in der Vorhersage zählen sie nichts:";
        problems: "It could not be started as things stand" | "So, wie es steht, könnte er nicht beginnen";
        start: "Start the night" | "Die Nacht beginnen";
        start_early: "Start now, before its time" | "Jetzt beginnen, vor der Zeit";
        rehearse: "Rehearse" | "Proben";
        stop: "Stop and back out" | "Stoppen und zurücknehmen";
        abandon: "Abandon" | "Aufgeben";
        why: "Why" | "Warum";
        run: "Its run, with what steps wrote" | "Sein Lauf, mit dem, was Schritte schrieben";
        compare: "Compare with the night" | "Mit der Nacht vergleichen";
        took(seconds): "{seconds} s" | "{seconds} s";
        took_minutes(minutes): "{minutes} min" | "{minutes} Min.";
        over_time: "Over time" | "Im Verlauf";
        now: "now" | "jetzt";
        plan_bar: "planned" | "geplant";
        real_bar: "was" | "war";
        next_bar: "will be" | "wird";
    }
}

impl NightWords {
    /// How long something took.
    pub(super) fn length(self, seconds: i64) -> String {
        match seconds {
            ..120 => self.took(seconds),
            _ => self.took_minutes(seconds / 60),
        }
    }

    /// Where a run stands.
    pub(super) fn stage_of_run(self, stage: RunStage) -> &'static str {
        match stage {
            RunStage::Queued => self.queued(),
            RunStage::Running => self.running(),
            RunStage::Succeeded => self.done(),
            RunStage::Failed => self.failed(),
            RunStage::Cancelled => self.cancelled(),
        }
    }
}
