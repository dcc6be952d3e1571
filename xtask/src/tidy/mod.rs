//! Small rooms in good order: lengths of files and functions, the floors that crates stand on, links in the
//! documentation, tests that are claimed to be there, and traces of a machine in the tree.

mod claims;
mod floors;
mod functions;
mod links;
mod maxima;
mod sizes;
mod traces;

use anyhow::{Result, bail};

pub use maxima::shrink;

/// Checks everything.
pub fn check() -> Result<()> {
    let sizes = sizes::measure()?;
    eprintln!("{sizes}");
    let mut wrong = sizes.over_limits();
    wrong.extend(maxima::problems(&sizes.maxima)?);
    wrong.extend(floors::problems()?);
    wrong.extend(links::problems()?);
    wrong.extend(claims::problems()?);
    wrong.extend(traces::problems());
    if !wrong.is_empty() {
        bail!("untidy:\n  {}", wrong.join("\n  "));
    }
    Ok(())
}
