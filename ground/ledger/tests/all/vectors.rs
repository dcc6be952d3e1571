//! What other implementations wrote: their trees, proofs, logs and signatures. `data/README.md` names the sources.

use std::fs;
use std::path::{Path, PathBuf};

use holdpoint_ledger::cosignature::cosigned_at;
use holdpoint_ledger::log::{FsckOptions, LogIdentity, fsck, prove};
use holdpoint_ledger::proof_file::ProofFile;
use holdpoint_ledger::sink::DirectorySink;
use holdpoint_ledger::source::{DirectorySource, MemoryLog, TileSource};
use holdpoint_ledger::tile::{TileId, bundles, tiles};
use holdpoint_ledger::tree::{
    Frontier, MemoryTree, NodeSource, verify_consistency, verify_inclusion,
};
use holdpoint_ledger::writer::TiledLogWriter;
use holdpoint_ledger::{Hash, bundle, strict64};
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn json<T: DeserializeOwned>(path: impl AsRef<Path>) -> T {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// A verifier key of `keys.json`.
fn key(name: &str) -> String {
    json::<serde_json::Value>(data("keys.json"))[name]
        .as_str()
        .unwrap()
        .to_owned()
}

fn tessera() -> LogIdentity {
    LogIdentity::new(&key("log")).unwrap()
}

// github.com/transparency-dev/merkle, testonly/constants.go.
const INPUTS: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const NODES: [(u8, u64, &str); 9] = [
    (
        0,
        7,
        "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    ),
    (
        0,
        6,
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
    ),
    (
        1,
        0,
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    ),
    (
        1,
        1,
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    ),
    (
        1,
        2,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    ),
    (
        1,
        3,
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    ),
    (
        2,
        0,
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (
        2,
        1,
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (
        3,
        0,
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ),
];

#[test]
fn the_reference_trees_have_their_nodes_and_roots() {
    let (mut frontier, mut tree) = (Frontier::empty(), MemoryTree::new());
    assert_eq!(frontier.root().to_string(), ROOTS[0]);
    for (input, root) in INPUTS.iter().zip(&ROOTS[1..]) {
        frontier.append(Hash::leaf(input));
        tree.append(Hash::leaf(input));
        assert_eq!(frontier.root().to_string(), *root);
    }
    for (level, index, hash) in NODES {
        assert_eq!(tree.node(level, index).unwrap(), hash.parse().unwrap());
    }
}

/// Proofs that a Certificate Transparency log gave, as golang.org/x/mod keeps them.
#[test]
fn proofs_of_a_certificate_transparency_log_verify() {
    let of = |name: &str| json::<serde_json::Value>(data("argon2020").join(name));
    let hash = |value: &serde_json::Value| Hash::from_base64(value.as_str().unwrap()).unwrap();
    let hashes = |value: &serde_json::Value| {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(hash)
            .collect::<Vec<_>>()
    };
    let head = of("sth.json");
    let (size, root) = (
        head["tree_size"].as_u64().unwrap(),
        hash(&head["sha256_root_hash"]),
    );
    let entry = strict64::decode(
        of("entries.json")["entries"][0]["leaf_input"]
            .as_str()
            .unwrap(),
    )
    .unwrap();
    let leaf = Hash::leaf(&entry);
    let path = hashes(&of("proof.json")["audit_path"]);
    verify_inclusion(10_000, size, &leaf, &path, &root).unwrap();
    assert!(verify_inclusion(10_001, size, &leaf, &path, &root).is_err());
    let old = Hash::from_base64("AuIZ5V6sDUj1vn3Y1K85oOaQ7y+FJJKtyRTl1edIKBQ=").unwrap();
    let proof = hashes(&of("consistency.json")["consistency"]);
    verify_consistency(3_654_490, size, &old, &root, &proof).unwrap();
    assert!(verify_consistency(3_654_491, size, &old, &root, &proof).is_err());
}

#[derive(Deserialize)]
struct Inclusion {
    #[serde(alias = "leafIdx")]
    index: u64,
    #[serde(alias = "treeSize")]
    size: u64,
    #[serde(alias = "leafHash")]
    leaf: Option<String>,
    root: Option<String>,
    proof: Option<Vec<String>>,
    #[serde(alias = "desc")]
    what: String,
    #[serde(default)]
    accepts: bool,
    #[serde(rename = "wantErr")]
    refuses: Option<bool>,
}

#[derive(Deserialize)]
struct Consistency {
    #[serde(alias = "size1")]
    old: u64,
    #[serde(alias = "size2")]
    new: u64,
    #[serde(alias = "root1")]
    old_root: Option<String>,
    #[serde(alias = "root2")]
    new_root: Option<String>,
    proof: Option<Vec<String>>,
    #[serde(alias = "desc")]
    what: String,
    #[serde(default)]
    accepts: bool,
    #[serde(rename = "wantErr")]
    refuses: Option<bool>,
}

/// Hashes; none when one of them has not 32 bytes, which a proof of ours cannot even express.
fn hashes(texts: &[String]) -> Option<Vec<Hash>> {
    texts
        .iter()
        .map(|text| Hash::from_base64(text).ok())
        .collect()
}

/// A root; some of theirs have not 32 bytes, and stand for any other root.
fn root(text: Option<&str>) -> Hash {
    let text = text.unwrap_or_default();
    Hash::from_base64(text).unwrap_or_else(|_| Hash::of(text.as_bytes()))
}

impl Inclusion {
    fn verifies(&self) -> Option<()> {
        let proof = hashes(self.proof.as_deref().unwrap_or_default())?;
        let leaf = Hash::from_base64(self.leaf.as_deref()?).ok()?;
        let root = root(self.root.as_deref());
        verify_inclusion(self.index, self.size, &leaf, &proof, &root).ok()
    }
}

impl Consistency {
    fn verifies(&self) -> Option<()> {
        let proof = hashes(self.proof.as_deref().unwrap_or_default())?;
        let (old_root, new_root) = (
            root(self.old_root.as_deref()),
            root(self.new_root.as_deref()),
        );
        verify_consistency(self.old, self.new, &old_root, &new_root, &proof).ok()
    }
}

fn all_inclusions(probes: &[Inclusion]) {
    for probe in probes {
        let accepts = probe.refuses.map_or(probe.accepts, |refuses| !refuses);
        let Inclusion {
            index, size, what, ..
        } = probe;
        assert_eq!(
            probe.verifies().is_some(),
            accepts,
            "entry {index} of {size}: {what}"
        );
    }
}

fn all_consistencies(probes: &[Consistency]) {
    for probe in probes {
        let accepts = probe.refuses.map_or(probe.accepts, |refuses| !refuses);
        let Consistency { old, new, what, .. } = probe;
        assert_eq!(
            probe.verifies().is_some(),
            accepts,
            "{old} to {new}: {what}"
        );
    }
}

#[test]
fn proofs_whole_and_spoilt_are_judged_as_the_go_implementations_do() {
    let inclusions: Vec<Inclusion> = json(data("inclusion.json"));
    let consistencies: Vec<Consistency> = json(data("consistency.json"));
    assert!(inclusions.len() > 200 && consistencies.len() > 200);
    assert!(inclusions.iter().filter(|probe| probe.accepts).count() > 20);
    all_inclusions(&inclusions);
    all_consistencies(&consistencies);
}

#[test]
fn the_whole_testdata_of_transparency_dev_merkle_is_judged_alike() {
    let inclusions: Vec<Inclusion> = merkle("inclusion").iter().map(json).collect();
    let consistencies: Vec<Consistency> = merkle("consistency").iter().map(json).collect();
    assert_eq!((inclusions.len(), consistencies.len()), (98, 98));
    assert!(inclusions.iter().any(|probe| probe.refuses == Some(false)));
    assert!(
        consistencies
            .iter()
            .any(|probe| probe.refuses == Some(false))
    );
    all_inclusions(&inclusions);
    all_consistencies(&consistencies);
}

/// The files of a folder of their testdata, and of those in it.
fn merkle(folder: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![data("merkle").join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

fn tessera_entries(source: &DirectorySource) -> Vec<Vec<u8>> {
    let of = |id| {
        let bytes = source.read(&format!("{id}")).unwrap().unwrap();
        let entries = bundle::bundle_entries(id, &bytes).unwrap();
        entries.into_iter().map(<[u8]>::to_vec).collect::<Vec<_>>()
    };
    bundles(600).flat_map(of).collect()
}

#[test]
fn a_log_that_tessera_wrote_is_sound_and_ours_of_the_same_entries_has_the_same_bytes() {
    let source = DirectorySource::new(data("tessera"));
    let report = fsck(&source, &tessera(), &FsckOptions::default());
    assert!(report.sound, "{report}");
    assert_eq!(report.size, Some(600));
    let entries = tessera_entries(&source);
    assert_eq!((entries[7].len(), entries[300].len()), (0, 65_535));
    let directory = tempfile::tempdir().unwrap();
    let mut writer = TiledLogWriter::new(DirectorySink::new(directory.path()));
    for entry in &entries {
        writer.append(entry).unwrap();
    }
    let checkpoint = source.read("checkpoint").unwrap().unwrap();
    writer.finish_with(&checkpoint).unwrap();
    let ours = DirectorySource::new(directory.path());
    let paths = [
        "checkpoint",
        "tile/0/000",
        "tile/0/001",
        "tile/0/002.p/88",
        "tile/1/000.p/2",
    ];
    let bundles = bundles(600).map(|id| id.to_string());
    for path in paths.map(str::to_owned).into_iter().chain(bundles) {
        assert!(ours.read(&path).unwrap().is_some(), "{path}");
        assert_eq!(
            ours.read(&path).unwrap(),
            source.read(&path).unwrap(),
            "{path}"
        );
    }
}

/// The log of another implementation is guarded as ours are.
#[test]
fn a_flipped_bit_of_the_log_that_tessera_wrote_is_found_where_it_is() {
    let source = DirectorySource::new(data("tessera"));
    let paths = tiles(600)
        .map(|tile| tile.to_string())
        .chain(bundles(600).map(|id| id.to_string()));
    let paths: Vec<_> = paths.chain(["checkpoint".to_owned()]).collect();
    let read = |path: &String| (path.clone(), source.read(path).unwrap().unwrap());
    let mut log: MemoryLog = paths.iter().map(read).collect();
    for path in paths {
        let bits = log[&path].len() * 8;
        for bit in (0..bits).step_by(1 + bits / 40) {
            log.get_mut(&path).unwrap()[bit / 8] ^= 1 << (bit % 8);
            let report = fsck(
                &log,
                &tessera(),
                &FsckOptions {
                    threads: 1,
                    ..FsckOptions::default()
                },
            );
            log.get_mut(&path).unwrap()[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(report.damages.len(), 1, "bit {bit} of {path}: {report}");
            assert_eq!(report.damages[0].path, path);
        }
    }
}

#[test]
fn the_proof_file_of_the_go_implementation_is_ours_byte_for_byte() {
    let theirs = fs::read(data("entry-299.tlog-proof")).unwrap();
    let file = ProofFile::parse(&theirs).unwrap();
    let source = DirectorySource::new(data("tessera"));
    let mut ours = prove(&source, &tessera(), 299).unwrap();
    file.verify(&ours.leaf, &tessera()).unwrap();
    ours.file.extra = Some(b"extra data".to_vec());
    assert_eq!(ours.file.to_string().as_bytes(), theirs);
}

#[test]
fn the_cosignature_of_the_go_implementation_verifies() {
    let bytes = fs::read(data("cosigned")).unwrap();
    let log = tessera().with_witness(&key("witness")).unwrap();
    let signed = log.open(&bytes).unwrap();
    let times: Vec<_> = signed.note.signatures().map(cosigned_at).collect();
    assert!(
        matches!(times[..], [None, Some(1_700_000_000..)]),
        "{times:?}"
    );
    let other = tessera().with_witness(&key("other")).unwrap();
    assert_eq!(other.open(&bytes).unwrap().note.signatures().count(), 1);
}

/// golang.org/x/mod, sumdb/tlog/tile_test.go: paths of height 8, which C2SP leaves out of the path.
#[test]
fn tile_paths_are_those_of_the_go_implementation() {
    let paths = [
        (0, 256, "tile/0/000"),
        (1, 5, "tile/0/001.p/5"),
        (123_456_078, 256, "tile/0/x123/x456/078"),
        (123_456_078, 2, "tile/0/x123/x456/078.p/2"),
        (3_057_500, 256, "tile/0/x003/x057/500"),
    ];
    for (index, width, path) in paths {
        let tile = TileId {
            level: 0,
            index,
            width,
        };
        assert_eq!(tile.to_string(), path);
        assert_eq!(path.parse(), Ok(tile));
    }
}
