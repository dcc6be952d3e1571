//! What was acknowledged survives: the death of the process, and the death of the machine.
//!
//! `child` is a process that writes to all stores and tells what was acknowledged. `kill` kills it, again and again.
//! `power` records its system calls (`trace`), and replays them on a simulated disk (`disk`) that loses, tears and
//! reorders whatever was not synced. `verify` checks what is left.

mod child;
mod disk;
mod kill;
mod power;
mod story;
mod trace;
mod verify;

/// The next of a sequence of numbers that look random (SplitMix64).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number that looks random and depends on `parts` only.
fn mixed(parts: &[u64]) -> u64 {
    let mut state = 0;
    for part in parts {
        state = random(&mut state) ^ part;
    }
    random(&mut state)
}
