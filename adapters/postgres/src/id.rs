//! What keys are found by: 128 bits of SHA-256, in a column of type `uuid`.
//!
//! Of one length whatever the key is, compared as bytes whatever the database's collation is, and known without asking the
//! database: numbers would have to be looked up before an append.

use std::error::Error;

use holdpoint_ledger::Hash;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, accepts, to_sql_checked};

/// An id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id([u8; 16]);

impl Id {
    /// The id of an aggregate or a reference.
    pub(crate) fn of(key: &str) -> Self {
        let [id @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = Hash::of(key.as_bytes()).0;
        Self(id)
    }

    /// The id that a used key has in every store.
    pub(crate) fn used(id: [u8; 16]) -> Self {
        Self(id)
    }

    pub(crate) fn bytes(self) -> [u8; 16] {
        self.0
    }
}

impl ToSql for Id {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.extend_from_slice(&self.0);
        Ok(IsNull::No)
    }

    accepts!(UUID);
    to_sql_checked!();
}

impl<'a> FromSql<'a> for Id {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw.try_into()?))
    }

    accepts!(UUID);
}
