//! Words of the page.

use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) BookingWords {
        title(place): "Bookings of {place}" | "Buchungen von {place}";
        says: "While an environment is booked for a release, or its data are refreshed, no other release is deployed there." | "Solange eine Umgebung für ein Release gebucht ist oder ihre Daten aufgefrischt werden, wird dort kein anderes Release ausgebracht.";
        bookings: "Bookings" | "Buchungen";
        none: "Nothing is booked: anybody may use it at any time." | "Nichts ist gebucht: Alle können sie jederzeit nutzen.";
        from: "From" | "Von";
        until: "Until" | "Bis";
        what_for: "For" | "Wofür";
        who: "By" | "Von";
        now: "now" | "jetzt";
        shared: "shared" | "geteilt";
        for_use: "use" | "Nutzung";
        for_refresh: "data refresh" | "Auffrischen der Daten";
        for_release: "a release" | "ein Release";
        release: "Release" | "Release";
        release_hint: "if it is for one" | "wenn es für eines ist";
        in_words: "In words" | "In Worten";
        share: "Others may use it at the same time" | "Andere können sie gleichzeitig nutzen";
        book: "Book" | "Buchen";
        book_it: "Book it" | "Buchen";
        next_free(when): "The next two hours that are free begin {when}." | "Die nächsten zwei freien Stunden beginnen {when}.";
        move_it: "Move" | "Verschieben";
        give_back: "Give back" | "Zurückgeben";
        entry: "entry" | "Eintrag";
        no_such_time(text): "`{text}` is no time; choose a day and an hour" | "`{text}` ist keine Zeit; wählen Sie Tag und Stunde";
    }
}
