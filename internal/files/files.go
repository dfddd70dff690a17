// Package files keeps immutable files by their content: a file's name is the
// SHA-256 of its bytes. What does not belong into tables lives here, such as the
// two sides of a reconciliation and its result.
//
// It guarantees that a digest is given out only for bytes that are durable, and
// that a reader sees either exactly the bytes that were put or an error.
package files

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"

	"github.com/countersign/countersign/internal/fault"
)

// Store keeps files. A folder is one; an object store can be another.
type Store interface {
	// Put keeps what r gives, at most limit bytes, and returns its SHA-256 in
	// hexadecimal and its size. Putting the same bytes again is no error. Faults:
	// too_large past the limit, with nothing kept; files_unwritable.
	Put(ctx context.Context, r io.Reader, limit int64) (digest string, size int64, err error)
	// Open reads the file of that digest. Its bytes are checked on the way: the
	// last Read gives file_altered instead of io.EOF when they are not the ones
	// that were put. Faults: no_file, bad_digest.
	Open(ctx context.Context, digest string) (io.ReadCloser, error)
}

// PutBytes keeps content and returns its digest.
func PutBytes(ctx context.Context, s Store, content []byte) (string, error) {
	digest, _, err := s.Put(ctx, bytes.NewReader(content), int64(len(content)))
	return digest, err
}

// ReadAll is the whole file of that digest, checked; past limit bytes it faults
// too_large.
func ReadAll(ctx context.Context, s Store, digest string, limit int64) ([]byte, error) {
	r, err := s.Open(ctx, digest)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(content)) > limit {
		return nil, tooLarge(limit)
	}
	return content, err
}

func tooLarge(limit int64) error {
	return fault.New(fault.TooLarge, "too_large", "The file is larger than %d bytes. Split it, or ask the operator to raise the limit.", limit)
}

func checkDigest(digest string) error {
	sum, err := hex.DecodeString(digest)
	if err != nil || len(sum) != 32 || hex.EncodeToString(sum) != digest {
		return fault.Bad("digest", "bad_digest", "%q is not a SHA-256 of 64 small hexadecimal digits.", digest)
	}
	return nil
}
