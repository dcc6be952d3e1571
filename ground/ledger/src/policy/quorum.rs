//! How many witnesses are enough.

/// A witness, some of a group, or nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Quorum {
    /// No cosignature is asked for.
    Nobody,
    /// This witness, by its place.
    Witness(usize),
    /// At least so many of these.
    Group {
        threshold: usize,
        members: Vec<Quorum>,
    },
}

impl Quorum {
    pub(super) fn holds(&self, cosigned: &[usize]) -> bool {
        match self {
            Self::Nobody => true,
            Self::Witness(at) => cosigned.contains(at),
            Self::Group { threshold, members } => {
                let holding = members.iter().filter(|member| member.holds(cosigned));
                holding.count() >= *threshold
            }
        }
    }
}
