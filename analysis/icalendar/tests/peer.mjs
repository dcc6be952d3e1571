// What calendar files say to another independent implementation: ical.js.
//
// Arguments: the module, a folder of files, from, to (in seconds). Prints one JSON object: per file what takes place, what is said
// of it, and the file as it writes it.
import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { pathToFileURL } from "node:url";

const [module, folder, from, to] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(module).href);

// A day, or seconds; times without a zone are taken as UTC.
function moment(time) {
  if (time.isDate) return time.toString();
  const clock = time.zone === ICAL.Timezone.localTimezone ? ICAL.Timezone.utcTimezone : time.zone;
  const whole = time.clone();
  whole.zone = clock;
  return whole.toUnixTime();
}

const seconds = (time) => (time.isDate ? Date.parse(`${time}T00:00:00Z`) / 1000 : moment(time));

// The times of an event that it can expand itself.
function* takingPlace(event, exceptions) {
  for (const one of exceptions) event.relateException(one);
  const times = event.iterator();
  for (let next = times.next(); next && seconds(next.start ?? next) < Number(to); next = times.next()) {
    // A time with a length of its own is no time to it, but a period.
    const period = next.start && { item: event, startDate: next.start, endDate: next.getEnd() };
    const { item, startDate, endDate } = period ?? event.getOccurrenceDetails(next);
    if (item.component.getFirstPropertyValue("status") === "CANCELLED") continue;
    const [start, end] = [moment(startDate), moment(endDate)];
    const inside = seconds(startDate) === seconds(endDate) ? seconds(startDate) >= Number(from) : seconds(endDate) > Number(from);
    if (inside && seconds(startDate) < Number(to)) {
      // It counts hours on the clock; when that was changed in between, they are more or less.
      const exact_end = startDate.isDate ? end : start + item.duration.toSeconds();
      yield { uid: item.uid, summary: item.summary ?? "", start, end, exact_end };
    }
  }
}

function said(part) {
  const value = (name) => part.getFirstPropertyValue(name) ?? null;
  const categories = part.getAllProperties("categories").flatMap((one) => one.getValues());
  return {
    uid: value("uid"),
    description: value("description"),
    categories,
    status: value("status"),
    transparent: value("transp") === "TRANSPARENT",
    sequence: value("sequence") ?? 0,
    location: value("location"),
    url: value("url"),
    stamp: value("dtstamp").toUnixTime(),
  };
}

function opened(path) {
  const calendar = ICAL.Component.fromString(readFileSync(path, "utf8"));
  // It remembers zones that another file described by the same name.
  ICAL.TimezoneService.reset();
  const zones = calendar.getAllSubcomponents("vtimezone").map((zone) => {
    ICAL.TimezoneService.register(zone);
    return zone.getFirstPropertyValue("tzid");
  });
  const parts = calendar.getAllSubcomponents("vevent");
  const other = (part) => part.hasProperty("recurrence-id");
  const events = parts.filter((part) => !other(part)).map((part) => {
    const same = parts.filter((one) => other(one) && one.getFirstPropertyValue("uid") === part.getFirstPropertyValue("uid"));
    return [...takingPlace(new ICAL.Event(part), same)];
  });
  return {
    // It does not know the property, and leaves its text as it stands.
    name: (calendar.getFirstPropertyValue("name") ?? "").replace(/\\(.)/g, "$1"),
    zones: zones.sort(),
    said: parts.map(said),
    taking_place: events.flat(),
    again: calendar.toString(),
    mistakes: [],
  };
}

const files = readdirSync(folder).filter((name) => name.endsWith(".ics")).sort();
process.stdout.write(JSON.stringify(Object.fromEntries(files.map((name) => [parse(name).name, opened(join(folder, name))]))));
