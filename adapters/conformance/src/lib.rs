//! What every ledger store, every vault and every blob store must do, as functions that a store's tests call, and a ledger in memory that does it.
//! An identity provider in memory, which errs as it is told, is for tests of logging in; a [`Recording`] of exchanges by HTTP
//! stands for a forge.
//!
//! [`MemoryLedger`] is the model: written for clarity, it is what the other stores are compared with, and
//! what tests elsewhere use when they need a ledger and no disk; [`Counting`] is randomness for them. [`store_tests`] makes a test of each function of
//! [`suite`]; [`property`] compares a store with the model over random batches.

mod author;
pub mod blobs;
mod counting;
mod memory;
pub mod property;
pub mod provider;
mod recording;
pub mod suite;
pub mod vault;

pub use author::{Author, entry};
pub use counting::Counting;
pub use memory::MemoryLedger;
pub use recording::Recording;

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

/// Makes a `#[test]` of each function in [`vault`]; the argument is a function that gives an empty vault, and what has to be
/// kept as long as it is used.
#[macro_export]
macro_rules! vault_tests {
    ($fresh:path) => {
        $crate::vault_tests!(@ $fresh:
            credentials::a_token_proves_its_person_until_it_expires_or_is_revoked,
            credentials::a_secret_for_calendars_is_good_for_nothing_else,
            credentials::a_password_proves_its_person,
            credentials::an_unknown_handle_takes_as_long_as_a_wrong_password,
            credentials::a_system_user_is_one_person,
            elsewhere::somebody_is_found_by_where_and_what_they_are_called,
            elsewhere::who_is_called_so_is_one_person,
            elsewhere::all_that_lets_somebody_in_ends_at_once,
            erasure::an_erased_persons_key_and_credentials_are_destroyed,
            erasure::a_text_of_an_erased_person_stays_shut_for_whoever_gets_the_id,
            people::a_person_is_found_by_handle_and_mail,
            people::names_are_unique_over_handles_and_addresses,
            people::a_new_profile_frees_the_old_names,
            people::people_come_in_order_of_handle,
            people::a_text_is_sealed_for_one_person,
            personal::it_is_found_by_person_kind_and_name_and_by_nothing_else,
            personal::what_is_claimed_once_is_not_claimed_again,
            personal::it_goes_with_its_person,
            sessions::a_session_counts_until_it_lies_idle_or_gets_too_old,
            sessions::sessions_are_listed_and_ended_one_by_one_or_all,
            sessions::a_link_signs_in_once_and_not_for_long,
            sessions::an_erased_person_is_signed_in_nowhere,
        );
    };
    (@ $fresh:path: $($module:ident::$test:ident,)*) => {
        $(#[test]
        fn $test() {
            let (_room, vault) = $fresh();
            $crate::vault::$module::$test(&vault);
        })*
    };
}

/// Makes a `#[test]` of each function in [`blobs`]; the argument is a function that gives a fresh [`blobs::Room`].
#[macro_export]
macro_rules! blob_tests {
    ($fresh:path) => {
        $crate::blob_tests!(@ $fresh:
            keeps_content_under_its_digest,
            lists_names_sizes_and_times,
            knows_nothing_of_what_was_never_kept,
            streams_content_that_is_larger_than_its_buffers,
            says_that_a_blob_is_damaged_and_heals_it,
            content_that_breaks_off_leaves_nothing,
            damaged_content_is_not_taken_for_content,
            removes_and_ignores_strangers,
            many_may_keep_the_same_at_once,
        );
    };
    (@ $fresh:path: $($test:ident,)*) => {
        $(#[test]
        fn $test() {
            $crate::blobs::$test(&$fresh());
        })*
    };
}
