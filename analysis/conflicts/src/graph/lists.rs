//! A list of numbers for each number, in two allocations.

/// For each number below some number, a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// The second of each pair, in the order of the pairs, by the first, which is below `len`.
    pub(crate) fn new(len: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0_u32; len + 1];
        for (key, _) in pairs {
            if let Some(count) = starts.get_mut(*key as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut items = vec![0; pairs.len()];
        for (key, item) in pairs {
            if let Some(at) = next.get_mut(*key as usize) {
                if let Some(slot) = items.get_mut(*at as usize) {
                    *slot = *item;
                }
                *at += 1;
            }
        }
        Self { starts, items }
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The list of a number; nothing if it has none.
    pub(crate) fn of(&self, key: u32) -> &[u32] {
        let at = |key: usize| self.starts.get(key).map(|start| *start as usize);
        let bounds = at(key as usize).zip(at(key as usize + 1));
        bounds
            .and_then(|(from, to)| self.items.get(from..to))
            .unwrap_or_default()
    }
}
