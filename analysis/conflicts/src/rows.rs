//! A row of bits for each circle.

/// How many bits a row has at most: 6.4 MB for 50,000 rows, which stays near the processor.
pub(crate) const BITS: usize = 1_024;

/// Rows of so many words.
pub(crate) struct Rows {
    words: usize,
    bits: Vec<u64>,
}

impl Rows {
    pub(crate) fn new(rows: usize, bits: usize) -> Self {
        let words = bits.div_ceil(64);
        Self {
            words,
            bits: vec![0; rows * words],
        }
    }

    pub(crate) fn row(&self, row: u32) -> &[u64] {
        let from = row as usize * self.words;
        self.bits.get(from..from + self.words).unwrap_or_default()
    }

    fn row_mut(&mut self, row: u32) -> &mut [u64] {
        let from = row as usize * self.words;
        self.bits
            .get_mut(from..from + self.words)
            .unwrap_or_default()
    }

    pub(crate) fn set(&mut self, row: u32, bit: usize) {
        set(self.row_mut(row), bit);
    }

    /// Adds what is in another row.
    pub(crate) fn add(&mut self, row: u32, other: u32) {
        let (from, to) = (other as usize * self.words, row as usize * self.words);
        // Two rows of one vector: it is cut between them.
        let cut = from.max(to);
        let Some((low, high)) = self.bits.split_at_mut_checked(cut) else {
            return;
        };
        let high = high.get_mut(..self.words).unwrap_or_default();
        let low = low.get_mut(from.min(to)..).unwrap_or_default();
        match from < to {
            true => merge(high, low),
            false => merge(low, high),
        }
    }
}

/// Adds bits to bits.
pub(crate) fn merge(into: &mut [u64], from: &[u64]) {
    for (word, more) in into.iter_mut().zip(from) {
        *word |= more;
    }
}

pub(crate) fn set(bits: &mut [u64], bit: usize) {
    if let Some(word) = bits.get_mut(bit / 64) {
        *word |= 1 << (bit % 64);
    }
}

pub(crate) fn clear(bits: &mut [u64], bit: usize) {
    if let Some(word) = bits.get_mut(bit / 64) {
        *word &= !(1 << (bit % 64));
    }
}

/// The bits that are set, in order.
pub(crate) fn ones(bits: &[u64]) -> impl Iterator<Item = usize> + '_ {
    bits.iter().enumerate().flat_map(|(at, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let bit = left.trailing_zeros() as usize;
            let found = (left != 0).then_some(at * 64 + bit);
            left &= left.wrapping_sub(1);
            found
        })
    })
}
