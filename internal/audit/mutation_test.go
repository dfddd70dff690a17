package audit_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/testkit"
)

// exported is a log of 700 entries with checkpoints in between, as an export.
func exported(t *testing.T, r audit.Range) (export []byte, tr *trail) {
	t.Helper()
	tr = newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	for _, n := range []int{10, 200, 90, 300, 1, 99} {
		tr.recordMany(n)
		tr.tick()
	}
	export = tr.export(r)
	wantWhole(t, verifyExport(t, export, tr.ring.Verifier()))
	return export, tr
}

// mutations of an export file; each returns what it did.
var mutations = []func(lines [][]byte, r *mathrand.Rand) ([][]byte, string){
	func(lines [][]byte, r *mathrand.Rand) ([][]byte, string) {
		i := r.IntN(len(lines))
		at, bit := r.IntN(len(lines[i])), r.IntN(8)
		lines[i] = bytes.Clone(lines[i])
		lines[i][at] ^= 1 << bit
		return lines, fmt.Sprintf("bit %d of byte %d in line %d flipped", bit, at, i+1)
	},
	func(lines [][]byte, r *mathrand.Rand) ([][]byte, string) {
		i := r.IntN(len(lines))
		at, to := r.IntN(len(lines[i])), byte(r.IntN(256))
		lines[i] = bytes.Clone(lines[i])
		lines[i][at] = to
		return lines, fmt.Sprintf("byte %d in line %d set to %q", at, i+1, to)
	},
	func(lines [][]byte, r *mathrand.Rand) ([][]byte, string) {
		i := r.IntN(len(lines))
		return slices.Delete(lines, i, i+1), fmt.Sprintf("line %d deleted", i+1)
	},
	func(lines [][]byte, r *mathrand.Rand) ([][]byte, string) {
		i, at := r.IntN(len(lines)), r.IntN(len(lines)+1)
		return slices.Insert(lines, at, lines[i]), fmt.Sprintf("line %d copied before line %d", i+1, at+1)
	},
	func(lines [][]byte, r *mathrand.Rand) ([][]byte, string) {
		i, j := r.IntN(len(lines)), r.IntN(len(lines))
		lines[i], lines[j] = lines[j], lines[i]
		return lines, fmt.Sprintf("lines %d and %d swapped", i+1, j+1)
	},
	func(lines [][]byte, r *mathrand.Rand) ([][]byte, string) {
		i := r.IntN(len(lines))
		return lines[:i], fmt.Sprintf("cut off after line %d", i)
	},
	func(lines [][]byte, r *mathrand.Rand) ([][]byte, string) {
		i := r.IntN(len(lines))
		at := r.IntN(len(lines[i]))
		lines[i] = slices.Delete(bytes.Clone(lines[i]), at, at+1)
		return lines, fmt.Sprintf("byte %d of line %d deleted", at, i+1)
	},
}

func TestAThousandMutationsOfAnExportAreAllFound(t *testing.T) {
	rounds := 1000
	if raced || testing.Short() {
		rounds = 70
	}
	for _, part := range []audit.Range{{}, {First: 205, Last: 650}, {First: 300, Last: 300}} {
		export, tr := exported(t, part)
		key := tr.ring.Verifier()
		r := mathrand.New(mathrand.NewPCG(7, uint64(part.First)))
		for n := range rounds {
			lines := bytes.SplitAfter(export, []byte("\n"))
			mutated, did := mutations[n%len(mutations)](lines[:len(lines)-1], r)
			bad := bytes.Join(mutated, nil)
			if bytes.Equal(bad, export) {
				continue
			}
			if verifyExport(t, bad, key).Whole() {
				t.Fatalf("entries %+v: %s, and verify found nothing", part, did)
			}
		}
	}
}

// entryLine is the index of the line of entry seq in a whole export.
func entryLine(t *testing.T, lines [][]byte, seq int64) int {
	t.Helper()
	for i, line := range lines {
		if header, _, err := tree.ParseEntryLine(line, nil, nil); err == nil {
			if h, err := tree.ParseHeader(header); err == nil && h.Seq == seq {
				return i
			}
		}
	}
	t.Fatalf("entry %d is not in the export", seq)
	return 0
}

func TestVerifyNamesTheFirstBadEntryOfAnExport(t *testing.T) {
	export, tr := exported(t, audit.Range{})
	key := tr.ring.Verifier()
	split := func() [][]byte { return bytes.SplitAfter(bytes.TrimSuffix(export, nil), []byte("\n")) }
	at := func(seq int64) int { return entryLine(t, split(), seq) }
	for _, seq := range []int64{1, 2, 10, 11, 255, 256, 257, 512, 600, 601, 699, 700} {
		line := at(seq)
		for _, byteAt := range []int{15, 40, -20, -3} { // in header and ciphertext, begin and end
			lines := split()
			lines[line] = bytes.Clone(lines[line])
			if byteAt < 0 {
				byteAt += len(lines[line])
			}
			lines[line][byteAt] = flipBase64(lines[line][byteAt])
			wantFinding(t, verifyExport(t, bytes.Join(lines, nil), key), verify.Altered, seq)
		}
		lines := split()
		wantFinding(t, verifyExport(t, bytes.Join(slices.Delete(lines, line, line+1), nil), key), verify.Removed, seq)
		lines = split()
		wantFinding(t, verifyExport(t, bytes.Join(slices.Insert(lines, line, lines[line]), nil), key), verify.Inserted, seq)
		wantFinding(t, verifyExport(t, bytes.Join(split()[:line], nil), key), verify.CutOff, seq)
	}
	for _, pair := range [][2]int64{{1, 2}, {5, 9}, {20, 700}, {255, 256}, {256, 257}, {699, 700}} {
		lines := split()
		i, j := at(pair[0]), at(pair[1])
		lines[i], lines[j] = lines[j], lines[i]
		wantFinding(t, verifyExport(t, bytes.Join(lines, nil), key), verify.Reordered, pair[0])
	}
}

func flipBase64(c byte) byte {
	if c == 'A' {
		return 'B'
	}
	return 'A'
}

// TestAnEntryAlteredTogetherWithItsStoredHashIsFoundByTheCheckpoint cannot name
// it exactly, but between two checkpoints.
func TestAnEntryAlteredTogetherWithItsStoredHashIsFoundByTheCheckpoint(t *testing.T) {
	export, tr := exported(t, audit.Range{})
	lines := bytes.SplitAfter(export, []byte("\n"))
	i := entryLine(t, lines, 350)
	header, sealed, err := tree.ParseEntryLine(lines[i], nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sealed[5] ^= 1
	lines[i] = tree.AppendEntryLine(nil, header, sealed)
	run := slices.IndexFunc(lines, func(l []byte) bool { return bytes.HasPrefix(l, []byte(`{"leaves":257,`)) })
	var leaves tree.LeavesLine
	if err := tree.ParseLine(lines[run], &leaves); err != nil {
		t.Fatal(err)
	}
	var hasher tree.Hasher
	forged := hasher.Leaf(header, sealed)
	copy(leaves.Hashes[(350-257)*tlog.HashSize:], forged[:])
	if lines[run], err = tree.Line(leaves); err != nil {
		t.Fatal(err)
	}
	r := verifyExport(t, bytes.Join(lines, nil), tr.ring.Verifier())
	wantFinding(t, r, verify.Altered, 301)
	if r.First != nil && r.First.Until != 600 {
		t.Errorf("found %v, want up to 600", r.First)
	}
}

func TestCheckpointsSignedByAnotherKeyAreForged(t *testing.T) {
	export, tr := exported(t, audit.Range{})
	skey, _, err := note.GenerateKey(rand.Reader, tr.ring.Origin())
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(tr.ring.Verifier())
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(export, []byte("\n"))
	for i := 1; i <= 6; i++ {
		var c tree.CheckpointLine
		if err := tree.ParseLine(lines[i], &c); err != nil {
			t.Fatal(err)
		}
		said, err := tree.OpenCheckpoint([]byte(c.Checkpoint), verifier)
		if err != nil {
			t.Fatal(err)
		}
		msg, err := said.Sign(signer)
		if err != nil {
			t.Fatal(err)
		}
		changed := slices.Clone(lines)
		if changed[i], err = tree.Line(tree.CheckpointLine{Checkpoint: string(msg)}); err != nil {
			t.Fatal(err)
		}
		wantFinding(t, verifyExport(t, bytes.Join(changed, nil), tr.ring.Verifier()), verify.Forged, 0)
	}
}

func TestAnAlteredStoredHashIsToldFromAnAlteredEntry(t *testing.T) {
	export, tr := exported(t, audit.Range{})
	lines := bytes.SplitAfter(export, []byte("\n"))
	run := slices.IndexFunc(lines, func(l []byte) bool { return bytes.HasPrefix(l, []byte(`{"leaves":257,`)) })
	var leaves tree.LeavesLine
	if err := tree.ParseLine(lines[run], &leaves); err != nil {
		t.Fatal(err)
	}
	leaves.Hashes[3*tlog.HashSize] ^= 1
	var err error
	if lines[run], err = tree.Line(leaves); err != nil {
		t.Fatal(err)
	}
	wantFinding(t, verifyExport(t, bytes.Join(lines, nil), tr.ring.Verifier()), verify.ProofAltered, 260)
}

func TestEveryRangeExportsAndVerifies(t *testing.T) {
	_, tr := exported(t, audit.Range{})
	for _, r := range []audit.Range{{First: 1, Last: 1}, {First: 700, Last: 700}, {First: 256, Last: 257}, {First: 257, Last: 512}, {First: 2, Last: 699}, {First: 601, Last: 601}, {First: 513}} {
		report := verifyExport(t, tr.export(r), tr.ring.Verifier())
		wantWhole(t, report)
		last := r.Last
		if last == 0 {
			last = 700
		}
		if report.From != r.First || report.To != last || report.Entries != last-r.First+1 {
			t.Errorf("%+v for %+v", report, r)
		}
	}
	for _, r := range []audit.Range{{First: 701}, {Last: 701}, {First: 9, Last: 8}} {
		wantCode(t, audit.Export(t.Context(), tr.db, &bytes.Buffer{}, r), "audit_unsigned")
	}
}

func TestAnExportOfAnotherLogIsNotTakenForThisOne(t *testing.T) {
	export, _ := exported(t, audit.Range{})
	_, other := exported(t, audit.Range{})
	wantFinding(t, verifyExport(t, export, other.ring.Verifier()), verify.MalformedData, 0)
	if _, err := verify.Verify(verify.Export(bytes.NewReader(export)), nil, "no key"); err == nil || !strings.Contains(err.Error(), "public key") {
		t.Errorf("got %v", err)
	}
}
