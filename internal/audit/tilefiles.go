package audit

import (
	"context"
	"fmt"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/store"
)

// TileFiles gives the whole signed log as the files of a C2SP tlog-tiles log, the
// checkpoint last: any web server can serve them, and any checker of such logs
// check them. Fault audit_unsigned when nothing is signed yet.
func TileFiles(ctx context.Context, db store.DB, kept files.Store, put func(path string, content []byte) error) error {
	return db.Snapshot(ctx, func(q store.Reader) error {
		s, err := openShelf(ctx, q)
		if err != nil {
			return err
		}
		if s.size == 0 {
			return fault.New(fault.NotFound, "audit_unsigned", "No checkpoint has been signed yet; there is no log to write.")
		}
		for level := 0; s.size>>(tileBits*level) > 0; level++ {
			have := s.size >> (tileBits * level)
			for number := int64(0); number*tree.Run < have; number++ {
				width := int(min(have-number*tree.Run, tree.Run))
				if err := s.tileFiles(ctx, kept, level, number, width, put); err != nil {
					return err
				}
			}
		}
		note, err := s.witnessed(ctx)
		if err != nil {
			return err
		}
		return put("checkpoint", []byte(note))
	})
}

func (s *shelf) tileFiles(ctx context.Context, kept files.Store, level int, number int64, width int, put func(path string, content []byte) error) error {
	hashes, err := s.hashes(ctx, level, number)
	if err != nil {
		return err
	}
	if err := put(tilePath(fmt.Sprint(level), number, width), tree.PackHashes(hashes[:width])); err != nil || level > 0 {
		return err
	}
	bundle, err := Bundle(ctx, s.q, kept, number, width)
	if err != nil {
		return err
	}
	return put(tilePath("entries", number, width), bundle)
}

// tilePath names a tile or bundle: its number in groups of three digits, of which
// all but the last begin with x, and the width of a partial one.
func tilePath(level string, number int64, width int) string {
	path := fmt.Sprintf("%03d", number%1000)
	for number /= 1000; number > 0; number /= 1000 {
		path = fmt.Sprintf("x%03d/%s", number%1000, path)
	}
	path = "tile/" + level + "/" + path
	if width < tree.Run {
		path += fmt.Sprintf(".p/%d", width)
	}
	return path
}
