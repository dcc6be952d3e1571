//! Conflicts, held against looking at every two changes and walking the graph for each.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod brute;
mod cases;
mod random;
