//! What a form asks for.

use holdpoint_domain::Time;
use holdpoint_service::ServiceError;
use serde_json::{Value, json};

use super::words::BookingWords;
use crate::desk::Desk;
use crate::visit::Fields;

/// The code of the sentence that says that it was done.
pub(super) fn done(form: &Fields) -> &'static str {
    match form.get("act") {
        Some("move") => "booking-moved",
        Some("end") => "booking-ended",
        _ => "booked",
    }
}

/// The request that a form stands for. What it does not name is for the rules to miss.
pub(super) fn request(
    desk: &Desk<'_>,
    t: BookingWords,
    name: &str,
    form: &Fields,
) -> Result<Value, ServiceError> {
    let booking = form.get("booking");
    let time = |field: &str| time(desk, t, form.get(field).unwrap_or_default());
    Ok(match form.get("act") {
        Some("end") => {
            json!({ "command": "environment.end-booking", "arguments": { "booking": booking } })
        }
        Some("move") => {
            let arguments =
                json!({ "booking": booking, "from": time("from")?, "until": time("until")? });
            json!({ "command": "environment.move-booking", "arguments": arguments })
        }
        _ => book(name, (time("from")?, time("until")?), form),
    })
}

fn book(name: &str, (from, until): (Time, Time), form: &Fields) -> Value {
    let arguments = json!({
        "environment": name,
        "from": from,
        "until": until,
        "purpose": purpose(form),
        "shared": form.get("shared").is_some(),
        "title": form.get("title").map(|title| json!({ "plain": title })),
    });
    json!({ "command": "environment.book", "arguments": arguments })
}

fn purpose(form: &Fields) -> Value {
    match (form.get("for"), form.get("release")) {
        (Some("release"), name) => json!({ "release": name.unwrap_or_default() }),
        (Some("refresh"), _) => json!("refresh"),
        _ => json!("use"),
    }
}

/// A moment as a browser sends it, in the zone of who chose it.
fn time(desk: &Desk<'_>, t: BookingWords, text: &str) -> Result<Time, ServiceError> {
    let found = desk.reading.of_field(text);
    found.ok_or_else(|| ServiceError::Malformed(t.no_such_time(text)))
}
