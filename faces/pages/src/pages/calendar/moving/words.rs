//! Words for moving.

use crate::words::messages;

messages! {
    /// Words for moving.
    pub(crate) MoveWords {
        move_it(what): "Move {what}" | "{what} verschieben";
        move_short: "Move" | "Verschieben";
        plan_of(release, place): "{release} to {place}" | "{release} nach {place}";
        booking_of(place, purpose): "booking of {place} for {purpose}" | "Buchung von {place} für {purpose}";
        for_use: "use" | "Nutzung";
        for_refresh: "a data refresh" | "Auffrischen der Daten";
        planned(when): "Planned for {when}." | "Geplant für {when}.";
        booked(when): "Booked for {when}." | "Gebucht für {when}.";
        zone(zone): "Times in {zone}" | "Zeiten in {zone}";
        to_when: "To when" | "Wohin";
        day: "Day" | "Tag";
        time: "Time" | "Uhrzeit";
        minutes: "How long, in minutes" | "Wie lange, in Minuten";
        check: "See what is in the way" | "Zeigen, was dagegen spricht";
        clear(when): "Nothing is in the way of {when}." | "Nichts spricht gegen {when}.";
        in_the_way(when): "Something is in the way of {when}:" | "Gegen {when} spricht:";
        do_it: "Move it there" | "Dorthin verschieben";
        next(when): "Next clear time: {when}" | "Nächste freie Zeit: {when}";
        drop_next: "Drop it there" | "Dort ablegen";
        no_next: "No later time of that length is known to be clear: choose another day." | "Keine spätere Zeit dieser Länge ist als frei bekannt: Wählen Sie einen anderen Tag.";
        leave: "Leave it" | "Lassen";
        asking: "Looking what is in the way …" | "Es wird geprüft, was dagegen spricht …";
        lost: "The server did not answer; nothing was moved." | "Der Server hat nicht geantwortet; nichts wurde verschoben.";
        keys: "Arrow keys move it: left and right by a day, up and down by an hour. Enter drops it, Escape leaves it." | "Pfeiltasten verschieben: links und rechts um einen Tag, hinauf und hinunter um eine Stunde. Enter legt ab, Escape lässt es.";
        moving: "Moving" | "Verschieben";
        back: "Back to the calendar" | "Zurück zum Kalender";
        not_moved: "It was not moved." | "Es wurde nicht verschoben.";
        was(when): "Before, it was {when}." | "Vorher war es {when}.";
        undo: "Undo" | "Rückgängig";
        not_yours: "You may not move it." | "Sie dürfen es nicht verschieben.";
        no_such_time(text): "`{text}` is no time; choose a day and an hour" | "`{text}` ist keine Zeit; wählen Sie Tag und Stunde";
        no_such_length(text): "`{text}` is no length; choose a number of minutes from 1 to 132480" | "`{text}` ist keine Dauer; wählen Sie eine Zahl von Minuten zwischen 1 und 132480";
        nothing_to_undo: "that cannot be undone: somebody has changed it since" | "das lässt sich nicht rückgängig machen: Jemand hat es inzwischen geändert";
    }
}
