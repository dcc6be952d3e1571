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
    fn signers_changed() = "evidence-signers-changed":
        "the keys that evidence may be signed with changed while the statement was read",
        help "attach it again",
        why "Whose signature counts is what the organisation has configured when evidence is recorded.";
    fn claimed(field) = "evidence-claimed": "`{field}` is taken from the document, not from who attaches it",
        help "attach the document: `holdpoint evidence add FILE`, or `{\"document\": {\"blob\": …}}` as the arguments",
        why "Evidence is what a document says. If outcome, signer or summary came from whoever attaches it, a failing report could be recorded as a passed one.";
    fn own_subjects(digest) = "evidence-subject-not-its-own": "the document is not about `{digest}`",
        help "leave out what it is about: the document says so itself",
        why "A statement about one build says nothing about another one.";
    fn no_usable_subject() = "evidence-subject-unusable": "the document names its subjects by no SHA-256 digest",
        help "have it made with SHA-256 digests of what it is about",
        why "Artifacts are known by SHA-256 here, and weaker or other digests cannot be compared with it.";
    fn own_predicate(predicate) = "evidence-predicate-not-its-own": "the document is no `{predicate}`",
        help "leave the predicate type out, or give a report a type of your own",
        why "A statement says itself what kind it is, and a report of tests does not become provenance by being called so.";
    fn elsewhere(release) = "evidence-elsewhere": "the document is about nothing of release `{release}`",
        help "attach it to a release that has one of its subjects",
        why "Evidence about another build says nothing about this one.";
    fn evidence_unknown(id) = "evidence-unknown": "there is no evidence `{id}` about this digest",
        help "`holdpoint evidence list` shows it",
        why "Evidence is withdrawn by its id, because a digest may have several pieces.";
}
