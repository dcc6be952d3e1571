//! What lies in the database: the rows of the file, with the same bytes in them.
//!
//! Whatever belongs to a person refers to their row, so that it goes with them, and nothing can be given to somebody who is
//! not there. `revision` grows whenever somebody is called otherwise, or was erased.

use holdpoint_postgres::Schema;

/// A schema of its own: whoever reads the ledger need not read this one.
pub(crate) const VAULT: Schema = Schema {
    name: "holdpoint_vault",
    steps: &[FIRST, RETAINED],
};

const FIRST: &str = "
CREATE TABLE holdpoint_vault.format (version integer NOT NULL);
INSERT INTO holdpoint_vault.format VALUES (0);
CREATE TABLE holdpoint_vault.vault (
  id smallint PRIMARY KEY CHECK (id = 0), key_check bytea NOT NULL, revision bigint NOT NULL
);
CREATE TABLE holdpoint_vault.person (
  id text COLLATE \"C\" PRIMARY KEY, key bytea NOT NULL, profile bytea NOT NULL, password bytea
);
CREATE TABLE holdpoint_vault.name (
  hash bytea PRIMARY KEY, person text COLLATE \"C\" NOT NULL REFERENCES holdpoint_vault.person ON DELETE CASCADE
);
CREATE INDEX name_person ON holdpoint_vault.name (person);
CREATE TABLE holdpoint_vault.token (
  hash bytea PRIMARY KEY, person text COLLATE \"C\" NOT NULL REFERENCES holdpoint_vault.person ON DELETE CASCADE,
  label bytea NOT NULL, expires bigint
);
CREATE INDEX token_person ON holdpoint_vault.token (person, label);
CREATE TABLE holdpoint_vault.system_user (
  hash bytea PRIMARY KEY, person text COLLATE \"C\" NOT NULL REFERENCES holdpoint_vault.person ON DELETE CASCADE
);
CREATE INDEX system_user_person ON holdpoint_vault.system_user (person);
CREATE TABLE holdpoint_vault.session (
  hash bytea PRIMARY KEY, id text NOT NULL,
  person text COLLATE \"C\" NOT NULL REFERENCES holdpoint_vault.person ON DELETE CASCADE,
  created bigint NOT NULL, seen bigint NOT NULL, idle bigint NOT NULL, expires bigint NOT NULL
);
CREATE INDEX session_person ON holdpoint_vault.session (person);
CREATE TABLE holdpoint_vault.link (
  hash bytea PRIMARY KEY, person text COLLATE \"C\" NOT NULL REFERENCES holdpoint_vault.person ON DELETE CASCADE,
  expires bigint NOT NULL
);
CREATE INDEX link_person ON holdpoint_vault.link (person);
CREATE TABLE holdpoint_vault.personal (
  hash bytea PRIMARY KEY, person text COLLATE \"C\" NOT NULL REFERENCES holdpoint_vault.person ON DELETE CASCADE,
  kind text NOT NULL, sealed bytea NOT NULL
);
CREATE INDEX personal_person ON holdpoint_vault.personal (kind, person);
";

/// What stays of people who are not there any more.
const RETAINED: &str = "
CREATE TABLE holdpoint_vault.retained (
  person text COLLATE \"C\" NOT NULL, release text COLLATE \"C\" NOT NULL, key bytea NOT NULL, sealed bytea NOT NULL,
  PRIMARY KEY (person, release)
);
";
