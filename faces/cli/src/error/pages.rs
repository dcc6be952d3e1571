//! Pages of what goes wrong before a rule is asked: on the command line, on the way, and in the stores.

use holdpoint_domain::RefusalPage;

macro_rules! pages {
    ($($code:literal: $message:literal, help $help:literal, why $why:literal;)*) => {
        /// The pages.
        pub(crate) const PAGES: &[RefusalPage] = &[
            $(RefusalPage { code: $code, message: $message, help: $help, why: $why },)*
        ];
    };
}
pub(crate) use pages;

pages! {
    "key-wrong": "`{file}` is no key to sign with: {why}",
        help "`ssh-keygen -t ed25519` makes a key; give the file that ends in `.pub`",
        why "A key that cannot be read, or is too weak, would let others sign.";
    "payload": "what is to be signed is not what you have asked for",
        help "look at the release again; if it has not changed, do not trust this server",
        why "What you sign is yours, so the program compares it with what you said before it lets you sign.";
    "settings-open": "`{file}` has a password, and others may read it",
        help "`chmod 0600 FILE`, or give the password in `PGPASSWORD`",
        why "Whoever reads the password of a database reads the database.";
    "signing": "what you decide could not be signed",
        help "`ssh-keygen -Y sign` has to work with the key; `--unsigned` decides without",
        why "OpenSSH signs, as it knows agents, passphrases and security keys.";
    "agent": "the built-in agent cannot be used",
        help "look at the cause; the folder `agent` in the data directory belongs to its owner alone",
        why "What the agent knows of its steps is on disk, so that no step runs twice after a crash.";
    "agent-allow": "the file that says what may run on this host cannot be used",
        help "mend what the message says; it belongs to the administrator, and nobody else may write it",
        why "What a host lets agents do is its administrator's decision, and not the server's.";
    "agents-closed": "the server does not listen for agents",
        help "start it with `holdpoint serve --agents ADDR`, and ask it with `--server`",
        why "The secret of an agent names the key of the authority of the server, so that it goes to nobody else.";
    "random": "the system gives no randomness",
        help "look at the cause; secrets are made of nothing else",
        why "A secret that can be guessed is none.";
    "steps-settings": "`{file}` cannot be used",
        help "`docs/secrets.md` says what can stand in it; the line and what was expected stand in the message",
        why "A setting that is not understood would leave steps without the secrets that they need.";
    "answer": "an answer cannot be read",
        help "use a program and a server of the same version",
        why "The views of a server may have fields that an older program does not know.";
    "arguments-wrong": "the arguments of `{query}` are wrong: {reason}",
        help "write them as the OpenAPI document of the server says",
        why "A question with an argument that is not understood would be answered as another question.";
    "artifact-component": "`{artifact}` does not say which component it is of",
        help "write `COMPONENT=REFERENCE`",
        why "A release may have several components, and owners approve theirs.";
    "artifact-digest": "`{reference}` has no digest",
        help "write `REFERENCE@sha256:…`, or name the file itself",
        why "Names move; what is approved and deployed is named by the digest of its content.";
    "artifact-unreadable": "the artifact `{file}` cannot be read",
        help "look at the path and at what the message says of the content",
        why "The digest and the name are read from the artifact itself.";
    "at-wrong": "`{text}` is neither a position of the ledger nor a time",
        help "write a number, or a time such as `2026-11-23T09:30:00Z`",
        why "A question about the past needs a moment that everybody understands alike.";
    "backup": "the backup cannot be made or restored",
        help "look at the cause; the same command again goes on where it stopped",
        why "A backup counts only once all of it is there; the one before stays until then.";
    "backup-damaged": "the backup is damaged: {reason}",
        help "take another copy of the backup, or an older one; `holdpoint restore --dry-run` checks all of it",
        why "Everything in a backup is compared with the checkpoint that the ledger signed; what does not fit is not restored.";
    "backup-keys": "the keys do not belong to the backup",
        help "name the file that `holdpoint backup --keys` of the same ledger wrote",
        why "With the keys of another ledger nothing could be read, and what goes on would be signed as another log.";
    "backup-keys-beside": "`{file}` is within the backup itself",
        help "name a file in another place, best on another machine",
        why "Who steals a backup must not get the keys that open it.";
    "backup-missing": "there is no finished backup in `{directory}`",
        help "`holdpoint backup DIR` makes one",
        why "A first backup that broke off has no manifest, and counts for nothing.";
    "backup-newer": "the backup was made by a newer version",
        help "use that version of holdpoint, or a newer one",
        why "What is not understood might be left out.";
    "blob-unknown": "there is no content `{digest}`",
        help "take a digest from `holdpoint evidence list --format json`",
        why "Content is kept under its digest, and only what somebody handed in is there.";
    "blobs": "the store of content failed",
        help "look at the cause: space, permissions, the medium",
        why "Statements and logs are kept beside the ledger, which has their digests only.";
    "blobs-bucket": "the blob store `{store}` is not there",
        help "make the bucket or container, or correct `--blobs-url`; Holdpoint makes none",
        why "A bucket has an owner, a place and a bill: a program that made one by mistake would hide content where nobody looks.";
    "blobs-clock": "the blob store `{store}` has another time than this machine",
        help "set the clock of this machine, such as by NTP",
        why "Requests are signed with the time, so that nobody can repeat an old one.";
    "blobs-credentials": "the blob store `{store}` does not accept the credentials",
        help "look at the variables of the provider (`AWS_…`, `GOOGLE_…`, `AZURE_…`), or at the role of the machine or workload",
        why "Without a proof of who asks nothing is read and nothing is kept.";
    "blobs-denied": "the blob store `{store}` denies access",
        help "let it list the bucket, and read, write and delete objects below the prefix; docs/object-storage.md has the policy",
        why "Without the right to list, a store says that access is denied where it means that nothing is there.";
    "blobs-missing": "the content of `{directory}` is elsewhere",
        help "name it with `--blobs-url` or in `HOLDPOINT_BLOBS_URL`",
        why "Content that went to the directory meanwhile would be missing for everybody else.";
    "blobs-none": "there are no blobs in `{directory}`",
        help "name the folder `blobs` of a data directory, or a URL",
        why "A copy of nothing is most likely a typing mistake.";
    "blobs-other": "`{store}` lacks blobs that were kept before",
        help "`holdpoint blobs copy FROM TO` copies them there",
        why "What entries name has to be found where the server looks for it.";
    "blobs-unreachable": "the blob store `{store}` cannot be reached",
        help "look at the endpoint, the network and proxies; the same again once it answers",
        why "Requests are tried again for some twenty seconds, and then whoever waits is told.";
    "blobs-url": "the URL of the blob store cannot be used",
        help "write `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, `az://CONTAINER/PREFIX` or `file:///DIRECTORY`",
        why "Keys and options stand in the environment, so that no command line and no file of the data directory has a secret.";
    "checkpoint": "the checkpoint of the log cannot be trusted",
        help "compare the verifier key with what the log publishes elsewhere",
        why "All proofs lead to a signed checkpoint; without it nothing is proven.";
    "code-unknown": "there is no rule `{code}`",
        help "`holdpoint explain` lists all of them",
        why "Codes are stable: one that is not listed is most likely a typing mistake.";
    "commits-empty": "there is no commit in `{range}`",
        help "write `OLD..NEW`, the older one first",
        why "Authors of commits may not approve; a range without commits would name none of them.";
    "configuration": "the configuration has mistakes",
        help "each is shown at its line, with what was expected",
        why "A file is applied whole or not at all, so all its mistakes are shown at once.";
    "data": "the data directory cannot be used",
        help "look at the cause; one process has it open at a time, and a server that has it is talked to",
        why "Ledger, vault and content belong together and are opened together.";
    "data-exists": "there is a ledger in `{directory}` already",
        help "name an empty directory",
        why "A sample among real data would be taken for real.";
    "data-missing": "there is no data directory `{directory}`",
        help "`holdpoint apply` makes one from a `holdpoint.yaml`; `--data DIR` or `--server URL` name another place",
        why "Commands work on the data beside the nearest `holdpoint.yaml`, unless they are told otherwise.";
    "database": "the database `{database}` cannot be used",
        help "look at the cause; `psql` with the same URL tells whether the database is reached",
        why "The ledger is in there, and nothing is decided while it cannot be read and written.";
    "database-in-use": "the database `{database}` is in use by another server",
        help "stop that one first; if it was killed, wait some seconds",
        why "One process at a time appends to a ledger, and the database keeps everybody else from it.";
    "database-missing": "the ledger of `{directory}` is in a database",
        help "name it with `--database-url` or in `HOLDPOINT_DATABASE_URL`, that of its people with `--vault-url`",
        why "A second ledger beside the one in the database would be another history of the same organisation.";
    "database-newer": "the database `{database}` was written by a newer version",
        help "use that version of holdpoint, or a newer one",
        why "What a newer version has written may mean nothing to an older one, which then must not write beside it.";
    "database-other": "`{directory}` has a ledger of its own, which is not in the database",
        help "`holdpoint ledger copy DIR URL` copies it there",
        why "People, keys and content of a directory belong to its own ledger and to no other.";
    "database-url": "the database's URL cannot be used",
        help "write `postgres://USER@HOST/DATABASE`, and the password in `PGPASSWORD`",
        why "What a URL leaves open would be guessed, and a password on a command line is seen by everybody on the machine.";
    "digest-wrong": "`{text}` is no digest",
        help "write `sha256:` and 64 hexadecimal digits",
        why "What is stated is stated about exact content.";
    "engine": "the ledger failed",
        help "look at the cause; what was answered before is durable",
        why "The engine stops rather than answer from a state that is not in the ledger.";
    "entries-wrong": "`{text}` are no entries",
        help "write `FIRST..LAST`, as the import said",
        why "An import is undone by the entries that it made.";
    "evidence": "the summary of the document cannot be written",
        help "attach the document in another format",
        why "Gates read a bounded summary; the document itself is kept as it is.";
    "evidence-malformed": "the document is not what it says it is",
        help "correct it at the place that is named, or produce it again",
        why "What is believed by gates is parsed strictly: a field that is misread could let something pass.";
    "digest": "`{text}` is no digest",
        help "write `sha256:` and 64 hexadecimal digits in small letters, or name a file",
        why "What evidence is about is known by the digest of its bytes alone.";
    "file": "a file cannot be read or written",
        help "look at the path and the cause",
        why "Nothing is done with half a file.";
    "file-exists": "there is a `{file}` already",
        help "`--force` overwrites it",
        why "A command does not destroy what it has not made.";
    "git": "the repository cannot be read",
        help "run it inside a git repository that has the revisions that you name",
        why "Commits and tags are read through the `git` program, as it sees them.";
    "fleet": "several servers need ledger and people in a database",
        help "say where with `--database-url` and `--vault-url`",
        why "What is in one server's directory the others do not have.";
    "fleet-secret": "the secret of the servers on this database cannot be used",
        help "put 32 random characters or more, the same on every server, into `HOLDPOINT_FLEET_SECRET` or a file",
        why "A server is believed about who asks for what it passes on, so it has to prove that it is one.";
    "handle-taken": "`{handle}` already belongs to another person",
        help "choose another handle; `holdpoint person list` shows who has it",
        why "People are called by handle, and two of one name could approve for each other.";
    "import": "the file cannot be imported",
        help "look at the place that is named; `--show-mapping` shows what each column is taken for",
        why "An import that guesses what a row means would fill the catalogue with nonsense.";
    "internal": "something failed within",
        help "tell whoever maintains Holdpoint, with what you did",
        why "It is a mistake of the program, not of yours.";
    "key": "`{file}` is no key",
        help "give a public key as PEM, or a verifier key as `name+8 hex digits+base64`",
        why "A signature is only worth something against a key that one knows.";
    "ledger-contradicted": "the ledger is not what witnesses have cosigned",
        help "bring back the data directory as it was; the file `witnessed` in it proves what is missing",
        why "A ledger that was put back to an older state would sign a second history, which witnesses refuse for good.";
    "ledger-copy": "`{from}` cannot be copied to `{to}`",
        help "look at the cause; once it is mended the same command goes on where it stopped",
        why "A copy counts only when all of it was read back and has the root that the source names.";
    "ledger-differs": "`{to}` has another ledger",
        help "copy to an empty database or directory",
        why "Only what is the beginning of a ledger can be gone on with; anything else would be overwritten.";
    "ledger-key": "the key of the ledger cannot be used",
        help "look at the cause; the file belongs to its owner alone (`chmod 600`)",
        why "Every checkpoint of a ledger is signed with one key, which others know the public half of.";
    "ledger-key-missing": "there is no key in `{file}`",
        help "put the file back, name it with `--key-file FILE`, or give the key in `HOLDPOINT_LEDGER_KEY`",
        why "A ledger is never signed with another key than before: those who verify it would see a second ledger.";
    "ledger-format-newer": "the ledger was written by a newer Holdpoint",
        help "use that one: a ledger never goes back to an older format",
        why "Entries that are not understood may change what holds; who passes over them answers wrongly.";
    "kind-unknown": "there is no kind `{name}` of what waits for people",
        help "`holdpoint task` shows of what kind each is, such as `approval` or `mention`",
        why "A list that is empty because of a typing mistake would look like nothing to do.";
    "ledger-missing": "there is no ledger in `{from}`",
        help "name a data directory, or a database that one was copied to or served from",
        why "What is copied has to be there.";
    "log": "the log cannot be read",
        help "look at the address and the cause",
        why "Proofs are made of tiles that the log serves.";
    "log-damaged": "the log does not fit its checkpoint",
        help "`holdpoint log fsck` says precisely what is wrong",
        why "A tree that does not lead to its root has been changed or has broken.";
    "log-unknown": "log `{origin}` is not known to this witness",
        help "`holdpoint witness show` lists the logs that are",
        why "A witness cosigns only for logs whose keys it was told by somebody who had compared them.";
    "network": "the other side cannot be reached",
        help "look at the address, the certificate and the cause",
        why "A question that did not arrive has no answer.";
    "nobody-decides": "no server decides at the moment: {reason}",
        help "try again in some seconds, under the same key if it is a command",
        why "One server at a time decides; when it ends, another takes over within five seconds.";
    "no-verdict": "a custom rule gives no answer: {reason}",
        help "correct the policy, or make it ask for less",
        why "A verdict that rests on how fast a machine is could not be judged again; so none is given.";
    "not-verified": "the proof does not hold",
        help "compare the entry, the proof and the verifier key with what you were given",
        why "A proof holds for exact bytes: one that is changed anywhere does not lead to the signed root.";
    "nothing-to-roll-back": "nothing runs in `{environment}`",
        help "`holdpoint environment history` shows what ran there",
        why "A rollback brings back what ran before something that runs now.";
    "output": "standard output cannot be written",
        help "look at the cause",
        why "Data that did not arrive must not look complete.";
    "place": "it is not clear which log is meant",
        help "name a directory with `--dir` or an address with `--url`",
        why "A log is read from one place.";
    "position-unknown": "there is no entry {position}",
        help "`holdpoint organisation` says how many entries there are",
        why "The future cannot be asked about.";
    "proof": "the proof cannot be read",
        help "give a C2SP tlog-proof, as `holdpoint log prove` writes it",
        why "What cannot be parsed proves nothing.";
    "query-unknown": "there is no query `{name}`",
        help "the OpenAPI document of the server lists them",
        why "A question by another name would be another question.";
    "question": "it is not clear what is to be proven",
        help "name an entry with `--entry`, or an older checkpoint with `--older`",
        why "A proof is of one thing.";
    "policy-missing": "the text of the policies is missing",
        help "look whether the blobs of the data directory are whole (`holdpoint audit verify`)",
        why "The ledger names policies by the digest of their text, which is kept beside it.";
    "registry": "the registry does not answer as it should",
        help "look at the name, the version and the cause; credentials come from `HOLDPOINT_REGISTRY_TOKEN`",
        why "The digest of an artifact is computed from what the registry serves, and checked against what it says.";
    "request-malformed": "the request is malformed: {reason}",
        help "correct what is named",
        why "A request that is understood in part would be done in part.";
    "restore": "the backup cannot be restored there",
        help "look at the cause: space, permissions, the medium",
        why "A directory that has part of a ledger would be taken for the ledger.";
    "restore-busy": "another process restores `{directory}`",
        help "wait for it",
        why "Two that restore the same directory would mix what they write.";
    "restore-exists": "there is something in `{directory}` already",
        help "name a directory that is not there yet with `--data`",
        why "What is there may be newer than the backup, and is all that proves it.";
    "restore-other": "the backup is of another history than {from} knows",
        help "look for a backup of this ledger that nobody changed",
        why "A checkpoint is of exactly these entries; whoever has others has another ledger, or changed this one.";
    "restore-rollback": "{from} knows more entries than the backup has",
        help "look for a newer backup; `--accept-loss` goes on without the entries that are missing",
        why "A ledger that is silently put back forgets approvals, waivers and erasures, and signs a second history.";
    "restore-unproven": "nothing tells whether this backup is the newest state",
        help "name a checkpoint that is known with `--known`, a witness with `--witness`, or say `--accept-loss`",
        why "A backup proves what is in it, and never what is missing at its end.";
    "sample": "the sample cannot be made",
        help "look at the cause",
        why "It is made by running real commands, which need what real commands need.";
    "serve": "the sample cannot be served",
        help "`--listen 127.0.0.1:PORT` takes another port",
        why "A port belongs to one program at a time.";
    "server": "the server does not answer as it should",
        help "look at the address; write `https://HOST` or `http://HOST:PORT`",
        why "Something else may listen there.";
    "signing-key": "a key cannot be signed with",
        help "make one with `openssl genpkey -algorithm ed25519 -out key.pem`",
        why "A signature counts for a gate if its key is one of the organisation's signers.";
    "token": "there is no token to be had",
        help "give one in `HOLDPOINT_TOKEN` or a file that `--token-file` names; on GitHub Actions the job needs `permissions: id-token: write`",
        why "A server has to be told who asks: a person by a token of theirs, a job by the token that its CI system issues.";
    "task-gone": "`{id}` does not wait, or not for you",
        help "`holdpoint task` shows what does",
        why "An inbox is worked out anew each time: what another has settled meanwhile, or what a change has made a new thing, waits no more.";
    "task-not-a-word": "`{id}` takes more than a word",
        help "look at what it is about, do what it needs, and mark it with `holdpoint task done`",
        why "Only approvals and confirmations are settled by saying so.";
    "settings-wrong": "the settings cannot be chosen so",
        help "see `holdpoint help settings set`",
        why "Pages and bulletins are made as somebody likes them, out of what there is.";
    "tile-path": "the path of a tile is wrong",
        help "write paths as C2SP tlog-tiles says",
        why "A tile has exactly one path, so that caches and mirrors agree.";
    "time-wrong": "`{text}` is no time",
        help "write `2026-11-23T09:30:00Z`, `2026-11-23 09:30`, `2026-11-23`, or `+14d` from now",
        why "A moment that is guessed could be another day.";
    "traces": "traces cannot be sent there",
        help "name the collector as `http://HOST:4318`, and look at the variables `OTEL_EXPORTER_OTLP_…`",
        why "Whoever asked for traces would look for them in vain.";
    "trust-policy": "the trust policy has mistakes",
        help "write it as c2sp.org/tlog-policy says; `docs/witness.md` has an example",
        why "Who is believed is said once, in a form that other tools read, too.";
    "usage": "the command line is not understood",
        help "see `holdpoint help`",
        why "Nothing is done that was not asked for precisely.";
    "vault": "the vault failed",
        help "look at the cause: space, permissions, the medium",
        why "People and their keys are kept apart from the ledger, and a fact about somebody needs both.";
    "who-are-you": "nobody knows who asks",
        help "an administrator lets you in with `holdpoint person enrol` or `holdpoint person map`; `holdpoint person redeem` gives you a token for `HOLDPOINT_TOKEN`",
        why "Everything in the ledger says who did it.";
    "window-unknown": "there is no blackout or maintenance window `{name}`",
        help "`holdpoint calendar list` shows those that there are",
        why "Blackouts and maintenance windows are declared in the configuration of the organisation.";
    "witness": "the witness cannot be used",
        help "look at the cause: permissions, space, or a register of a newer program",
        why "A witness that could not keep what it cosigns might cosign two histories.";
    "witness-exists": "`{file}` is there already",
        help "a witness keeps its key and its register for good; name another directory",
        why "A witness that began anew with the same key would have forgotten what it cosigned.";
    "witness-missing": "there is no witness in `{directory}`",
        help "begin one with `holdpoint witness init --data DIR --name NAME`",
        why "Key and register of a witness are made once, by somebody who means to.";
}
