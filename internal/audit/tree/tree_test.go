package tree_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/audit/tree"
)

// The leaves and roots that the reference implementations of RFC 6962 test with.
var (
	vectorLeaves = []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	vectorRoots  = []string{
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
)

func TestRootsAreThoseOfRFC6962(t *testing.T) {
	var (
		edge   tree.Edge
		hasher tree.Hasher
	)
	if got := hex.EncodeToString(rootOf(&edge)); got != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("the empty tree has root %s", got)
	}
	for i, leaf := range vectorLeaves {
		data, err := hex.DecodeString(leaf)
		if err != nil {
			t.Fatal(err)
		}
		cut := len(data) / 2 // a leaf is header and ciphertext together
		edge.Append(hasher.Leaf(data[:cut], data[cut:]))
		if got := hex.EncodeToString(rootOf(&edge)); got != vectorRoots[i] {
			t.Errorf("%d leaves have root %s, want %s", i+1, got, vectorRoots[i])
		}
	}
}

func rootOf(e *tree.Edge) []byte {
	h := e.Root()
	return h[:]
}

func TestAnEdgeGrowsLikeTheWholeTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 700).Draw(t, "leaves")
		cut := rapid.Int64Range(0, n).Draw(t, "cut")
		var stored []tlog.Hash
		read := tlog.HashReaderFunc(func(at []int64) (out []tlog.Hash, err error) {
			for _, i := range at {
				out = append(out, stored[i])
			}
			return out, nil
		})
		var edge tree.Edge
		for i := range n {
			leaf := tlog.RecordHash([]byte(fmt.Sprint(i)))
			hashes, err := tlog.StoredHashesForRecordHash(i, leaf, read)
			if err != nil {
				t.Fatal(err)
			}
			stored = append(stored, hashes...)
			edge.Append(leaf)
		}
		whole, err := tlog.TreeHash(n, read)
		if err != nil || edge.Root() != whole {
			t.Fatalf("edge %v, whole %v, %v", edge.Root(), whole, err)
		}
		node := func(s tree.Span) tlog.Hash { return stored[tlog.StoredHashIndex(s.Level, s.Number)] }
		var left []tlog.Hash
		for _, s := range tree.Spans(0, cut) {
			left = append(left, node(s))
		}
		part, ok := tree.EdgeOf(cut, left)
		if !ok {
			t.Fatalf("%d hashes do not fit %d leaves", len(left), cut)
		}
		for _, s := range tree.Spans(cut, n) {
			if !part.AppendNode(tree.Node{Level: s.Level, Hash: node(s)}) {
				t.Fatalf("%+v does not follow %d", s, part.Size())
			}
		}
		if part.Root() != whole || part.Size() != n {
			t.Fatalf("joined at %d: %d leaves, root %v", cut, part.Size(), part.Root())
		}
	})
}

func TestHeadersRoundTripSortedAndUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seq := rapid.Int64Range(1, 1<<62).Draw(t, "seq")
		at := rapid.Int64().Draw(t, "at")
		key := rapid.Uint32().Draw(t, "key")
		tokens := rapid.SliceOf(rapid.Uint64()).Draw(t, "tokens")
		want := append([]uint64(nil), tokens...)
		packed := tree.AppendHeader(nil, seq, at, key, append(tokens, tokens...))
		h, err := tree.ParseHeader(packed)
		if err != nil || h.Seq != seq || h.At != at || h.Key != key || tree.TimeOf(packed) != at {
			t.Fatalf("%+v, %v", h, err)
		}
		for _, token := range want {
			if !h.Tokens.Has(token) {
				t.Fatalf("token %x is lost", token)
			}
		}
		if absent := rapid.Uint64().Draw(t, "absent"); h.Tokens.Has(absent) != contains(want, absent) {
			t.Fatalf("token %x", absent)
		}
		if h.Tokens.Len() > len(want) {
			t.Fatalf("%d tokens of %d", h.Tokens.Len(), len(want))
		}
	})
}

func contains(list []uint64, x uint64) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

func TestHeadersOfAnotherFormAreRefused(t *testing.T) {
	good := tree.AppendHeader(nil, 1, 2, 3, []uint64{5, 9})
	if _, err := tree.ParseHeader(good); err != nil {
		t.Fatal(err)
	}
	swapped := bytes.Clone(good)
	copy(swapped[25:], good[33:])
	copy(swapped[33:], good[25:33])
	format := bytes.Clone(good)
	format[0] = 3
	for name, bad := range map[string][]byte{
		"empty": nil, "short": good[:len(good)-1], "long": append(bytes.Clone(good), 0), "fixed part": good[:24],
		"tokens out of order": swapped, "format": format, "sequence 0": tree.AppendHeader(nil, 0, 2, 3, nil), "sequence below 0": tree.AppendHeader(nil, -1, 2, 3, nil),
	} {
		if h, err := tree.ParseHeader(bad); err == nil {
			t.Errorf("%s: read as %+v", name, h)
		}
	}
}

// TestALargeEntrysLeafHoldsItsDigests lays down format 2: what follows the fixed
// part of the header are the SHA-256 of the header and of the ciphertext.
func TestALargeEntrysLeafHoldsItsDigests(t *testing.T) {
	header, sealed := tree.AppendHeader(nil, 7, 8, 9, []uint64{1, 2, 3}), bytes.Repeat([]byte("x"), 70_000)
	small := tree.AppendLeaf(nil, header, sealed)
	if !bytes.Equal(small, append(bytes.Clone(header), sealed...)) {
		t.Error("the leaf of format 1 is not header and ciphertext")
	}
	tree.MarkLarge(header)
	h, s := sha256.Sum256(header), sha256.Sum256(sealed)
	want := slices.Concat(header[:25], h[:], s[:])
	leaf := tree.AppendLeaf(nil, header, sealed)
	var hasher tree.Hasher
	if !bytes.Equal(leaf, want) || hasher.Leaf(header, sealed) != tlog.RecordHash(want) {
		t.Errorf("the leaf of format 2 is %x", leaf)
	}
	if got, err := tree.ParseHeader(header); err != nil || got.Seq != 7 || got.Tokens.Len() != 3 {
		t.Errorf("read as %+v, %v", got, err)
	}
}

func signed(t *testing.T, sizes ...int64) ([][]byte, note.Verifier) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, "example.com/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, size := range sizes {
		msg, err := tree.Checkpoint{Origin: "example.com/log", Size: size, Root: tlog.RecordHash([]byte{byte(size)})}.Sign(signer)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, msg)
	}
	return out, verifier
}

func TestEveryAlteredBitOfACheckpointIsFound(t *testing.T) {
	msgs, verifier := signed(t, 20852163)
	msg := msgs[0]
	c, err := tree.OpenCheckpoint(msg, verifier)
	if err != nil || c.Size != 20852163 || c.Root != tlog.RecordHash([]byte{c20852163}) {
		t.Fatalf("%+v, %v", c, err)
	}
	if !strings.HasPrefix(string(msg), "example.com/log\n20852163\n") {
		t.Errorf("form: %s", msg)
	}
	for i := range msg {
		for bit := range 8 {
			bad := bytes.Clone(msg)
			bad[i] ^= 1 << bit
			if _, err := tree.OpenCheckpoint(bad, verifier); err == nil {
				t.Fatalf("bit %d of byte %d: %q", bit, i, bad)
			}
		}
	}
}

const c20852163 = 20852163 & 0xff

func TestACheckpointFileIsCutIntoItsNotes(t *testing.T) {
	msgs, _ := signed(t, 1, 2, 300)
	var file []byte
	for _, m := range msgs {
		file = append(append(file, m...), '\n')
	}
	whole := len(file) - len(msgs[2]) - 1
	for cut := range len(file) + 1 {
		notes, rest := tree.SplitNotes(file[:cut])
		joined := append(bytes.Join(notes, []byte("\n")), '\n')
		if len(notes) == 0 {
			joined = nil
		}
		if got := append(joined, rest...); !bytes.Equal(got, file[:cut]) {
			t.Fatalf("cut at %d: %d notes, rest %q", cut, len(notes), rest)
		}
		for i, n := range notes {
			if !bytes.Equal(n, msgs[i]) {
				t.Fatalf("cut at %d: note %d is %q", cut, i, n)
			}
		}
		if cut >= whole && len(notes) < 2 || cut == len(file) && len(notes) != 3 {
			t.Fatalf("cut at %d of %d: %d notes", cut, len(file), len(notes))
		}
	}
}

func TestEntryLinesHaveOneSpelling(t *testing.T) {
	line := tree.AppendEntryLine(nil, []byte{1, 2, 3, 4}, []byte("sealed bytes"))
	h, s, err := tree.ParseEntryLine(line, nil, nil)
	if err != nil || !bytes.Equal(h, []byte{1, 2, 3, 4}) || string(s) != "sealed bytes" {
		t.Fatalf("%x %q %v", h, s, err)
	}
	for i := range line {
		for bit := range 8 {
			bad := bytes.Clone(line)
			bad[i] ^= 1 << bit
			h2, s2, err := tree.ParseEntryLine(bad, nil, nil)
			if err == nil && bytes.Equal(h, h2) && bytes.Equal(s, s2) {
				t.Fatalf("two spellings: %q and %q", line, bad)
			}
		}
		for _, extra := range []string{"\r", "\n", " ", "="} {
			bad := string(line[:i]) + extra + string(line[i:])
			if _, _, err := tree.ParseEntryLine([]byte(bad), nil, nil); err == nil {
				t.Fatalf("accepted %q", bad)
			}
		}
	}
}
