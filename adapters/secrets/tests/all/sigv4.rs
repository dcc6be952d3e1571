//! Signature Version 4 as a server checks it, from AWS's own description, and against the vectors that AWS published.

use std::time::{SystemTime, UNIX_EPOCH};

use ring::digest::{SHA256, digest};
use ring::hmac::{HMAC_SHA256, Key, sign};

use crate::world::Request;

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    sign(&Key::new(HMAC_SHA256, key), text.as_bytes())
        .as_ref()
        .to_vec()
}

fn hash(text: &str) -> String {
    hex::encode(digest(&SHA256, text.as_bytes()))
}

/// What is between two texts.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let rest = text.split_once(before)?.1;
    Some(rest.split_once(after).map_or(rest, |(found, _)| found))
}

/// Whether the request is signed with that secret key; how it should be, if not.
pub(crate) fn verify(request: &Request, secret: &str) -> Result<(), String> {
    let given = request.header("authorization");
    let part =
        |before, after| between(given, before, after).ok_or(format!("no `{before}`: {given}"));
    let scope = part("Credential=", ",")?
        .split_once('/')
        .ok_or("no scope")?
        .1;
    let names: Vec<&str> = part("SignedHeaders=", ",")?.split(';').collect();
    let unsigned = |name: &&String| name.starts_with("x-amz-") && !names.contains(&name.as_str());
    if !names.contains(&"host")
        || !names.is_sorted()
        || request.headers.keys().any(|name| unsigned(&name))
    {
        return Err(format!("these headers do not suffice: {names:?}"));
    }
    let headers: String = names
        .iter()
        .map(|name| format!("{name}:{}\n", request.header(name)))
        .collect();
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    let canonical = [
        request.method.as_str(),
        path,
        &pairs.join("&"),
        &headers,
        &names.join(";"),
        &hash(&request.body),
    ]
    .join("\n");
    let to_sign = [
        "AWS4-HMAC-SHA256",
        request.header("x-amz-date"),
        scope,
        &hash(&canonical),
    ]
    .join("\n");
    let key = scope
        .split('/')
        .fold(format!("AWS4{secret}").into_bytes(), |key, part| {
            mac(&key, part)
        });
    let expected = hex::encode(mac(&key, &to_sign));
    let found = part("Signature=", ",")?;
    if found == expected {
        Ok(())
    } else {
        Err(format!("{expected} is expected, not {found}:\n{canonical}"))
    }
}

/// Whether the request was signed within five minutes, as AWS asks for.
pub(crate) fn fresh(request: &Request) -> bool {
    let date = request.header("x-amz-date");
    let number = |from: usize, to: usize| date[from..to].parse::<i64>().unwrap();
    let (year, month, day) = (number(0, 4), number(4, 6), number(6, 8));
    // Days from 1970 on: Howard Hinnant, *chrono-compatible low-level date algorithms*.
    let (year, shifted) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * shifted + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    let seconds = days * 86_400 + number(9, 11) * 3_600 + number(11, 13) * 60 + number(13, 15);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    (seconds - i64::try_from(now).unwrap()).abs() < 300
}

/// A request of the published suite, with its signature.
fn published(
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
    scope: &str,
    signature: &str,
) -> Request {
    let mut all = vec![
        ("host", "example.amazonaws.com"),
        ("x-amz-date", "20150830T123600Z"),
    ];
    all.retain(|(name, _)| headers.iter().all(|(other, _)| other != name));
    all.extend(headers);
    let mut names: Vec<_> = all.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    let names = names.join(";");
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/{scope}/aws4_request, SignedHeaders={names}, Signature={signature}"
    );
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut headers: std::collections::BTreeMap<_, _> = all.into_iter().map(owned).collect();
    headers.insert("authorization".to_owned(), authorization);
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body: body.to_owned(),
    }
}

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// `aws-sig-v4-test-suite`, and the example of the user guide of IAM.
fn vectors() -> Vec<Request> {
    let form = ("content-type", "application/x-www-form-urlencoded");
    let users = [
        (
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8",
        ),
        ("host", "iam.amazonaws.com"),
    ];
    vec![
        published(
            "GET",
            "/",
            &[],
            "",
            "service",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        published(
            "POST",
            "/",
            &[],
            "",
            "service",
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ),
        published(
            "GET",
            "/?Param2=value2&Param1=value1",
            &[],
            "",
            "service",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        published(
            "POST",
            "/",
            &[("my-header1", "VALUE1")],
            "",
            "service",
            "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ),
        published(
            "POST",
            "/",
            &[form],
            "Param1=value1",
            "service",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
        published(
            "GET",
            "/?Action=ListUsers&Version=2010-05-08",
            &users,
            "",
            "iam",
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        ),
    ]
}

#[test]
fn the_published_vectors_verify() {
    for vector in vectors() {
        assert_eq!(verify(&vector, SECRET), Ok(()), "{}", vector.line());
    }
}

#[test]
fn nothing_else_verifies() {
    for vector in vectors() {
        let refused = |change: &dyn Fn(&mut Request)| {
            let mut other = vector.clone();
            change(&mut other);
            verify(&other, SECRET).is_err()
        };
        assert!(verify(&vector, "another").is_err());
        assert!(refused(&|request| request.body.push('x')));
        assert!(refused(&|request| request.method.push('X')));
        assert!(refused(&|request| request.target.push('x')));
        for name in ["host", "x-amz-date"] {
            assert!(
                refused(&|request| request.headers.get_mut(name).unwrap().push('1')),
                "{name}"
            );
        }
        assert!(refused(&|request| drop(
            request
                .headers
                .insert("x-amz-target".to_owned(), "x".to_owned())
        )));
    }
}
