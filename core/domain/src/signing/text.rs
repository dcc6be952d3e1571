//! What all signed texts have in common: their bytes, the digest of these, and where two of them differ.

macro_rules! signed_text {
    ($type:ty { $($word:literal = $field:ident,)* }) => {
        impl $type {
            /// The bytes that are signed: its canonical JSON.
            #[must_use]
            pub fn text(&self) -> String {
                $crate::kernel::canonical(self)
            }

            /// Their digest: the challenge that a passkey answers.
            #[must_use]
            pub fn digest(&self) -> $crate::kernel::Digest {
                $crate::kernel::Digest::of(self.text().as_bytes())
            }

            /// The first field in which another one differs.
            pub(crate) fn differs(&self, other: &Self) -> Option<&'static str> {
                $(if self.$field != other.$field {
                    return Some($word);
                })*
                None
            }
        }
    };
}

pub(super) use signed_text;
