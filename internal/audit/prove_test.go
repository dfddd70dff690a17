package audit_test

import (
	"context"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// TestProofsHoldByTheStandardsOwnCheck parses the proof as the standard lays it
// down and checks it with the library of Go's checksum database.
func TestProofsHoldByTheStandardsOwnCheck(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(600)
		tr.tick()
		verifier, err := note.NewVerifier(tr.ring.Verifier())
		if err != nil {
			t.Fatal(err)
		}
		for _, seq := range []int64{1, 2, 255, 256, 257, 512, 513, 599, 600} {
			text, err := audit.Prove(context.Background(), db, seq)
			if err != nil {
				t.Fatal(err)
			}
			var header, sealed []byte
			if err := db.QueryRow(context.Background(), []any{&header, &sealed}, `SELECT header, sealed FROM audit_entry WHERE seq = $1`, seq); err != nil {
				t.Fatal(err)
			}
			leaf := tlog.RecordHash(append(header, sealed...))
			if err := checkProof(text, seq, leaf, verifier); err != nil {
				t.Errorf("entry %d: %v", seq, err)
			}
		}
		for _, seq := range []int64{0, 601} {
			_, err := audit.Prove(context.Background(), db, seq)
			wantCode(t, err, "audit_unsigned")
		}
	})
}
