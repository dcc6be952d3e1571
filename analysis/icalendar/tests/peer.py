"""What calendar files say to an independent implementation: python-icalendar and recurring-ical-events.

Arguments: a folder of files, from, to (in seconds). Prints one JSON object: per file what takes place, what is said of it, and
the file as it writes it.
"""

import datetime
import json
import pathlib
import re
import sys
import warnings

import icalendar
import recurring_ical_events

UTC = datetime.timezone.utc


def moment(value):
    """A day, or seconds; times without a zone are taken as UTC."""
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    return int((value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp())


def taking_place(calendar, begin, end):
    for event in recurring_ical_events.of(calendar).between(begin, end):
        if event.get("STATUS") == "CANCELLED":
            continue
        start, stop = event.start, event.end
        clocks = stop
        if isinstance(start, datetime.datetime) and start.tzinfo:
            # It counts hours on the clock; when that was changed in between, they are more or less.
            clocks = (start.astimezone(UTC) + (stop - start)).astimezone(UTC)
        yield {
            "uid": str(event["UID"]),
            "summary": str(event.get("SUMMARY", "")),
            "start": moment(start),
            "end": moment(stop),
            "exact_end": moment(clocks),
        }


def said(event):
    categories = event.get("CATEGORIES")
    return {
        "uid": str(event["UID"]),
        "description": str(event["DESCRIPTION"]) if "DESCRIPTION" in event else None,
        "categories": [str(one) for one in categories.cats] if categories else [],
        "status": str(event["STATUS"]) if "STATUS" in event else None,
        "transparent": event.get("TRANSP") == "TRANSPARENT",
        "sequence": int(event.get("SEQUENCE", 0)),
        "location": str(event["LOCATION"]) if "LOCATION" in event else None,
        "url": str(event["URL"]) if "URL" in event else None,
        "stamp": moment(event.DTSTAMP),
    }


def opened(path, begin, end):
    text = path.read_bytes()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        # It remembers zones that another file described by the same name.
        icalendar.use_zoneinfo()
        calendar = icalendar.Calendar.from_ical(text)
        events = calendar.walk("VEVENT")
        mistakes = [str(one) for part in calendar.walk() for one in part.errors]
        found = {
            "name": re.sub(r"\\(.)", r"\1", str(calendar.get("NAME", ""))),
            "zones": sorted(str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")),
            "said": [said(event) for event in events],
            "taking_place": list(taking_place(calendar, begin, end)),
            "again": calendar.to_ical().decode(),
        }
    return {**found, "mistakes": mistakes + [str(one.message) for one in warned]}


def main():
    folder, begin, end = sys.argv[1:]
    begin, end = (datetime.datetime.fromtimestamp(int(at), UTC) for at in (begin, end))
    files = sorted(pathlib.Path(folder).glob("*.ics"))
    json.dump({path.stem: opened(path, begin, end) for path in files}, sys.stdout)


main()
