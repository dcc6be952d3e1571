//! Words of the page.

use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) PolicyWords {
        title: "Policies" | "Richtlinien";
        says: "What forbids more than roles do. They permit nobody anything that roles and the segregation of duties refuse." | "Was mehr verbietet als die Rollen. Sie erlauben niemandem etwas, das Rollen und Funktionstrennung verweigern.";
        in_force: "In force" | "In Kraft";
        since: "Since" | "Seit";
        applied_by: "Applied by" | "Eingesetzt von";
        recorded: "Recorded as" | "Festgehalten als";
        entry(position): "Entry {position}" | "Eintrag {position}";
        roles_alone: "This organisation has no policies of its own: roles alone say who may do what." | "Diese Organisation hat keine eigenen Richtlinien: Allein die Rollen sagen, wer was darf.";
        lost: "Their text cannot be read. Until it is replaced they forbid everything but that." | "Ihr Text ist nicht zu lesen. Bis er ersetzt ist, verbieten sie alles außer dem Ersetzen.";
        permits: "permits" | "erlaubt";
        forbids: "forbids" | "verbietet";
        text: "As they are written" | "Wie sie geschrieben stehen";
        default: "The default: what the roles say, as policies" | "Die Vorgabe: was die Rollen sagen, als Richtlinien";
        question: "Who may do what?" | "Wer darf was?";
        question_says: "Whether it can be done is decided when it is: this is what roles and policies say." | "Ob es geht, entscheidet sich, wenn es geschieht: Dies ist, was Rollen und Richtlinien sagen.";
        who: "Who" | "Wer";
        who_hint: "A handle; you if nobody is named." | "Ein Kürzel; Sie, wenn niemand genannt ist.";
        what: "What" | "Was";
        to_what: "To what" | "Womit";
        to_what_hint: "Such as component/payments-api or unit/payments; the organisation if nothing is named." | "Etwa component/payments-api oder unit/payments; die Organisation, wenn nichts genannt ist.";
        place: "In which environment" | "In welcher Umgebung";
        no_place: "in none" | "in keiner";
        moment: "When" | "Wann";
        ask: "Ask" | "Fragen";
        may(who, what): "{who} may: {what}" | "{who} darf: {what}";
        may_not(who, what): "{who} may not: {what}" | "{who} darf nicht: {what}";
        roles: "Roles" | "Rollen";
        policies: "Policies" | "Richtlinien";
        by: "Because of" | "Wegen";
        permit: "permit it" | "erlauben es";
        do_not_permit: "do not permit it" | "erlauben es nicht";
        forbid: "forbid it" | "verbieten es";
        there_are_none: "there are none" | "es gibt keine";
        none_permits: "none of them permits it" | "keine erlaubt es";
    }
}
