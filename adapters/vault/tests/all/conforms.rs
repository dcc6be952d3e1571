//! The suite that every vault passes.

mod sqlite {
    holdpoint_conformance::vault_tests!(crate::vault);
}

mod postgres {
    holdpoint_conformance::vault_tests!(crate::postgres::vault);
}
