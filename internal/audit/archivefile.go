package audit

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"io"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
)

// OpenArchive reads an archive file as the export that it holds.
func OpenArchive(r io.Reader) (io.Reader, error) {
	zip, err := gzip.NewReader(bufio.NewReaderSize(r, 1<<16))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "archive_form", "This is not an archive of the log: it is not compressed with gzip.")
	}
	return zip, nil
}

// archiveFile is an open archive: what it holds, and the file to be closed. Its
// last Read comes only after the file's own, which checks the digest.
type archiveFile struct {
	io.Reader
	file io.ReadCloser
}

func (f archiveFile) Close() error { return f.file.Close() }

func (a *Archive) open(ctx context.Context, kept files.Store) (io.ReadCloser, error) {
	file, err := kept.Open(ctx, a.File)
	if err != nil {
		return nil, err
	}
	text, err := OpenArchive(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return archiveFile{text, file}, nil
}

// read gives the stored bytes of [first, last] out of the archive.
func (a *Archive) read(ctx context.Context, kept files.Store, first, last int64, each func(seq int64, header, sealed []byte) error) error {
	file, err := a.open(ctx, kept)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	err = verify.Export(file).Read(func(it verify.Item) error {
		if it.Kind != verify.Entry {
			return nil
		}
		h, err := tree.ParseHeader(it.Header)
		switch {
		case err != nil:
			return err
		case h.Seq < first:
			return nil
		case h.Seq > last:
			return errEnough
		}
		return each(h.Seq, it.Header, it.Sealed)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// archiveLost tells verify that a part of the log cannot be read from where it
// was moved to.
func archiveLost(a *Archive, cause error) error {
	what := verify.Altered
	if fault.Code(cause) == "no_file" {
		what = verify.Removed
	}
	return &verify.Malformed{Place: "the archive " + a.File, Detail: cause.Error(), What: what}
}
