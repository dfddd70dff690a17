package tree

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// An export is a text file of JSON lines, each in the one spelling that the
// functions here give, so that no byte of it can change unseen: a FirstLine;
// its number of CheckpointLines, ascending; then for each run of 256 entries
// (aligned; the first and the last may be shorter) a LeavesLine and the
// entries; an EndLine.

// FirstLine begins an export of the entries First to Last. Before is the edge
// of the tree before First.
type FirstLine struct {
	Format      int      `json:"countersign_audit"`
	Origin      string   `json:"origin"`
	First       int64    `json:"first"`
	Last        int64    `json:"last"`
	Checkpoints int      `json:"checkpoints"`
	Before      [][]byte `json:"before"`
}

// CheckpointLine is one signed note.
type CheckpointLine struct {
	Checkpoint string `json:"checkpoint"`
}

// LeavesLine holds the stored leaf hashes of the entries from First to the end
// of their run, one after the other.
type LeavesLine struct {
	First  int64  `json:"leaves"`
	Hashes []byte `json:"hashes"`
}

// EndLine ends an export. Size is that of the last checkpoint, After the
// subtrees that complete the tree from the last entry to it.
type EndLine struct {
	Size  int64    `json:"end"`
	After [][]byte `json:"after"`
}

// Run is the number of leaves in one tile, and of entries after a LeavesLine.
const Run = 256

// RunEnd is the last entry of the run that seq lies in.
func RunEnd(seq int64) int64 { return (seq-1)/Run*Run + Run }

// Line is the one spelling of a line: JSON without HTML escapes, and a newline.
func Line(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return buf.Bytes(), err
}

// ParseLine reads a line (with its newline) into v, and refuses any spelling
// but that of Line.
func ParseLine(line []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("it is not the JSON expected here: %w", err)
	}
	if again, err := Line(v); err != nil || !bytes.Equal(again, line) {
		return errSpelling
	}
	return nil
}

var errSpelling = errors.New("it is not spelled as an export is written")

const (
	entryBegin  = `{"header":"`
	entryMiddle = `","sealed":"`
	entryEnd    = "\"}\n"
)

// AppendEntryLine appends the line of one entry.
func AppendEntryLine(b, header, sealed []byte) []byte {
	b = base64.StdEncoding.AppendEncode(append(b, entryBegin...), header)
	b = base64.StdEncoding.AppendEncode(append(b, entryMiddle...), sealed)
	return append(b, entryEnd...)
}

// ParseEntryLine decodes an entry's line into the two buffers, which it
// returns grown.
func ParseEntryLine(line, header, sealed []byte) (h, s []byte, err error) {
	rest, ok := bytes.CutPrefix(line, []byte(entryBegin))
	quote := bytes.IndexByte(rest, '"')
	if !ok || quote < 0 {
		return header, sealed, errSpelling
	}
	body, ok := bytes.CutPrefix(rest[quote:], []byte(entryMiddle))
	body, ok2 := bytes.CutSuffix(body, []byte(entryEnd))
	if !ok || !ok2 {
		return header, sealed, errSpelling
	}
	if header, err = decode(header[:0], rest[:quote]); err == nil {
		sealed, err = decode(sealed[:0], body)
	}
	return header, sealed, err
}

// decode appends what text says in the one spelling of base64. The library's
// strict decoder still overlooks line breaks: with one the result is too short.
func decode(b, text []byte) ([]byte, error) {
	want := len(text) / 4 * 3
	for i := len(text); i > 0 && text[i-1] == '='; i-- {
		want--
	}
	out, err := strict.AppendDecode(b, text)
	if err != nil || len(out)-len(b) != want || len(text)%4 != 0 {
		return out, errSpelling
	}
	return out, nil
}

var strict = base64.StdEncoding.Strict()

// PackHashes is the hashes one after the other.
func PackHashes(hashes []tlog.Hash) []byte {
	out := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		out = append(out, h[:]...)
	}
	return out
}

// UnpackHashes undoes PackHashes; false when the length is no multiple.
func UnpackHashes(b []byte) ([]tlog.Hash, bool) {
	out := make([]tlog.Hash, len(b)/tlog.HashSize)
	for i := range out {
		copy(out[i][:], b[i*tlog.HashSize:])
	}
	return out, len(b)%tlog.HashSize == 0
}

// ListHashes is hashes as FirstLine and EndLine carry them.
func ListHashes(hashes []tlog.Hash) [][]byte {
	out := make([][]byte, len(hashes))
	for i := range hashes {
		out[i] = hashes[i][:]
	}
	return out
}

// UnlistHashes undoes ListHashes; false when one is not 32 bytes long.
func UnlistHashes(list [][]byte) ([]tlog.Hash, bool) {
	out := make([]tlog.Hash, len(list))
	for i, b := range list {
		if copy(out[i][:], b) != tlog.HashSize || len(b) != tlog.HashSize {
			return nil, false
		}
	}
	return out, true
}
