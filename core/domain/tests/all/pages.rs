//! Every code has one page, and every page says something.

use std::collections::BTreeSet;

use holdpoint_domain::pages;

#[test]
fn codes_are_unique_and_well_formed() {
    let mut seen = BTreeSet::new();
    for page in pages() {
        assert!(seen.insert(page.code), "`{}` has two pages", page.code);
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(page.code.chars().all(plain), "{}", page.code);
        for text in [page.message, page.help, page.why] {
            assert!(!text.trim().is_empty(), "{}", page.code);
            assert!(!text.contains('\n'), "{}", page.code);
        }
    }
    assert!(seen.len() > 70, "{}", seen.len());
}
