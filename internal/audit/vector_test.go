package audit_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// The leaves and proofs that the reference implementations of RFC 6962 test with;
// places count from 0.
var (
	vectorLeaves = []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}

	inclusions = []struct {
		place, size int64
		path        []string
	}{
		{0, 1, nil},
		{0, 8, []string{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
		{5, 8, []string{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
		{2, 3, []string{"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
		{1, 5, []string{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
	}

	consistencies = []struct {
		from, to int64
		path     []string
	}{
		{1, 1, nil},
		{1, 8, []string{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
		{6, 8, []string{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
		{2, 5, []string{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
	}
)

// signVectors stores the tree of the first size vectors, as the keeper stores one.
func signVectors(t *testing.T, db store.DB, ring *secret.Ring, size int64) {
	t.Helper()
	var edge tree.Edge
	var leaves []tlog.Hash
	for _, text := range vectorLeaves[:size] {
		leaf, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, tlog.RecordHash(leaf))
		edge.Append(leaves[len(leaves)-1])
	}
	note, err := tree.Checkpoint{Origin: ring.Origin(), Size: size, Root: edge.Root()}.Sign(ring.Signer())
	if err != nil {
		t.Fatal(err)
	}
	err = db.Write(context.Background(), func(tx store.Tx) error {
		return tx.Exec(context.Background(), `INSERT INTO audit_checkpoint (size, note, leaves) VALUES ($1, $2, $3)`, size, string(note), tree.PackHashes(leaves))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wantPath compares the lines of a proof after its head.
func wantPath(t *testing.T, what string, proof []byte, head int, want []string) {
	t.Helper()
	text, _, _ := strings.Cut(string(proof), "\n\n")
	got := strings.Split(text, "\n")[head:]
	if len(got) != len(want) {
		t.Errorf("%s has %d hashes, want %d", what, len(got), len(want))
		return
	}
	for i, line := range got {
		if b, err := base64.StdEncoding.DecodeString(line); err != nil || hex.EncodeToString(b) != want[i] {
			t.Errorf("%s, hash %d: %x, want %s", what, i, b, want[i])
		}
	}
}

func TestProofsAreThoseOfRFC6962(t *testing.T) {
	for size := int64(1); size <= 8; size++ {
		tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
		signVectors(t, tr.db, tr.ring, size)
		for _, v := range inclusions {
			if v.size != size {
				continue
			}
			proof, err := audit.Prove(t.Context(), tr.db, v.place+1)
			if err != nil {
				t.Fatal(err)
			}
			wantPath(t, "the inclusion proof", proof, 2, v.path)
		}
		for _, v := range consistencies {
			if v.to != size {
				continue
			}
			proof, err := audit.ProveConsistency(t.Context(), tr.db, v.from, v.to)
			if err != nil {
				t.Fatal(err)
			}
			wantPath(t, "the consistency proof", proof, 1, v.path)
		}
	}
}

func TestKeysOfALogRotateWhileItGoesOn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(20)
		tr.tick()
		first := tr.ring.Keys()
		old := audit.NewSealer(tr.ring)
		for range 3 {
			sealing := tr.ring.KeyID()
			if err := tr.ring.Rotate(); err != nil {
				t.Fatal(err)
			}
			if err := tr.ring.RotateSigner(); err != nil {
				t.Fatal(err)
			}
			if tr.ring.KeyID() == sealing {
				t.Error("the sealing key stayed")
			}
			tr.recordMany(20)
			tr.tick()
		}
		if !strings.HasPrefix(tr.ring.Keys(), first) {
			t.Error("the history of the keys does not begin with the first")
		}
		wantWhole(t, tr.verifyWith(nil))
		wantWhole(t, tr.verify()) // by audit.pub, which has grown
		found, err := audit.Search(t.Context(), db, tr.ring, audit.Query{Actor: "user3"})
		if err != nil || len(found) < 8 {
			t.Errorf("under all keys %d entries are found, %v", len(found), err)
		}
		if _, err := old.Seal(1, 1, update(1)); err != nil {
			t.Errorf("a sealer of before the rotation: %v", err)
		}
		stranger := newTrail(t, db)
		wantCode(t, stranger.keeper.Tick(t.Context()), "audit_key_changed")
		_, err = audit.Search(t.Context(), db, stranger.ring, audit.Query{})
		wantCode(t, err, "key_unknown")
	})
}
