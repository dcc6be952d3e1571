// Writes the test data beside it with Go implementations of the same standards: a log in a directory
// (transparency-dev/tessera), Merkle proofs and spoilt ones with their verdicts (golang.org/x/mod/sumdb/tlog
// and transparency-dev/merkle), a proof file and a cosignature (transparency-dev/formats).
//
//	go run . ..
package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"time"

	fnote "github.com/transparency-dev/formats/note"
	fproof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	size   = 600
	origin = "log.example/tessera"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// fixed is a source of bytes for keys: test keys are no secret.
type fixed byte

func (f fixed) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(f)
	}
	return len(p), nil
}

// key makes the same Ed25519 key every time.
func key(name string, seed byte) (skey, vkey string) {
	skey, vkey, err := note.GenerateKey(fixed(seed), name)
	if err != nil {
		log.Fatal(err)
	}
	return skey, vkey
}

// Entry i is its number, then i bytes modulo 97; entry 7 is empty and entry 300 is the largest that fits.
func entry(i int) []byte {
	switch i {
	case 7:
		return []byte{}
	case 300:
		return []byte(strings.Repeat("L", 65535))
	}
	b := []byte(fmt.Sprintf("entry %d ", i))
	for j := range i % 97 {
		b = append(b, byte(i*31+j*7))
	}
	return b
}

func writeLog(dir, skey string) []byte {
	ctx := context.Background()
	driver := must(posix.New(ctx, posix.Config{Path: dir}))
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(must(note.NewSigner(skey))).
		WithBatching(100, 50*time.Millisecond).
		WithCheckpointInterval(100 * time.Millisecond)
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		log.Fatal(err)
	}
	await := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 50*time.Millisecond)
	var checkpoint []byte
	for i := 0; i < size; {
		var futures []tessera.IndexFuture
		for ; len(futures) < 100; i++ {
			futures = append(futures, appender.Add(ctx, tessera.NewEntry(entry(i))))
		}
		for _, future := range futures {
			_, checkpoint, err = await.Await(ctx, future)
			if err != nil {
				log.Fatal(err)
			}
		}
	}
	if err := shutdown(ctx); err != nil {
		log.Fatal(err)
	}
	return checkpoint
}

type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, h[i])
	}
	return out, nil
}

type inclusion struct {
	Index   uint64   `json:"index"`
	Size    uint64   `json:"size"`
	Leaf    []byte   `json:"leaf"`
	Root    []byte   `json:"root"`
	Proof   [][]byte `json:"proof"`
	What    string   `json:"what"`
	Accepts bool     `json:"accepts"`
}

type consistency struct {
	Old     uint64   `json:"old"`
	New     uint64   `json:"new"`
	OldRoot []byte   `json:"old_root"`
	NewRoot []byte   `json:"new_root"`
	Proof   [][]byte `json:"proof"`
	What    string   `json:"what"`
	Accepts bool     `json:"accepts"`
}

func slices[T ~[32]byte](in []T) [][]byte {
	out := [][]byte{}
	for _, h := range in {
		h := h
		out = append(out, h[:])
	}
	return out
}

func copied(in [][]byte) [][]byte {
	out := [][]byte{}
	for _, b := range in {
		out = append(out, append([]byte{}, b...))
	}
	return out
}

// spoilt returns the proof and ways to spoil it.
func spoilt(r *rand.Rand, p [][]byte) map[string][][]byte {
	zero := make([]byte, 32)
	ways := map[string][][]byte{"as proven": p, "one more": append(copied(p), zero), "one before": append([][]byte{zero}, p...)}
	if len(p) > 0 {
		ways["last missing"] = p[:len(p)-1]
		ways["first missing"] = p[1:]
		flipped := copied(p)
		flipped[r.Intn(len(p))][r.Intn(32)] ^= 1 << r.Intn(8)
		ways["bit flipped"] = flipped
	}
	if len(p) > 1 {
		swapped := copied(p)
		swapped[0], swapped[1] = swapped[1], swapped[0]
		ways["swapped"] = swapped
	}
	return ways
}

func proofs(stored hashes) ([]inclusion, []consistency) {
	r := rand.New(rand.NewSource(6962))
	root := func(n int64) []byte {
		h := must(tlog.TreeHash(n, stored))
		return h[:]
	}
	var in []inclusion
	var con []consistency
	for n := int64(1); n <= size; n += 1 + n/3 {
		for range 2 {
			index := r.Int63n(n)
			leaf := tlog.RecordHash(entry(int(index)))
			p := slices(must(tlog.ProveRecord(n, index, stored)))
			ways := spoilt(r, p)
			for _, what := range []string{"as proven", "one more", "one before", "last missing", "first missing", "bit flipped", "swapped"} {
				if way, ok := ways[what]; ok {
					err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(index), uint64(n), leaf[:], way, root(n))
					in = append(in, inclusion{uint64(index), uint64(n), leaf[:], root(n), way, what, err == nil})
				}
			}
			for what, at := range map[string]uint64{"next index": uint64(index) + 1, "index at size": uint64(n)} {
				err := proof.VerifyInclusion(rfc6962.DefaultHasher, at, uint64(n), leaf[:], p, root(n))
				in = append(in, inclusion{at, uint64(n), leaf[:], root(n), p, what, err == nil})
			}
			old := 1 + r.Int63n(n)
			p = slices(must(tlog.ProveTree(n, old, stored)))
			ways = spoilt(r, p)
			for _, what := range []string{"as proven", "one more", "one before", "last missing", "first missing", "bit flipped", "swapped"} {
				if way, ok := ways[what]; ok {
					err := proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(old), uint64(n), way, root(old), root(n))
					con = append(con, consistency{uint64(old), uint64(n), root(old), root(n), way, what, err == nil})
				}
			}
			err := proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(old), uint64(n), p, root(n), root(old))
			con = append(con, consistency{uint64(old), uint64(n), root(n), root(old), p, "roots swapped", err == nil})
			err = proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(n), uint64(old), p, root(n), root(old))
			con = append(con, consistency{uint64(n), uint64(old), root(n), root(old), p, "sizes swapped", err == nil})
		}
	}
	return in, con
}

func writeJSON(path string, value any) {
	data := must(json.Marshal(value))
	text := strings.ReplaceAll(string(data), "},{", "},\n{") + "\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

func main() {
	out := os.Args[1]
	skey, vkey := key(origin, 1)
	_, other := key("log.example/other", 2)
	dir := filepath.Join(out, "tessera")
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
	checkpoint := writeLog(dir, skey)
	// What the implementation keeps for itself is no part of the log.
	if err := os.RemoveAll(filepath.Join(dir, ".state")); err != nil {
		log.Fatal(err)
	}

	var stored hashes
	for i := range size {
		stored = append(stored, must(tlog.StoredHashes(int64(i), entry(i), stored))...)
	}
	in, con := proofs(stored)
	writeJSON(filepath.Join(out, "inclusion.json"), in)
	writeJSON(filepath.Join(out, "consistency.json"), con)

	p := fproof.TLogProof{Index: 299, Checkpoint: checkpoint, ExtraData: []byte("extra data")}
	for _, h := range must(tlog.ProveRecord(size, 299, stored)) {
		p.Hashes = append(p.Hashes, [sha256.Size]byte(h))
	}
	if err := os.WriteFile(filepath.Join(out, "entry-299.tlog-proof"), p.Marshal(), 0o644); err != nil {
		log.Fatal(err)
	}

	wskey, wvkey := key("witness.example/w1", 3)
	witness := must(fnote.NewSignerForCosignatureV1(wskey))
	opened := must(note.Open(checkpoint, note.VerifierList(must(note.NewVerifier(vkey)))))
	cosigned := must(note.Sign(opened, witness))
	if err := os.WriteFile(filepath.Join(out, "cosigned"), cosigned, 0o644); err != nil {
		log.Fatal(err)
	}
	keys := map[string]string{"log": vkey, "other": other, "witness": must(fnote.VKeyToCosignatureV1(wvkey))}
	writeJSON(filepath.Join(out, "keys.json"), keys)
}
