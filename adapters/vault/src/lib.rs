//! Part of Holdpoint.
