//! To when something is moved.

use holdpoint_domain::Time;
use holdpoint_domain::window::Stretch;
use holdpoint_service::ServiceError;

use super::words::MoveWords;
use crate::desk::Desk;
use crate::visit::Fields;

/// The longest that anything takes, in minutes: what a booking takes at most.
const LONGEST: i64 = 92 * 24 * 60;

/// What fields say of when it shall be: `from`, or `day` and `time`, on the reader's clock; and for how many `minutes`. None if
/// they say nothing.
pub(super) fn target(
    desk: &Desk<'_>,
    t: MoveWords,
    fields: &Fields,
    now: Stretch,
) -> Result<Option<Stretch>, ServiceError> {
    let Some(begin) = beginning(fields) else {
        return Ok(None);
    };
    let no_time = || ServiceError::Malformed(t.no_such_time(&begin));
    let from = desk.reading.of_field(&begin).ok_or_else(no_time)?;
    let length = match fields.get("minutes") {
        None => now.until.millis() - now.from.millis(),
        Some(text) => length(t, text, now)?,
    };
    Ok(Some(Stretch {
        from: kept(desk, &begin, now).unwrap_or(from),
        until: kept(desk, &begin, now).unwrap_or(from).after(length),
    }))
}

fn beginning(fields: &Fields) -> Option<String> {
    let text = |name| fields.get(name).map(str::to_owned);
    text("from").or_else(|| Some(format!("{}T{}", text("day")?, text("time")?)))
}

/// Where a field cannot say the seconds that it begins at, they stay.
fn kept(desk: &Desk<'_>, begin: &str, now: Stretch) -> Option<Time> {
    (desk.reading.field(now.from) == begin).then_some(now.from)
}

fn length(t: MoveWords, text: &str, now: Stretch) -> Result<i64, ServiceError> {
    let minutes = text.parse::<i64>().ok();
    let minutes = minutes.filter(|minutes| (1..=LONGEST).contains(minutes));
    let minutes = minutes.ok_or_else(|| ServiceError::Malformed(t.no_such_length(text)))?;
    Ok(match minutes == lasts(now) {
        true => now.until.millis() - now.from.millis(),
        false => minutes * 60_000,
    })
}

/// How long it takes, in minutes, rounded up.
pub(in crate::pages::calendar) fn lasts(span: Stretch) -> i64 {
    let millis = span.until.millis() - span.from.millis();
    (millis + 59_999) / 60_000
}
