#!/usr/bin/env python3
"""Records what python-dateutil makes of recurrence rules.

    pip install python-dateutil==2.9.0.post0 tzdata freezegun pytest
    pip download --no-binary :all: --no-deps python-dateutil==2.9.0.post0 && tar xf python-dateutil-*.tar.gz
    python3 record.py python-dateutil-2.9.0.post0/tests/test_rrule.py

suite.tsv: what the cases of its own suite ask for: where the rule begins, the rule, the times.
zoned.tsv: random rules in zones: zone, where the rule begins, the rule, moments in UTC. Times that do not exist are left out
and not counted, of those that occur twice it is the first, as RFC 5545 has it; dateutil itself knows no zone here.
"""

import datetime
import importlib.util
import random
import sys
import unittest
import zoneinfo

from dateutil import rrule as module

MOST = 10
UTC = datetime.timezone.utc
ZONES = """Europe/Vienna America/New_York America/Los_Angeles Europe/London Europe/Dublin Australia/Lord_Howe
Australia/Sydney Pacific/Auckland Pacific/Chatham America/Sao_Paulo America/Santiago America/St_Johns America/Havana
Africa/Casablanca Africa/Cairo Asia/Beirut Asia/Amman Asia/Jerusalem Asia/Tehran Asia/Kolkata Antarctica/Troll Pacific/Apia
America/Caracas Asia/Pyongyang Europe/Istanbul Europe/Moscow America/Asuncion Asia/Damascus Pacific/Norfolk UTC""".split()


def text(at):
    return at.strftime("%Y%m%dT%H%M%S")


def spelled(rule):
    lines = str(rule).split("\n")
    return lines[0].removeprefix("DTSTART:"), lines[1].removeprefix("RRULE:")


def suite(path):
    """Runs dateutil's suite, and keeps every rule of which a test asked for all times."""
    kept = {}

    class Recorded(module.rrule):
        def __iter__(self):
            limited = self._count is not None or self._until is not None
            if limited and not self._byeaster and self._dtstart.tzinfo is None:
                begin, rule = spelled(self)
                kept[begin, rule] = [text(at) for at in module.rrule.__iter__(self)]
            return module.rrule.__iter__(self)

    spec = importlib.util.spec_from_file_location("suite", path)
    tests = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tests)
    tests.rrule = Recorded
    unittest.TextTestRunner(stream=open("/dev/null", "w")).run(unittest.defaultTestLoader.loadTestsFromTestCase(tests.RRuleTest))
    with open("suite.tsv", "w") as file:
        for (begin, rule), times in sorted(kept.items()):
            if len(times) <= 40:
                file.write(f"{begin}\t{rule}\t{','.join(times)}\n")


def random_rule(dice):
    """A rule that the standard allows."""
    frequency = dice.choice(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "DAILY", "HOURLY", "MINUTELY", "WEEKLY"])
    parts = {"FREQ": frequency}
    if dice.random() < 0.5:
        parts["INTERVAL"] = dice.choice([2, 3, 5, 7, 13] if frequency not in ("HOURLY", "MINUTELY") else [1, 7, 11, 25, 45, 90, 1441])
    some = lambda low, high, most: ",".join(map(str, sorted(dice.sample(range(low, high), dice.randint(1, most)))))
    signed = lambda high, most: ",".join(str(dice.choice([1, 1, -1]) * dice.randint(1, high)) for _ in range(dice.randint(1, most)))
    days = lambda: dice.sample(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], dice.randint(1, 4))
    if dice.random() < 0.4:
        parts["BYMONTH"] = some(1, 13, 4)
    if frequency == "YEARLY" and dice.random() < 0.2:
        parts["BYWEEKNO"] = some(1, 53, 5)
        parts["BYDAY"] = ",".join(days())
    elif frequency == "YEARLY" and dice.random() < 0.2:
        parts["BYYEARDAY"] = signed(366, 5)
    elif frequency in ("YEARLY", "MONTHLY") and dice.random() < 0.5:
        high = 5 if frequency == "MONTHLY" or "BYMONTH" in parts else 53
        number = lambda: str(dice.choice([1, -1]) * dice.randint(1, high))
        parts["BYDAY"] = ",".join(number() + day for day in days())
    elif frequency != "WEEKLY" and dice.random() < 0.4:
        parts["BYMONTHDAY"] = signed(31, 5)
    elif dice.random() < 0.6:
        parts["BYDAY"] = ",".join(days())
    if dice.random() < 0.4:
        parts["BYHOUR"] = some(0, 5, 3) if dice.random() < 0.7 else some(0, 24, 4)
    if dice.random() < 0.3:
        parts["BYMINUTE"] = some(0, 60, 3)
    by = any(part.startswith("BY") for part in parts)
    if by and frequency in ("YEARLY", "MONTHLY", "WEEKLY") and dice.random() < 0.2:
        parts["BYSETPOS"] = signed(4, 2)
    if dice.random() < 0.2:
        parts["WKST"] = dice.choice(["SU", "MO", "SA"])
    return parts


def exists(at, zone):
    there = at.replace(tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == at


def transitions(zone):
    """Days on which the clock is changed."""
    day, found = datetime.datetime(2004, 1, 1), []
    offset = lambda at: at.replace(tzinfo=zone).utcoffset()
    while day.year < 2024:
        after = day + datetime.timedelta(days=1)
        if offset(day) != offset(after):
            found.append(day)
        day = after
    return found or [datetime.datetime(2010, 6, 1)]


def zoned(count):
    dice = random.Random(5545)
    changes = {name: transitions(zoneinfo.ZoneInfo(name)) for name in ZONES}
    lines = []
    while len(lines) < count:
        name = dice.choice(ZONES)
        zone = zoneinfo.ZoneInfo(name)
        day = dice.choice(changes[name]) - datetime.timedelta(days=dice.choice([0, 1, 2, 7, 30, 364]))
        begin = day.replace(hour=dice.choice([0, 0, 1, 1, 2, 2, 2, 3, 9, 23]), minute=dice.choice([0, 15, 30, 59]))
        parts = random_rule(dice)
        written = ";".join(f"{part}={value}" for part, value in parts.items())
        try:
            rule = module.rrulestr(written, dtstart=begin)
        except ValueError:
            continue
        last = begin + datetime.timedelta(days=12 * 365)
        limit = dice.randint(1, MOST)
        found = []
        for at in rule.xafter(begin, inc=True):
            # What zones will be later than that, not everybody knows alike.
            if at > last or at.year > 2026 or len(found) == limit:
                break
            if exists(at, zone):
                found.append(text(at.replace(tzinfo=zone).astimezone(UTC)))
        if not found:
            continue
        lines.append(f"{name}\t{text(begin)}\t{written};COUNT={len(found)}\t{','.join(found)}\n")
    with open("zoned.tsv", "w") as file:
        file.writelines(lines)


if __name__ == "__main__":
    suite(sys.argv[1])
    zoned(3000)
