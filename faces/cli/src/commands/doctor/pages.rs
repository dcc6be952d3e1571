//! The pages of what `holdpoint doctor` finds.

use holdpoint_domain::RefusalPage;

use crate::error::pages;

pages! {
    "data-open": "others than the owner get at `{file}`",
        help "`chmod go= FILE`, and replace keys that others could have read",
        why "Whoever reads the keys signs as this ledger and reads what people wrote; whoever reads the ledger sees who did what.";
    "data-writable": "others may write to `{directory}`",
        help "`chmod go-w DIR`",
        why "Who may write there can put another ledger, or another key, in place of yours.";
    "disk-full": "{mebibytes} MiB are free on the disk",
        help "make room, or move the data directory: nothing is recorded on a full disk",
        why "An entry that cannot be made durable is not acknowledged, so nobody can decide or deploy anything.";
    "disk-filling": "{mebibytes} MiB are free on the disk",
        help "make room, or move the data directory",
        why "Content and entries only grow; a warning is worth something as long as there is time.";
    "disk-memory": "the data directory is in memory (tmpfs)",
        help "move it to a disk: all of it is gone when the machine stops",
        why "What is acknowledged has to be there after a power failure.";
    "disk-network": "the data directory is on a network filesystem",
        help "move it to a disk of this machine",
        why "Locks and durability are not what they should be over a network; for several machines there is PostgreSQL.";
    "disk-hasty": "the disk says after {time} that a write is durable: no medium is that fast",
        help "ask who runs the disk: a cache without a battery, a hypervisor or an eaten `fsync` loses entries that were acknowledged when the power fails",
        why "Every acknowledged entry rests on the disk's word. A write that is durable has reached flash, a platter or a cache that outlives a power failure, and the file system's journal too: that takes some tens of microseconds at least. What answers sooner has most likely written nowhere but into memory. If it is a drive or a controller with power-loss protection, and you know that, the warning can be left as it is.";
    "disk-slow": "the disk takes {time} until a write is durable",
        help "a disk of its own, or an SSD, makes it faster",
        why "Commands wait for one such write; those that come at once share one.";
    "data-unreadable": "the data directory cannot be read",
        help "look at the cause; nothing else can be looked at before",
        why "Ledger, vault and content are opened as a server would open them.";
    "ledger-empty": "there is nothing in the ledger yet",
        help "`holdpoint apply` or `holdpoint serve` founds an organisation",
        why "The first entry founds the organisation.";
    "ledger-unreadable": "the head of the ledger cannot be read",
        help "restore it from a backup with `holdpoint restore`",
        why "The head says how long the ledger is and what it leads to.";
    "ledger-signature": "the head of the ledger is not signed by the key in `ledger.vkey`",
        help "`holdpoint audit verify` says more; restore what was changed from a backup",
        why "A head that the ledger's own key did not sign was written by somebody else.";
    "ledger-damaged": "the tree of the ledger does not lead to its head",
        help "`holdpoint audit verify` says which entries; restore the ledger from a backup",
        why "Something below the head was changed, or is missing.";
    "ledger-entries": "an entry of the ledger cannot be read",
        help "`holdpoint audit verify` says which entries; restore the ledger from a backup",
        why "Every entry is canonical JSON of an event that this program or an older one has written.";
    "key-missing": "the key that signs the ledger is not there",
        help "put `ledger.key` back, or name it with `--key-file` or in `HOLDPOINT_LEDGER_KEY`",
        why "Without it nothing can be recorded; another key would be another ledger.";
    "key-other": "`ledger.key` is not the key of this ledger",
        help "put the key back whose public half is `ledger.vkey`",
        why "Who verifies the ledger knows its key, and would refuse what another one signs.";
    "clock-behind": "the clock stands {seconds} s before the newest entry",
        help "set the clock of this machine: nothing is recorded until it is past that entry",
        why "Time in a ledger only goes forwards, or deadlines and windows would mean nothing.";
    "witnessed-unreadable": "the newest cosigned checkpoint cannot be read",
        help "remove the file `witnessed`; witnesses are asked again",
        why "It is what a rollback of the data directory is told by.";
    "witness-none": "no checkpoint has been cosigned by enough witnesses yet",
        help "`holdpoint audit horizons` says what each answers",
        why "The organisation has said whom it believes. Until enough of them have cosigned, nobody but this server vouches for the ledger, and gates that ask for witnesses stay shut.";
    "witness-lag": "witnesses have cosigned {size} of {signed} entries, the next one has waited for {time}",
        help "`holdpoint audit horizons` says what each answers: look at the network between, and at their operators",
        why "They are asked every few seconds. What is signed and not yet cosigned could still be rewritten by who has the server's key.";
    "content-missing": "{count} blobs that entries name are not there",
        help "bring them back from a backup; `holdpoint audit verify` lists them",
        why "Entries name statements, logs and texts by digest; without the bytes nobody can look at what was relied on.";
    "content-orphaned": "{count} blobs, {bytes} bytes, are named by no entry",
        help "they do no harm; a restored backup is without them",
        why "Content is handed in before the entry that names it: whoever broke off between the two, or was refused, has left it there. It is counted after a day only. Many of them mean that somebody hands in much that is refused.";
    "content-unreadable": "the content cannot be listed",
        help "look at the cause: permissions of the folder, or name, credentials and network of the object storage; `holdpoint explain` has pages for what object storages say",
        why "Nothing can be said of content that cannot be listed, and evidence cannot be read again. What is decided meanwhile is recorded all the same, as far as it needs no content.";
    "vault-unreadable": "the vault cannot be read",
        help "bring the vault back from a backup, with the file of keys",
        why "Names and texts are there and nowhere else.";
    "people-keyless": "the vault does not know {count} people whom the ledger has",
        help "bring the vault back from a backup, with the newest file of keys",
        why "They were not erased, so who they are and what they wrote should be readable.";
    "people-not-erased": "the vault still has {count} people who are erased",
        help "start the server, or run any command on the data directory: that erases them",
        why "The ledger says so before the vault does it; a crash came between.";
    "backup-old": "the backup is {hours} hours old",
        help "run `holdpoint backup` more often, such as by a timer every hour",
        why "What came after it is lost with the disk.";
    "mail-unset": "the address of the mail server, or of the sender, is not there",
        help "the settings name the variable or file; set it where the server is started",
        why "Secrets stand outside of the ledger, and whoever sends letters has to find them. `holdpoint doctor` looks in its own environment: run it as the service's user, with its environment.";
    "mail-wrong": "the address of the mail server, or of the sender, is none",
        help "write it as `smtps://USER:PASSWORD@HOST`, and the sender as `Holdpoint <holdpoint@example.org>`",
        why "No letter gets out.";
    "mail-silent": "no letter gets out: the mail server does not answer as it should",
        help "look at name, port, password and certificate of the mail server, and at what is between",
        why "It was connected to and greeted, and no letter was sent.";
    "chat-unset": "the address of the webhook is not there",
        help "the settings name the variable or file; set it where the server is started",
        why "It is a secret: whoever knows it writes into the chat.";
    "chat-wrong": "the address of the webhook is none",
        help "write the address of the incoming webhook as the chat shows it",
        why "Nothing gets into the chat.";
    "chat-silent": "the server of the chat does not answer",
        help "look at the address of the webhook, and at what is between",
        why "The host was asked for its front page, for a webhook cannot be asked without saying something in the chat. That it takes letters is known when one was sent.";
    "letters-linkless": "letters have no links: the address of this server is not said",
        help "set `channels.address` in the configuration to where people reach it",
        why "Whoever gets a letter wants to get to what it is about.";
    "forge-unset": "the token of a forge is not there",
        help "the settings name the variable or file; set it where the server is started",
        why "Commits show what gates say by it. `holdpoint doctor` looks in its own environment: run it as the service's user, with its environment.";
    "status-waiting": "forges do not show what gates say",
        help "look at the address of the forge, at what its token may do, and at the log of the server; it is tried again by itself",
        why "Whoever looks at a commit sees an earlier verdict, or none. `holdpoint gate statuses` lists all of them. A forge that does not answer is asked again after seconds, then after minutes, at last every hour.";
    "status-given-up": "forges do not take what gates say, and are asked no more",
        help "push the commits, or correct the release; what the gate says next is shown again",
        why "The forge did not find the repository or the commit, or said no, for half a day. It is asked again as soon as the gate says something else.";
    "certificate-none": "people reach the server without TLS",
        help "put a proxy with TLS in front; docs/installing.md has examples",
        why "Whoever is between reads tokens and passwords. Nobody is signed in over such a connection.";
    "certificate-silent": "nobody answers by TLS at the address by which people reach the server",
        help "look at the proxy in front, and at name and port in `--public-url`",
        why "A hand was to be shaken, and nothing more.";
    "certificate-unreadable": "the certificates cannot be read",
        help "name a file with certificates in PEM, the server's own first",
        why "Root certificates, and what a proxy has, are text between `BEGIN CERTIFICATE` and `END CERTIFICATE`.";
    "certificate-key-unreadable": "the key of the certificate cannot be looked at",
        help "run it as a user who sees the file",
        why "Whether others may read it is said by the file's mode.";
    "certificate-key-open": "others read the key of the certificate",
        help "`chmod go= FILE`, and replace it if others could have read it",
        why "Who has it can pretend to be this server.";
    "certificate-ending": "the certificate counts for a few more days only",
        help "renew it; whatever renews it by itself should have done so by now",
        why "From that day on no browser, agent or job gets in.";
    "certificate-expired": "the certificate counts no more",
        help "renew it, and have the proxy take the new one",
        why "Browsers, agents and jobs refuse the connection.";
    "certificate-early": "the certificate does not count yet",
        help "look at the clocks of this machine and of who issued it",
        why "Browsers, agents and jobs refuse the connection.";
    "certificate-name": "the certificate is not for the name by which people reach the server",
        help "have one issued for the name in `--public-url`",
        why "A certificate for another name may be somebody else's.";
    "certificate-chain": "the certificate does not lead to a root that this machine believes",
        help "have the proxy send the certificates between, too; `--roots` names a root of your own",
        why "Browsers fetch what is missing sometimes, programs never do.";
    "certificate-refused": "the certificate is refused",
        help "`openssl s_client` says more",
        why "Browsers, agents and jobs refuse the connection.";
}
