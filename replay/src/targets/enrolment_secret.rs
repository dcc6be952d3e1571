//! Secrets that agents are enrolled with: one text for each, and none that is read as another.

use holdpoint_identity::{Pin, Secret};

pub(crate) fn run(bytes: &[u8]) {
    let text = super::text(bytes);
    if let Ok(secret) = Secret::read(text) {
        assert_eq!(secret.text().as_str(), text.trim());
    }
    let mut random = [0; 32];
    for (place, byte) in random.iter_mut().zip(bytes) {
        *place = *byte;
    }
    let (secret, kept) = Secret::new(random, Pin::of(bytes), 10, Default::default());
    let again = Secret::read(&secret.text()).expect("it was written");
    assert_eq!(again.pin(), Pin::of(bytes));
    assert_eq!(kept.admits(&again, &Default::default(), 9), Ok(()));
}
