//! What is known of a bulletin that is being sent.

use crate::kernel::{Kind, Time, opaque_type};

opaque_type!(
    /// One round of letters.
    BulletinId, Kind::Bulletin, "bul_"
);

/// A bulletin that is being sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    /// Which.
    pub id: BulletinId,
    /// Position of its intent: the key of its effects.
    pub position: u64,
    /// Since when.
    pub requested: Time,
    /// When it is given up for lost.
    pub deadline: Time,
    /// For how many people.
    pub recipients: u32,
}
