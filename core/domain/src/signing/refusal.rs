//! Why a key or a signature is not taken.

use crate::kernel::refusals;

refusals! {
    fn key_of_another(key) = "key-of-another": "the key `{key}` is somebody else's",
        help "use a key of your own: `ssh-keygen -t ed25519` makes one",
        why "A signature says who signed, so a key is one person's, also after they have removed it.";
    fn key_unknown(key) = "key-unknown": "the key `{key}` is not among your keys",
        help "add it with `holdpoint person add-key FILE.pub`, or sign with another; `holdpoint person keys` lists yours",
        why "What is signed with a key that nobody has added, or that was removed, proves nothing about anybody.";
    fn too_many_keys(most) = "too-many-keys": "nobody has more than {most} keys",
        help "remove those that you do not use with `holdpoint person remove-key`",
        why "Whoever has one of them signs as you; so there are few, and each is known.";
    fn payload_differs(field) = "signed-otherwise": "what was signed has another `{field}` than what is decided now",
        help "look at the release again, then sign anew: it, its gates or what you ask for have changed since",
        why "A signature counts for exactly what it was made over.";
    fn seen_of_the_future(seen, here) = "signed-otherwise-seen":
        "what was signed says to have seen {seen} entries, and the ledger has {here}",
        help "sign anew; if it happens again, the ledger has lost entries: `holdpoint audit verify`",
        why "Whoever signs says what the ledger was then; a ledger that has less has been cut.";
    fn signature_outdated() = "signature-outdated":
        "this was signed before the decision was taken back",
        help "sign anew",
        why "A signature that was taken back could otherwise be sent again by anybody who has seen it.";
    fn signature_stale() = "signature-stale":
        "this was signed before the release became what it is now",
        help "look at the release again, then sign anew",
        why "A go or no-go from before could otherwise be sent again by anybody who has seen it.";
    fn reason_unsigned() = "reason-unsigned": "the comment is not what was signed",
        help "sign with the digest of a salt, a line end and the comment, and send all three; or leave all three out",
        why "What somebody is said to have written as their reason is covered by their signature.";
    fn passkey_behind(count, known) = "passkey-behind":
        "the passkey says that it has signed {count} times, and {known} times are known",
        help "if you have not copied it, remove it and make another: somebody may have a copy",
        why "Authenticators that count never count back; one that does is a copy that was left behind, or made.";
    fn signature_wrong(why) = "signature-wrong": "the signature does not hold: {why}",
        help "sign the payload's exact bytes for the namespace `holdpoint-approval`, or `holdpoint-decision` for go, no-go and waivers",
        why "A signature that does not hold is no signature.";
}
