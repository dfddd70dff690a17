package verify_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	mathrand "math/rand/v2"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/audit/verify"
)

// memory is a log of equal entries with one checkpoint for every run.
type memory struct {
	header, sealed [][]byte
	leaves         []tlog.Hash
	notes          [][]byte
	bytes          int64
}

func newMemory(b *testing.B, entries int) (m *memory, key string) {
	b.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, "example.com/log")
	if err != nil {
		b.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		b.Fatal(err)
	}
	m = &memory{}
	var edge tree.Edge
	var hasher tree.Hasher
	random := mathrand.NewChaCha8([32]byte{1})
	for n := range entries {
		tokens := make([]uint64, 16)
		for i := range tokens {
			tokens[i] = mathrand.Uint64()
		}
		sealed := make([]byte, 600)
		_, _ = random.Read(sealed)
		header := tree.AppendHeader(nil, int64(n+1), 1, 1, tokens)
		m.header, m.sealed = append(m.header, header), append(m.sealed, sealed)
		m.bytes += int64(len(header) + len(sealed))
		leaf := hasher.Leaf(header, sealed)
		m.leaves = append(m.leaves, leaf)
		edge.Append(leaf)
		if (n+1)%8192 == 0 || n+1 == entries {
			msg, err := tree.Checkpoint{Origin: "example.com/log", Size: edge.Size(), Root: edge.Root()}.Sign(signer)
			if err != nil {
				b.Fatal(err)
			}
			m.notes = append(m.notes, msg)
		}
	}
	return m, vkey
}

func (m *memory) Read(each func(verify.Item) error) error {
	if err := each(verify.Item{Kind: verify.Start, First: 1}); err != nil {
		return err
	}
	for _, n := range m.notes {
		if err := each(verify.Item{Kind: verify.Note, Note: n}); err != nil {
			return err
		}
	}
	for i := range m.header {
		if i%tree.Run == 0 {
			if err := each(verify.Item{Kind: verify.Leaves, First: int64(i + 1), Hashes: m.leaves[i:min(i+tree.Run, len(m.leaves))]}); err != nil {
				return err
			}
		}
		if err := each(verify.Item{Kind: verify.Entry, Seq: int64(i + 1), Header: m.header[i], Sealed: m.sealed[i]}); err != nil {
			return err
		}
	}
	return each(verify.Item{Kind: verify.End})
}

func (m *memory) export(b *testing.B) []byte {
	b.Helper()
	var out bytes.Buffer
	put := func(v any) {
		line, err := tree.Line(v)
		if err != nil {
			b.Fatal(err)
		}
		out.Write(line)
	}
	last := int64(len(m.header))
	put(tree.FirstLine{Format: 1, Origin: "example.com/log", First: 1, Last: last, Checkpoints: len(m.notes), Before: [][]byte{}})
	for _, n := range m.notes {
		put(tree.CheckpointLine{Checkpoint: string(n)})
	}
	for i := range m.header {
		if i%tree.Run == 0 {
			put(tree.LeavesLine{First: int64(i + 1), Hashes: tree.PackHashes(m.leaves[i:min(i+tree.Run, len(m.leaves))])})
		}
		out.Write(tree.AppendEntryLine(nil, m.header[i], m.sealed[i]))
	}
	put(tree.EndLine{Size: last, After: [][]byte{}})
	return out.Bytes()
}

// The three benchmarks together show what verifying costs beyond hashing.

func BenchmarkHashingAlone(b *testing.B) {
	m, _ := newMemory(b, 50_000)
	b.SetBytes(m.bytes)
	var sum [32]byte
	for b.Loop() {
		for i := range m.header {
			h := sha256.New()
			h.Write(m.header[i])
			h.Write(m.sealed[i])
			h.Sum(sum[:0])
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	m, key := newMemory(b, 50_000)
	benchmark(b, m.bytes, key, func() verify.Source { return m })
}

func BenchmarkVerifyExport(b *testing.B) {
	m, key := newMemory(b, 50_000)
	file := m.export(b)
	benchmark(b, m.bytes, key, func() verify.Source { return verify.Export(bytes.NewReader(file)) })
}

func benchmark(b *testing.B, size int64, key string, src func() verify.Source) {
	b.SetBytes(size)
	for b.Loop() {
		r, err := verify.Verify(src(), nil, key)
		if err != nil || !r.Whole() || r.Entries != 50_000 {
			b.Fatalf("%+v, %v", r, err)
		}
	}
}
