//! What every ledger store must do, as functions that a store's tests call, and a ledger in memory that does it.
//!
//! [`MemoryLedger`] is the model: written for clarity, it is what the other stores are compared with, and
//! what tests elsewhere use when they need a ledger and no disk; [`Counting`] is randomness for them. [`store_tests`] makes a test of each function of
//! [`suite`]; [`property`] compares a store with the model over random batches.

mod author;
mod counting;
mod memory;
pub mod property;
pub mod suite;

pub use author::{Author, entry};
pub use counting::Counting;
pub use memory::MemoryLedger;

/// Makes a `#[test]` of each function in [`suite`]; the argument is a function that gives a fresh store.
///
/// ```
/// # use holdpoint_conformance::MemoryLedger;
/// # use holdpoint_ports::LedgerStore;
/// fn fresh() -> Box<dyn LedgerStore> {
///     Box::new(MemoryLedger::new())
/// }
/// holdpoint_conformance::store_tests!(fresh);
/// ```
#[macro_export]
macro_rules! store_tests {
    ($fresh:path) => {
        $crate::store_tests!(@ $fresh:
            batches::an_empty_ledger_has_nothing,
            batches::a_batch_is_kept_whole,
            batches::a_batch_from_another_size_keeps_nothing,
            batches::a_batch_that_does_not_fit_its_head_keeps_nothing,
            batches::an_entry_that_is_too_long_keeps_nothing,
            batches::tiles_come_back,
            entries::come_in_order_from_any_position,
            entries::stop_when_told_to,
            entries::a_visitor_may_read,
            indexes::aggregates_are_listed_by_kind,
            indexes::positions_tell_subjects_from_references,
            indexes::strange_keys_are_keys,
            open::an_aggregate_is_open_between_its_entries,
            open::a_resident_kind_is_always_there,
            open::telling_twice_changes_nothing,
            idempotency::a_used_key_is_known,
            idempotency::old_keys_are_forgotten,
            idempotency::used_keys_can_be_taken_over,
            readers::see_what_was_appended_and_never_part_of_it,
        );
    };
    (@ $fresh:path: $($module:ident::$test:ident,)*) => {
        $(#[test]
        fn $test() {
            $crate::suite::$module::$test($fresh());
        })*
    };
}
