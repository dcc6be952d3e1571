//! The functions that rules may call. Each gives the same answer for the same arguments, everywhere.

use crate::sprintf;
use anyhow::anyhow;
use regorus::unstable::{BUILTINS, Expr, Ref, Source, Span};
use regorus::{Engine, Value};

/// The built-in functions of Rego that rules may call, in alphabetical order.
///
/// The list is closed, so that what a policy may do does not depend on how this program was built.
pub fn allowed_functions() -> &'static [&'static str] {
    &ALLOWED
}

/// What is refused by name, and why.
pub(crate) fn reason_for_refusal(name: &str) -> Option<&'static str> {
    let prefixes = [
        ("time.now_ns", "the clock"),
        ("rand.", "chance"),
        ("uuid.rfc4122", "chance"),
        ("http.", "the network"),
        ("net.lookup", "the network"),
        ("opa.", "the machine"),
        ("io.jwt.decode_verify", "the clock"),
        ("crypto.x509", "the clock"),
        ("providers.aws", "the clock"),
        ("rego.", "other policies"),
    ];
    prefixes
        .iter()
        .find(|(prefix, _)| name.starts_with(prefix))
        .map(|(_, reason)| *reason)
}

pub(crate) fn is_allowed(name: &str) -> bool {
    ALLOWED.binary_search(&name).is_ok()
}

/// The allowed function whose name is most like this one.
pub(crate) fn similar(name: &str) -> Option<&'static str> {
    let distance = |other: &&str| strsim::damerau_levenshtein(name, other);
    ALLOWED
        .iter()
        .copied()
        .min_by_key(|other| distance(other))
        .filter(|other| distance(other) <= 2)
}

static ALLOWED: [&str; 90] = [
    "abs",
    "array.concat",
    "array.reverse",
    "array.slice",
    "base64.decode",
    "base64.encode",
    "base64.is_valid",
    "bits.and",
    "bits.lsh",
    "bits.negate",
    "bits.or",
    "bits.rsh",
    "bits.xor",
    "ceil",
    "concat",
    "contains",
    "count",
    "endswith",
    "floor",
    "format_int",
    "glob.match",
    "glob.quote_meta",
    "hex.decode",
    "hex.encode",
    "indexof",
    "indexof_n",
    "intersection",
    "is_array",
    "is_boolean",
    "is_null",
    "is_number",
    "is_object",
    "is_set",
    "is_string",
    "json.filter",
    "json.is_valid",
    "json.marshal",
    "json.remove",
    "json.unmarshal",
    "lower",
    "max",
    "min",
    "numbers.range",
    "numbers.range_step",
    "object.filter",
    "object.get",
    "object.keys",
    "object.remove",
    "object.subset",
    "object.union",
    "object.union_n",
    "print",
    "product",
    "regex.find_n",
    "regex.is_valid",
    "regex.match",
    "regex.replace",
    "regex.split",
    "regex.template_match",
    "replace",
    "round",
    "semver.compare",
    "semver.is_valid",
    "sort",
    "split",
    "sprintf",
    "startswith",
    "strings.any_prefix_match",
    "strings.any_suffix_match",
    "strings.count",
    "strings.replace_n",
    "strings.reverse",
    "substring",
    "sum",
    "time.parse_rfc3339_ns",
    "to_number",
    "trim",
    "trim_left",
    "trim_prefix",
    "trim_right",
    "trim_space",
    "trim_suffix",
    "type_name",
    "union",
    "units.parse",
    "units.parse_bytes",
    "upper",
    "yaml.is_valid",
    "yaml.marshal",
    "yaml.unmarshal",
];

/// No range has more numbers: a range of all integers would take all memory before any clock is looked at.
const MAX_RANGE: u64 = 100_000;

/// Puts this crate's own versions in place of built-ins that have no bound or are not built in.
pub(crate) fn register(engine: &mut Engine) -> anyhow::Result<()> {
    engine.add_extension(
        "numbers.range".to_owned(),
        2,
        Box::new(|args: Vec<Value>| range(&args, 1)),
    )?;
    let stepped = |args: Vec<Value>| match integer(&args, 2) {
        Some(step) if step > 0 => range(&args, step),
        _ => Err(anyhow!("the step is no integer above zero")),
    };
    engine.add_extension("numbers.range_step".to_owned(), 3, Box::new(stepped))?;
    engine.add_extension("sprintf".to_owned(), 2, Box::new(sprintf))?;
    for name in ["to_number", "units.parse", "units.parse_bytes"] {
        engine.add_extension(name.to_owned(), 1, Box::new(on_small_numbers(name)))?;
    }
    let time = |args: Vec<Value>| match args.first() {
        Some(Value::String(text)) => Ok(nanoseconds(text).map_or(Value::Undefined, Value::from)),
        _ => Err(anyhow!("the time is no text")),
    };
    engine.add_extension("time.parse_rfc3339_ns".to_owned(), 1, Box::new(time))
}

/// The engine's own `sprintf`, on a format that it can do no harm with.
fn sprintf(mut args: Vec<Value>) -> anyhow::Result<Value> {
    let (Some(Value::String(format)), Some(Value::Array(arguments))) = (args.first(), args.get(1))
    else {
        return Err(anyhow!("it wants a text and an array"));
    };
    let format = sprintf::prepared(format, arguments.iter()).map_err(|reason| anyhow!(reason))?;
    if let Some(first) = args.first_mut() {
        *first = Value::from(format);
    }
    engines_own("sprintf", &args)
}

/// The engine's own function on text, once the numbers in it are known to have small exponents: a number of a
/// billion digits is computed before any clock is looked at.
fn on_small_numbers(name: &'static str) -> impl Fn(Vec<Value>) -> anyhow::Result<Value> + Clone {
    move |args| match args.first() {
        Some(Value::String(text)) if has_large_exponent(text) => Err(anyhow!(
            "a number in the text has an exponent of more than two digits"
        )),
        _ => engines_own(name, &args),
    }
}

fn has_large_exponent(text: &str) -> bool {
    text.split(['e', 'E']).skip(1).any(|after| {
        let digits = after.trim_start_matches(['+', '-']);
        digits
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '_')
            .count()
            > 2
    })
}

fn engines_own(name: &str, args: &[Value]) -> anyhow::Result<Value> {
    let Some((function, _)) = BUILTINS.get(name) else {
        return Err(anyhow!("there is no such function"));
    };
    let source = Source::from_contents(name.to_owned(), " ".to_owned())?;
    let span = Span {
        source,
        line: 1,
        col: 1,
        start: 0,
        end: 1,
    };
    let place = |_: &Value| {
        Ref::new(Expr::Null {
            span: span.clone(),
            value: Value::Null,
            eidx: 0,
        })
    };
    let places: Vec<_> = args.iter().map(place).collect();
    function(&span, &places, args, true)
}

fn integer(args: &[Value], at: usize) -> Option<i64> {
    args.get(at).and_then(|value| value.as_i64().ok())
}

fn range(args: &[Value], step: i64) -> anyhow::Result<Value> {
    let (Some(from), Some(to)) = (integer(args, 0), integer(args, 1)) else {
        return Err(anyhow!("a bound is no integer"));
    };
    let count = from.abs_diff(to) / step.unsigned_abs();
    if count >= MAX_RANGE {
        return Err(anyhow!("the range has more than {MAX_RANGE} numbers"));
    }
    let step = if from <= to { step } else { -step };
    let number = |n| from.saturating_add(step.saturating_mul(n));
    let numbers: Vec<Value> = (0..=i64::try_from(count)?)
        .map(|n| Value::from(number(n)))
        .collect();
    Ok(Value::from(numbers))
}

/// A moment of RFC 3339 as nanoseconds since 1970; nothing for other text.
fn nanoseconds(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let separators = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    if separators
        .iter()
        .any(|(at, wanted)| bytes.get(*at) != Some(wanted))
        || !matches!(bytes.get(10), Some(b'T' | b't' | b' '))
    {
        return None;
    }
    let year = number(text.get(..4)?)?;
    let [month, day, hour, minute, second] =
        [5, 8, 11, 14, 17].map(|at| text.get(at..at + 2).and_then(number).unwrap_or(-1));
    let ranges = [
        (month, 1, 12),
        (day, 1, days_in(year, month)),
        (hour, 0, 23),
        (minute, 0, 59),
        (second, 0, 59),
    ];
    if ranges
        .iter()
        .any(|(n, least, most)| !(*least..=*most).contains(n))
    {
        return None;
    }
    let (fraction, zone) = fraction(text.get(19..)?)?;
    let days = days_before(year, month) + day - 1 - days_before(1970, 1);
    let seconds = ((days * 24 + hour) * 60 + minute - offset(zone)?) * 60 + second;
    seconds.checked_mul(1_000_000_000)?.checked_add(fraction)
}

fn number(digits: &str) -> Option<i64> {
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the first of January of the year 1 to the first of a month (proleptic Gregorian calendar).
fn days_before(year: i64, month: i64) -> i64 {
    let past = year - 1;
    let whole = past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400);
    whole + (1..month).map(|month| days_in(year, month)).sum::<i64>()
}

/// Nanoseconds, and what stands behind them.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let zone = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.strip_suffix(zone)?;
    if !(1..=9).contains(&digits.len()) {
        return None;
    }
    Some((number(&format!("{digits:0<9}"))?, zone))
}

/// Minutes east of Greenwich.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest
        .split_once(':')
        .filter(|(h, m)| h.len() == 2 && m.len() == 2)?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}
