//! Words of the page.

use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) CheckWords {
        title(check): "Check: {check}" | "Prüfung: {check}";
        none: "No result of this check is attached to the release. CI attaches it with holdpoint evidence add." | "Zu diesem Release liegt kein Ergebnis dieser Prüfung vor. Die CI fügt es mit holdpoint evidence add hinzu.";
        about(what): "about {what}" | "über {what}";
        whole: "the whole release" | "das ganze Release";
        passed: "passed" | "bestanden";
        failed: "failed" | "gescheitert";
        hold: "No answer was possible:" | "Keine Antwort möglich:";
        findings: "Findings" | "Befunde";
        nothing: "Nothing was found." | "Nichts gefunden.";
        nothing_fits: "Nothing fits these filters." | "Nichts passt zu diesen Filtern.";
        everything: "Show all" | "Alle zeigen";
        more(n): "and {n} more; filter, or take them along" | "und {n} weitere; filtern oder mitnehmen";
        error: "error" | "Fehler";
        warning: "warning" | "Warnung";
        info: "note" | "Hinweis";
        errors[n]: "{n} error" / "{n} errors" | "{n} Fehler" / "{n} Fehler";
        warnings[n]: "{n} warning" / "{n} warnings" | "{n} Warnung" / "{n} Warnungen";
        infos[n]: "{n} note" / "{n} notes" | "{n} Hinweis" / "{n} Hinweise";
        waived_count(n): "{n} waived" | "{n} ausgenommen";
        trend: "Trend" | "Entwicklung";
        since(release): "since {release}" | "seit {release}";
        first: "There is no earlier result about the same artifact." | "Es gibt kein früheres Ergebnis über dasselbe Artefakt.";
        added(n): "{n} new" | "{n} neu";
        same(n): "{n} as before" | "{n} wie zuvor";
        fixed(n): "{n} fixed" | "{n} behoben";
        is_new: "new" | "neu";
        is_fixed: "Fixed" | "Behoben";
        all_levels: "All levels" | "Alle Stufen";
        all_rules: "All rules" | "Alle Regeln";
        all_files: "All files" | "Alle Dateien";
        level: "Level" | "Stufe";
        rule: "Rule" | "Regel";
        file: "File" | "Datei";
        filter: "Filter" | "Filtern";
        export: "Take along" | "Mitnehmen";
        help: "What to do:" | "Was tun:";
        line(file, line): "{file}, line {line}" | "{file}, Zeile {line}";
        excused(why): "Waived in the repository: {why}" | "Im Repository ausgenommen: {why}";
        fails: "fails the check" | "lässt die Prüfung scheitern";
        waive: "Waive this finding" | "Diesen Befund ausnehmen";
        waive_all(n): "Waive all {n} that fail it" | "Alle {n} ausnehmen, an denen sie scheitert";
        at_gate: "At the gate of" | "Am Gate von";
        gate(place, criterion): "{place}: {criterion}" | "{place}: {criterion}";
        reason: "Why" | "Warum";
        how_long: "For" | "Für";
        days(n): "{n} days" | "{n} Tage";
        ask: "Ask for a waiver" | "Ausnahme beantragen";
        ask_hint: "Somebody else has to approve it. When it ends, the finding fails the check again." | "Jemand anderes muss sie genehmigen. Endet sie, lässt der Befund die Prüfung wieder scheitern.";
        waivers: "Waivers" | "Ausnahmen";
        waiver_of[n]: "{n} finding" / "{n} findings" | "{n} Befund" / "{n} Befunde";
        active: "in force" | "gültig";
        asked: "waits for approval" | "wartet auf Genehmigung";
        over: "over" | "abgelaufen";
        until(when): "until {when}" | "bis {when}";
        by(who): "asked for by {who}" | "beantragt von {who}";
        approved_by(who): "approved by {who}" | "genehmigt von {who}";
        gates: "Gates that rest on it" | "Gates, die darauf beruhen";
        no_gates: "No gate asks for it." | "Kein Gate verlangt sie.";
        inseparable: "More fails it than an entry has room for, or an earlier version made the result: its findings can be waived all together only, as the criterion." | "Es scheitert an mehr, als in einen Eintrag passt, oder eine frühere Version hat das Ergebnis geschrieben: Befunde lassen sich nur gemeinsam ausnehmen, als Kriterium.";
        results: "Results" | "Ergebnisse";
        produced: "Produced" | "Erstellt";
        place: "Where" | "Wo";
    }
}
