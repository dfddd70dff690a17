package audit

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Signed is a checkpoint, and the number of entries that it covers.
type Signed struct {
	Size int64
	Note string
}

// Newest is the newest checkpoint, with the cosignatures it has so far; its size
// is 0 when nothing has been signed yet.
func Newest(ctx context.Context, q store.Reader) (Signed, error) {
	s, err := openShelf(ctx, q)
	if err != nil || s.size == 0 {
		return Signed{}, err
	}
	note, err := s.witnessed(ctx)
	return Signed{s.size, note}, err
}

// SignedAt is the checkpoint over exactly size entries, with the cosignatures it
// has so far.
func SignedAt(ctx context.Context, q store.Reader, size int64) (Signed, error) {
	note, err := noteOf(ctx, q, size)
	if err != nil {
		return Signed{}, err
	}
	s := &shelf{q: q, size: size, note: note}
	note, err = s.witnessed(ctx)
	return Signed{size, note}, err
}

// witnessed is the shelf's checkpoint with the lines of its witnesses.
func (s *shelf) witnessed(ctx context.Context) (string, error) {
	if s.seen != "" || s.size == 0 {
		return s.seen, nil
	}
	text := s.note
	err := s.q.Query(ctx, func(scan store.Scan) error {
		var line string
		err := scan(&line)
		text += line + "\n"
		return err
	}, `SELECT line FROM audit_cosignature WHERE size = $1 ORDER BY witness`, s.size)
	if err == nil {
		s.seen = text
	}
	return text, err
}

// WitnessedSize is the size of the newest checkpoint that the witness is known to
// have cosigned, 0 when none.
func WitnessedSize(ctx context.Context, q store.Reader, witness string) (size int64, err error) {
	err = q.QueryRow(ctx, []any{&size}, `SELECT coalesce(max(size), 0) FROM audit_cosignature WHERE witness = $1`, witness)
	return size, err
}

// Cosigned takes a witness's answer about the checkpoint over size entries, lines
// of signatures, of which it keeps the one by the witness's own key and ignores
// others. Faults: cosignature_missing, cosignature_bad. Kept once, it stays.
func Cosigned(ctx context.Context, db store.DB, witness tree.Witness, size int64, answer []byte) error {
	text, err := noteOf(ctx, db, size)
	if err != nil {
		return err
	}
	line, err := cosignature(text, witness, answer)
	if err != nil {
		return err
	}
	return db.Write(ctx, func(tx store.Tx) error {
		var there int64
		if err := tx.QueryRow(ctx, []any{&there}, `SELECT count(*) FROM audit_cosignature WHERE size = $1 AND witness = $2`, size, witness.Name()); err != nil || there > 0 {
			return err
		}
		return tx.Exec(ctx, `INSERT INTO audit_cosignature (size, witness, line) VALUES ($1, $2, $3)`, size, witness.Name(), line)
	})
}

// cosignature is the line of the witness in its answer.
func cosignature(text string, witness tree.Witness, answer []byte) (string, error) {
	n, err := note.Open(append([]byte(text), answer...), note.VerifierList(witness))
	var unverified *note.UnverifiedNoteError
	switch {
	case errors.As(err, &unverified):
		return "", fault.Wrap(err, fault.Unavailable, "cosignature_missing", "The witness %s did not answer with a cosignature by the key that it is configured with.", witness.Name())
	case err != nil:
		return "", fault.Wrap(err, fault.Conflict, "cosignature_bad", "The answer of the witness %s is no cosignature of the checkpoint that it was sent.", witness.Name())
	}
	return fmt.Sprintf("— %s %s", n.Sigs[0].Name, n.Sigs[0].Base64), nil
}
