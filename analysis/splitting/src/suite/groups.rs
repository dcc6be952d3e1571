//! Which file and class a test belongs to, by its id as common runners write it.
//!
//! | id | file | class |
//! |---|---|---|
//! | `tests/test_a.py::TestBox::test_in[x]` | `tests/test_a.py` | `tests/test_a.py::TestBox` |
//! | `shop::api cart::adds` (a binary and a path) | `shop::api` | `shop::api cart` |
//! | `com.acme.LedgerTest$Open#adds` or `com.acme.LedgerTest.adds` | `com.acme.LedgerTest` | with `$Open` |
//! | `example.com/shop/cart.TestAdd` | `example.com/shop/cart` | the same |
//! | `src/cart.test.js` | itself | itself |

/// The class or module of a test; the id itself if it names none.
#[must_use]
pub fn class(id: &str) -> &str {
    let stem = stem(id);
    if let Some((binary, path)) = stem.split_once(' ') {
        return match path.rfind("::") {
            Some(end) => id.get(..binary.len() + 1 + end).unwrap_or(id),
            None => binary,
        };
    }
    let parted = stem.rsplit_once("::").or_else(|| stem.rsplit_once('#'));
    match parted {
        Some((class, _)) => class,
        None if is_path(stem) => id,
        None => stem.rsplit_once('.').map_or(id, |(class, _)| class),
    }
}

/// The file, binary, package or outermost class of a test; the id itself if it names none.
#[must_use]
pub fn file(id: &str) -> &str {
    let stem = stem(id);
    if let Some((binary, _)) = stem.split_once(' ') {
        return binary;
    }
    match stem.split_once("::") {
        Some((file, _)) => file,
        None => {
            let class = class(id);
            class.split_once('$').map_or(class, |(outer, _)| outer)
        }
    }
}

/// The id without what a parametrised test has behind its name.
fn stem(id: &str) -> &str {
    let end = id.find(['[', '(']).filter(|end| *end > 0);
    end.and_then(|end| id.get(..end)).unwrap_or(id)
}

/// Whether what stands behind the last point is the ending of a file's name: those of types and tests begin with a capital.
fn is_path(stem: &str) -> bool {
    let ending = stem.rsplit_once('.').map(|(_, ending)| ending);
    stem.contains('/')
        && ending.is_none_or(|ending| ending.starts_with(|first: char| first.is_ascii_lowercase()))
}
