//! Why a bulletin is not sent.

use crate::kernel::refusals;

refusals! {
    fn bulletin_under_way(id) = "bulletin-under-way": "bulletin `{id}` is still being sent",
        help "nothing needs to be done; it ends, or is given up at its deadline",
        why "Two rounds at once could tell somebody the same thing twice.";
    fn bulletin_unknown(id) = "bulletin-unknown": "there is no bulletin `{id}` under way",
        help "nothing needs to be done",
        why "A bulletin that has ended was counted, or was given up for lost.";
    fn bulletin_empty() = "bulletin-empty": "the bulletin is for nobody",
        help "nothing needs to be done",
        why "A round without letters would say nothing.";
    fn channel_wrong(why) = "channel-wrong": "a channel is wrong: {why}",
        help "write where the secret stands, as `env: NAME` or `file: /PATH`, and never the secret itself",
        why "What is applied is kept for ever, and is no place for a password.";
}
