//! `holdpoint environment book`, `bookings`, `free`, `move-booking` and `end-booking`.

use clap::Args;
use holdpoint_service::queries::{BookingView, Bookings, FindSlot, FreeSlot, ListBookings};
use serde_json::{Value, json};

use crate::arguments::{Past, Write};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::moment;
use crate::output::{Human, Page};
use crate::requests::plain;
use crate::session::Session;

/// From when until when.
#[derive(Debug, Args)]
struct When {
    /// From when on; now if nothing is said.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Until when.
    #[arg(
        long,
        value_name = "TIME",
        required_unless_present = "length",
        conflicts_with = "length"
    )]
    until: Option<String>,
    /// For how long, such as `2h` or `3d`.
    #[arg(long = "for", value_name = "TIME")]
    length: Option<String>,
}

impl When {
    fn arguments(&self, session: &Session) -> Result<Value, Failure> {
        let from = match &self.from {
            Some(text) => session.time(text)?,
            None => session.now(),
        };
        let until = match (&self.until, &self.length) {
            (Some(text), _) => session.time(text)?,
            (None, length) => {
                let length = moment::length(length.as_deref().unwrap_or_default())?;
                let millis = i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
                from.after(millis)
            }
        };
        Ok(json!({ "from": from, "until": until }))
    }
}

/// Put the fields of one object beside those of another.
fn with(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}

/// Book an environment: nobody else books it then, and no other release is deployed there.
#[derive(Debug, Args)]
pub(crate) struct Book {
    /// Which environment.
    environment: String,
    #[command(flatten)]
    when: When,
    /// For one release: it alone is deployed there meanwhile.
    #[arg(long, value_name = "RELEASE", conflicts_with = "refresh")]
    release: Option<String>,
    /// To bring its data up to date: nothing is deployed there meanwhile.
    #[arg(long, conflicts_with = "shared")]
    refresh: bool,
    /// Others may use it at the same time, and deploy there.
    #[arg(long)]
    shared: bool,
    /// What it is for, in words.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Book {
    fn run(self, session: &Session) -> Outcome {
        let purpose = match &self.release {
            Some(name) => json!({ "release": name }),
            None if self.refresh => json!("refresh"),
            None => json!("use"),
        };
        let rest = json!({
            "environment": self.environment,
            "purpose": purpose,
            "shared": self.shared,
            "title": plain(self.title.as_deref()),
        });
        let arguments = with(rest, self.when.arguments(session)?);
        let request = json!({ "command": "environment.book", "arguments": arguments });
        let said = format!("`{}` is booked", self.environment);
        session.submit(&self.write, request, said)
    }
}

/// Move a booking to another time.
#[derive(Debug, Args)]
pub(crate) struct MoveBooking {
    /// Which, as `holdpoint environment bookings` shows it.
    booking: String,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    write: Write,
}

impl Run for MoveBooking {
    fn run(self, session: &Session) -> Outcome {
        let which = json!({ "booking": self.booking });
        let arguments = with(which, self.when.arguments(session)?);
        let request = json!({ "command": "environment.move-booking", "arguments": arguments });
        let said = format!("booking `{}` is moved", self.booking);
        session.submit(&self.write, request, said)
    }
}

/// Give a booking back before its end.
#[derive(Debug, Args)]
pub(crate) struct EndBooking {
    /// Which, as `holdpoint environment bookings` shows it.
    booking: String,
    #[command(flatten)]
    write: Write,
}

impl Run for EndBooking {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "environment.end-booking",
            "arguments": { "booking": self.booking }
        });
        let said = format!("booking `{}` has ended", self.booking);
        session.submit(&self.write, request, said)
    }
}

/// List bookings that have not ended.
#[derive(Debug, Args)]
pub(crate) struct ShowBookings {
    /// Of which environment; of all if nothing is said.
    environment: Option<String>,
    #[command(flatten)]
    past: Past,
}

impl Run for ShowBookings {
    fn run(self, session: &Session) -> Outcome {
        let environment = self.environment;
        session.answer(&ListBookings { environment }, &self.past)
    }
}

impl Human for Bookings {
    fn human(&self, page: &mut Page) {
        if self.bookings.is_empty() {
            page.line("nothing is booked");
            return;
        }
        let rows: Vec<_> = self.bookings.iter().map(|one| row(one, page)).collect();
        let heads = ["booking", "environment", "from", "until", "for", "by", ""];
        page.table(&heads, rows);
    }
}

fn row(one: &BookingView, page: &Page) -> Vec<String> {
    let purpose = match &one.title {
        Some(title) => format!("{} ({title})", one.purpose),
        None => one.purpose.clone(),
    };
    let notes = [("now", one.active), ("shared", one.shared)];
    let notes = notes.iter().filter(|(_, is)| *is).map(|(word, _)| *word);
    vec![
        one.booking.to_string(),
        one.environment.to_string(),
        page.time(one.from),
        page.time(one.until),
        purpose,
        one.by.to_string(),
        notes.collect::<Vec<_>>().join(", "),
    ]
}

/// Find the next time at which an environment is free for as long as is needed.
#[derive(Debug, Args)]
pub(crate) struct Free {
    /// Which environment.
    environment: String,
    /// For how long, such as `2h` or `3d`.
    #[arg(long = "for", value_name = "TIME")]
    length: String,
    /// From when on; from now on if nothing is said.
    #[arg(long, value_name = "TIME")]
    after: Option<String>,
    /// Others may use it at the same time.
    #[arg(long)]
    shared: bool,
    #[command(flatten)]
    past: Past,
}

impl Run for Free {
    fn run(self, session: &Session) -> Outcome {
        let minutes = moment::length(&self.length)?
            .as_secs()
            .div_euclid(60)
            .max(1);
        let after = self.after.as_deref().map(|text| session.time(text));
        let query = FindSlot {
            environment: self.environment,
            minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
            after: after.transpose()?,
            shared: self.shared,
        };
        session.answer(&query, &self.past)
    }
}

impl Human for FreeSlot {
    fn human(&self, page: &mut Page) {
        match self.from.zip(self.until) {
            Some((from, until)) => {
                let (from, until) = (page.time(from), page.time(until));
                page.line(format!("`{}` is free", self.environment));
                page.field("from", from);
                page.field("until", until);
            }
            None => page.line(format!("`{}` is never free for so long", self.environment)),
        }
    }
}
