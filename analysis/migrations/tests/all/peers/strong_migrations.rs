//! What strong_migrations would say, over the SQL that Rails makes of a migration. Each row is written for a documented or tested behaviour of
//! that gem: what it stops, by the name of the check, and what it lets through.

use holdpoint_migrations::{Dialect, Options, check};

use crate::world::source;

const ROWS: &str = include_str!("strong_migrations.tsv");

const POSTGRES: &str = r#"
CREATE TABLE "users" ("id" bigserial primary key, "name" character varying, "city" character varying, "credit_score" decimal(10,5),
  "deleted_at" timestamp, "country" character varying(20), "interval" character varying, "description" text, "code" citext,
  "order_id" bigint);
CREATE INDEX "index_users_on_order_id" ON "users" ("order_id");
CREATE TABLE "orders" ("id" bigserial primary key);
CREATE TABLE "devices" ("id" bigserial primary key);
"#;

const MYSQL: &str = r"
CREATE TABLE `users` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `name` varchar(255), `city` varchar(255), `credit_score` decimal(10,5),
  `deleted_at` timestamp(6) NULL, `country` varchar(20), `interval` varchar(255), `description` text, `order_id` bigint,
  INDEX `index_users_on_order_id` (`order_id`)) CHARSET=utf8mb4;
CREATE TABLE `orders` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY);
CREATE TABLE `devices` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY);
";

/// What is there besides, by a word of the row.
const BESIDES: [(&str, &str); 3] = [
    (
        "with-check",
        "ALTER TABLE users ADD CONSTRAINT c1 CHECK (name IS NOT NULL), ADD CONSTRAINT c2 CHECK (name = lower(name));",
    ),
    (
        "with-other-check",
        "ALTER TABLE users ADD new_name varchar; ALTER TABLE users ADD CONSTRAINT c1 CHECK (new_name IS NOT NULL);",
    ),
    (
        "with-not-null",
        r#"ALTER TABLE users ADD CONSTRAINT c1 CHECK ("name" IS NOT NULL), ADD CONSTRAINT c2 CHECK ("interval" IS NOT NULL);"#,
    ),
];

/// What is said of a row, by the names of strong_migrations.
fn said(dialect: Dialect, version: Option<&str>, words: &[&str], sql: &str) -> Vec<String> {
    let mut base = match dialect {
        Dialect::Postgres => POSTGRES.to_owned(),
        _ => MYSQL.to_owned(),
    };
    let besides = BESIDES.iter().filter(|(word, _)| words.contains(word));
    besides.for_each(|(_, more)| base.push_str(more));
    let mut sql = sql;
    // What the application itself vouched for.
    if words.contains(&"with-index") {
        let (index, rest) = sql.split_once(';').unwrap();
        base.push_str(index);
        base.push(';');
        sql = rest;
    }
    let options = Options {
        dialect: Some(dialect),
        version: version.map(|version| version.parse().unwrap()),
        base: vec!["base.sql".to_owned()],
        in_transaction: dialect == Dialect::Postgres && !words.contains(&"alone"),
        all_rules: words.contains(&"all-rules"),
        ..Options::default()
    };
    let files = [source("base.sql", &base), source("change.sql", sql)];
    let findings = check(&files, &options).unwrap().findings;
    let aliases = findings.iter().flat_map(|finding| finding.rule.aliases);
    let mut names: Vec<String> = aliases
        .filter_map(|alias| alias.strip_prefix("strong_migrations:"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn what_it_stops_is_found_and_what_it_lets_through_is_not() {
    let (mut all, mut wrong) = (0, Vec::new());
    for row in ROWS.lines().skip(1) {
        let [case, places, verdict, sql] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        let words: Vec<&str> = places.split(',').collect();
        for place in &words {
            let (name, version) = place.split_once('-').unwrap_or((place, ""));
            let Some(dialect) = Dialect::ALL.into_iter().find(|one| one.as_str() == name) else {
                continue;
            };
            all += 1;
            let said = said(
                dialect,
                Some(version).filter(|text| !text.is_empty()),
                &words,
                sql,
            );
            let right = match verdict {
                "safe" => said.is_empty(),
                name => said.iter().any(|one| one == name),
            };
            if !right {
                wrong.push(format!("{place}: {case}: {verdict} there, {said:?} here"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {all}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
