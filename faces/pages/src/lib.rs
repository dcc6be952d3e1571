//! The pages: what people see of Holdpoint in a browser.
//!
//! One page is one file in `pages/`: a typed view struct with everything that is shown, made by a function that
//! is tested, and a template in `templates/` that only places it. `README.md` says how to add one. Pages are
//! whole without JavaScript; every change is a POST that answers with a redirect.

mod assets;
mod desk;
mod frame;
mod icon;
mod list;
mod mark;
mod pages;
mod reasons;
mod respond;
mod site;
mod unsent;
mod visit;
mod when;
mod words;
mod wrong;

pub use assets::{Asset, all as assets};
pub use site::{Explain, Explained, Setup, Site, router};
