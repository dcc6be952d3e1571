//! Chance that always falls the same way: SplitMix64 (Steele, Lea and Flood, 2014).

/// A seeded source of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` up to and including `high`.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high.saturating_sub(low) + 1)
    }

    /// Whether something happens that happens in `percent` of cases.
    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// One of them.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(from.len()).unwrap_or(u64::MAX).max(1);
        from.get(usize::try_from(self.next() % count).unwrap_or(0))
    }

    /// 128 bits.
    pub(crate) fn bits(&mut self) -> u128 {
        (u128::from(self.next()) << 64) | u128::from(self.next())
    }

    /// A commit's object name.
    pub(crate) fn object_name(&mut self) -> String {
        (0..5)
            .map(|_| format!("{:08x}", self.next() >> 32))
            .collect()
    }

    /// Bytes of an artifact that nobody has built.
    pub(crate) fn bytes(&mut self) -> [u8; 8] {
        self.next().to_be_bytes()
    }
}
