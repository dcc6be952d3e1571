//! Why a comment is not taken.

use crate::kernel::refusals;

refusals! {
    fn comment_unknown(id) = "comment-unknown": "there is no comment `{id}`",
        help "`holdpoint comment list SUBJECT` shows them with their ids",
        why "A comment is edited and withdrawn by its id.";
    fn comment_withdrawn(id) = "comment-withdrawn": "comment `{id}` was withdrawn",
        help "write another one",
        why "What was taken back stays so; who reads the history sees that there was something.";
    fn comment_of_another() = "comment-of-another": "this comment was written by somebody else",
        help "ask them, or answer it with a comment of your own",
        why "Nobody changes what another has said. Administrators may withdraw what should not stand there.";
    fn comment_wrong(why) = "comment-wrong": "the comment {why}",
        help "make it smaller, or split it",
        why "Entries are bounded, and what people attach has to be kept for as long as the ledger.";
    fn topic_unknown(subject) = "subject-unknown": "there is no `{subject}` to comment on",
        help "write `release/NAME`, `environment/NAME`, `component/NAME`, `deployment/ID` or `waiver/ID`",
        why "A comment on something that does not exist would be found by nobody.";
    fn writer_needed() = "comment-person-needed": "only a person comments",
        help "sign in as a person",
        why "Holdpoint itself has no opinions; what it does are entries of their own.";
}
