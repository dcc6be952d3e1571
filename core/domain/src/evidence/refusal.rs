//! Why evidence is not taken.

use crate::kernel::refusals;

refusals! {
    fn no_subject() = "evidence-without-subject": "the statement names no subject",
        help "a statement says by SHA-256 digest what it is about",
        why "Evidence about nothing in particular would satisfy every gate, or none.";
    fn too_many_subjects(count) = "evidence-subjects-too-many":
        "the statement names {count} subjects, more than 100",
        help "split it into several statements",
        why "Each subject is an entry of the ledger.";
    fn not_of_release(digest, release) = "evidence-of-another-release":
        "`{digest}` is neither an artifact of release `{release}` nor its manifest",
        help "attach evidence about the artifacts that go out; `holdpoint release show` lists their digests",
        why "Evidence about another build says nothing about this one.";
    fn summary_wrong(why) = "evidence-summary-wrong": "the summary {why}",
        help "keep it below 8 KiB, numbers whole; the full statement is kept as a blob",
        why "What gates read stands in the ledger, and an entry has room for a summary only.";
    fn text_too_long(bytes) = "evidence-text-too-long":
        "the statement has a name of {bytes} bytes, more than 1,000",
        help "shorten the names of its subjects, its predicate type or the id of its key",
        why "What gates read stands in the ledger, and an entry has at most 65,535 bytes.";
    fn evidence_unknown(id) = "evidence-unknown": "there is no evidence `{id}` about this digest",
        help "`holdpoint evidence list` shows it",
        why "Evidence is withdrawn by its id, because a digest may have several pieces.";
}
