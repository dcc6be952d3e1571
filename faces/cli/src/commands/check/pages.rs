//! What goes wrong with a check before anything is found.

use holdpoint_domain::RefusalPage;

crate::error::pages! {
    "forge": "the result cannot be reported on `{forge}`",
        help "look at the address, the repository and what the token may do",
        why "Whoever asked for a report would look for it in vain.";
    "forge-unclear": "it is not known where on {forge} the result is to be reported",
        help "say `--report-url`, `--report-repository` and `--report-commit`, or run it in a job of a CI system",
        why "A result that is reported at a guess could stand at somebody else's change.";
    "format-unfit": "only results of checks can be written so",
        help "use `--format human` or `--format json`",
        why "SARIF, JUnit and the others are made for findings; other answers have no form in them.";
    "json-schema-empty": "there is no JSON Schema in the folder",
        help "call schemas `NAME.schema.json`, or have them say `$schema`",
        why "A comparison of nothing would say that nothing breaks.";
    "json-schema-uneven": "one version is a folder of schemas, and the other a file",
        help "give two folders, or two files that begin the schema",
        why "Schemas of a folder are compared with those at the same paths, and a file has none.";
    "revision": "a revision cannot be read: {why}",
        help "fetch it first: `git fetch origin main`; a job of a CI system often has one commit only (`fetch-depth: 0`, `GIT_DEPTH: 0`)",
        why "What is compared with nothing would seem to break nothing.";
    "revision-path": "there is no `{revision}:{path}`",
        help "`git ls-tree -r --name-only REVISION` lists what is there; paths are from the top, with `./` from here",
        why "A path that is not there is most likely a typing mistake, or was called otherwise then.";
    "migrations-missing": "there is no `.sql` file in what was named",
        help "name files, or a folder that has some",
        why "A check of nothing would say that nothing is wrong.";
    "rehearsal": "the rehearsal cannot go on",
        help "look at the server, and rehearse again; nothing of the rehearsal is kept",
        why "A rehearsal plays on a real server, in a database of its own.";
    "rehearsal-dialect": "what is written for another database cannot be rehearsed on PostgreSQL",
        help "leave `--rehearse` away, or say `--dialect postgres`",
        why "Another database would refuse, or do something else than the one that it is written for.";
}
