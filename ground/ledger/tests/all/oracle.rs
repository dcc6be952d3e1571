//! RFC 6962 as its text defines it: recursively, over whole lists of leaves. Slow, plain, and not the code that
//! is tested.

use holdpoint_ledger::Hash;

/// The largest power of two smaller than `n`.
fn k(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

/// Section 2.1: the Merkle tree hash.
pub(crate) fn mth(d: &[Hash]) -> Hash {
    match d {
        [] => Hash::empty(),
        [leaf] => *leaf,
        _ => Hash::node(&mth(&d[..k(d.len())]), &mth(&d[k(d.len())..])),
    }
}

/// Section 2.1.1: the audit path.
pub(crate) fn path(m: usize, d: &[Hash]) -> Vec<Hash> {
    if d.len() <= 1 {
        return Vec::new();
    }
    let k = k(d.len());
    if m < k {
        [path(m, &d[..k]), vec![mth(&d[k..])]].concat()
    } else {
        [path(m - k, &d[k..]), vec![mth(&d[..k])]].concat()
    }
}

/// Section 2.1.2: the consistency proof.
pub(crate) fn proof(m: usize, d: &[Hash]) -> Vec<Hash> {
    subproof(m, d, true)
}

fn subproof(m: usize, d: &[Hash], known: bool) -> Vec<Hash> {
    if m == d.len() {
        return if known { Vec::new() } else { vec![mth(d)] };
    }
    let k = k(d.len());
    if m <= k {
        [subproof(m, &d[..k], known), vec![mth(&d[k..])]].concat()
    } else {
        [subproof(m - k, &d[k..], false), vec![mth(&d[..k])]].concat()
    }
}

/// Hashes of the leaves `0`, `1`, … as decimal text.
pub(crate) fn leaves(count: usize) -> Vec<Hash> {
    (0..count)
        .map(|at| Hash::leaf(at.to_string().as_bytes()))
        .collect()
}
