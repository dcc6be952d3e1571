//! Words of the pages.

use crate::words::messages;

messages! {
    /// Words of the pages.
    pub(crate) TrainWords {
        title: "Release trains" | "Release-Züge";
        says: "What goes out together, at a cadence. From the freeze of its scope on, nothing comes aboard." | "Was gemeinsam und im Takt hinausgeht. Sobald der Umfang eingefroren ist, kommt nichts mehr dazu.";
        none: "There are no release trains" | "Es gibt keine Release-Züge";
        none_says: "Declare under trains in holdpoint.yaml when they depart, where they go, and how many working days before the scope is frozen." | "Beschreiben Sie unter trains in holdpoint.yaml, wann sie abfahren, wohin, und wie viele Arbeitstage davor der Umfang eingefroren wird.";
        departures: "Departures" | "Abfahrten";
        departs: "Departs" | "Abfahrt";
        frozen: "Scope" | "Umfang";
        frozen_since(when): "frozen since {when}" | "eingefroren seit {when}";
        frozen_from(when): "frozen from {when}" | "eingefroren ab {when}";
        never: "never frozen" | "wird nie eingefroren";
        under_way: "under way" | "unterwegs";
        aboard: "Aboard" | "An Bord";
        nobody: "nothing yet" | "noch nichts";
        no_more: "It departs no more." | "Er fährt nicht mehr ab.";
        goes_to(places): "Goes to {places}." | "Fährt nach {places}.";
        everywhere: "every environment" | "überallhin";
        carries(what): "Carries {what}." | "Nimmt mit: {what}.";
        freezes[n]: "Its scope is frozen {n} working day before it departs." / "Its scope is frozen {n} working days before it departs." | "Sein Umfang wird {n} Arbeitstag vor der Abfahrt eingefroren." / "Sein Umfang wird {n} Arbeitstage vor der Abfahrt eingefroren.";
        go_aboard: "Go aboard" | "Mitfahren";
        release: "Release" | "Release";
        environment: "Environment" | "Umgebung";
        departure: "Departure" | "Abfahrt";
        next: "the next one that is clear" | "die nächste freie";
        off: "Take off" | "Aussteigen";
        items[n]: "{n} scope item" / "{n} scope items" | "{n} Posten" / "{n} Posten";
        nothing_goes: "No release is a draft or submitted: there is nothing that could go with it." | "Kein Release ist Entwurf oder eingereicht: Es gibt nichts, das mitfahren könnte.";
    }
}
