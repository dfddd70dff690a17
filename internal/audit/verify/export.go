package verify

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/countersign/countersign/internal/audit/tree"
)

// Export reads an export file as the server writes it; tree.FirstLine tells the
// form. Memory is bounded by the longest line.
func Export(r io.Reader) Source { return &export{in: bufio.NewReaderSize(r, 1<<20)} }

type export struct {
	in             *bufio.Reader
	line           []byte
	number         int
	header, sealed []byte
	following      int64 // the entry to follow once the line of another sort is read, 0 if none
	each           func(Item) error
}

func (e *export) Read(each func(Item) error) error {
	var first tree.FirstLine
	e.each = each
	if err := e.parse(&first); err != nil {
		return err
	}
	before, ok := tree.UnlistHashes(first.Before)
	if !ok || first.Format != tree.Format || first.First < 1 || first.Last < first.First || first.Checkpoints < 1 {
		return e.bad("it does not begin an audit export of format 1")
	}
	if err := each(Item{Kind: Start, Origin: first.Origin, First: first.First, Last: first.Last, Hashes: before}); err != nil {
		return err
	}
	if err := e.checkpoints(first.Checkpoints, each); err != nil {
		return err
	}
	for seq := first.First; seq <= first.Last; seq = tree.RunEnd(seq) + 1 {
		if err := e.run(seq, min(tree.RunEnd(seq), first.Last), each); err != nil {
			return err
		}
	}
	return e.end(each)
}

func (e *export) checkpoints(n int, each func(Item) error) error {
	for range n {
		var c tree.CheckpointLine
		if err := e.parse(&c); err != nil {
			return err
		}
		if err := each(Item{Kind: Note, Note: []byte(c.Checkpoint)}); err != nil {
			return err
		}
	}
	return nil
}

func (e *export) run(first, last int64, each func(Item) error) error {
	var leaves tree.LeavesLine
	e.following = first
	if err := e.parse(&leaves); err != nil {
		return err
	}
	hashes, ok := tree.UnpackHashes(leaves.Hashes)
	if !ok || leaves.First != first || int64(len(hashes)) != last-first+1 {
		return e.bad(fmt.Sprintf("here should stand the hashes of the entries %d to %d", first, last))
	}
	if err := each(Item{Kind: Leaves, First: first, Hashes: hashes}); err != nil {
		return err
	}
	for range last - first + 1 {
		err := e.next()
		if err != nil {
			return err
		}
		if e.header, e.sealed, err = tree.ParseEntryLine(e.line, e.header, e.sealed); err != nil {
			return e.notAnEntry(err)
		}
		if err := each(Item{Kind: Entry, Header: e.header, Sealed: e.sealed}); err != nil {
			return err
		}
	}
	return nil
}

func (e *export) end(each func(Item) error) error {
	var end tree.EndLine
	e.following = 0
	if err := e.parse(&end); err != nil {
		return err
	}
	after, ok := tree.UnlistHashes(end.After)
	if !ok {
		return e.bad("its hashes are not 32 bytes long")
	}
	if _, err := e.in.Peek(1); !errors.Is(err, io.EOF) {
		e.number++
		return e.bad("something follows the last line")
	}
	return each(Item{Kind: End, Last: end.Size, Hashes: after})
}

func (e *export) parse(v any) error {
	if err := e.next(); err != nil {
		return err
	}
	if err := tree.ParseLine(e.line, v); err != nil {
		return e.strayEntry(err)
	}
	return nil
}

// next reads one line with its newline; it stands in the reader's own buffer
// when it fits.
func (e *export) next() error {
	e.number++
	e.line = nil
	for {
		part, err := e.in.ReadSlice('\n')
		if err == nil && e.line == nil {
			e.line = part
			return nil
		}
		e.line = append(e.line, part...)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, io.EOF):
			return e.malformed(CutOff, "the file ends within or before it")
		case !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

func (e *export) bad(detail string) error { return e.malformed(Altered, detail) }

func (e *export) malformed(what, detail string) error {
	return &Malformed{Place: fmt.Sprintf("line %d", e.number), Detail: detail, What: what}
}

// notAnEntry is for a line where an entry should be: one of another sort shows
// that the entry is gone.
func (e *export) notAnEntry(err error) error {
	if bytes.HasPrefix(e.line, []byte(`{"leaves":`)) || bytes.HasPrefix(e.line, []byte(`{"end":`)) {
		return e.malformed(Removed, "the run of entries ends too early")
	}
	return e.bad(err.Error())
}

// strayEntry is for a line of another sort that cannot be read. If an entry
// stands there, it is the one to follow and the line before it is gone, or it
// is one too many, and where it belongs shows against those before.
func (e *export) strayEntry(cause error) error {
	header, sealed, err := tree.ParseEntryLine(e.line, e.header, e.sealed)
	if err != nil {
		return e.bad(cause.Error())
	}
	if h, err := tree.ParseHeader(header); err == nil && h.Seq == e.following {
		return e.malformed(ProofAltered, "the stored hashes before it are missing")
	}
	if err := e.each(Item{Kind: Entry, Header: header, Sealed: sealed}); err != nil {
		return err
	}
	return e.malformed(Inserted, "there is an entry too many")
}
