//! Pages of what goes wrong where contracts are compared.

use holdpoint_domain::RefusalPage;

crate::error::pages! {
    "contract-absent": "the files of a contract are not there",
        help "publish it with `holdpoint contract publish`, which keeps them; or compare by hand with `holdpoint check api`",
        why "A digest says which contract it is, and not what stands in it.";
    "contract-kind": "`{kind}` is no kind of contract that is compared here",
        help "compare it with the program that knows it, and attach the result as evidence; or update this program",
        why "What cannot be read cannot be said to be safe.";
    "contract-path": "`{path}` is no path within a folder",
        help "publish the contract again with `holdpoint contract publish`",
        why "A statement that names files elsewhere was made up by somebody, and nothing is written there.";
}
