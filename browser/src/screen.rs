//! What pages are looked at through.

/// What a screen is like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
    /// Device pixels to a pixel of style sheets.
    pub(crate) density: u32,
}

/// A monitor and a phone, in the light.
pub(crate) const WIDE: Screen = Screen {
    width: 1440,
    height: 900,
    dark: false,
    density: 1,
};
pub(crate) const PHONE: Screen = Screen {
    width: 390,
    height: 844,
    ..WIDE
};

impl Screen {
    pub(crate) const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    pub(crate) const fn width(self, width: u32) -> Self {
        Self { width, ..self }
    }

    /// A word for names of files and messages.
    pub(crate) fn name(self) -> String {
        format!(
            "{}-{}",
            self.width,
            if self.dark { "dark" } else { "light" }
        )
    }
}
