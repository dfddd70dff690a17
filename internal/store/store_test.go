package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

const putLease = `INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3)`

func leases(t *testing.T, r store.Reader) map[string]int64 {
	t.Helper()
	got := map[string]int64{}
	err := r.Query(context.Background(), func(scan store.Scan) error {
		var name string
		var until int64
		err := scan(&name, &until)
		got[name] = until
		return err
	}, `SELECT name, until FROM lease ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestCommittedWritesAreSeenAndFailedOnesAreNot(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		ctx := context.Background()
		if err := db.Write(ctx, func(tx store.Tx) error { return tx.Exec(ctx, putLease, "kept", "a", int64(1)) }); err != nil {
			t.Fatal(err)
		}
		boom := errors.New("boom")
		err := db.Write(ctx, func(tx store.Tx) error {
			if err := tx.Exec(ctx, putLease, "lost", "a", int64(2)); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("got %v", err)
		}
		if diff := cmp.Diff(map[string]int64{"kept": 1}, leases(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPlaceholdersBindByNumberInAnyOrder(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		ctx := context.Background()
		err := db.Write(ctx, func(tx store.Tx) error {
			if err := tx.Exec(ctx, putLease, "x", "a", int64(1)); err != nil {
				return err
			}
			return tx.ExecOne(ctx, `UPDATE lease SET until = $2 WHERE name = $1 AND until < $2`, "x", int64(7))
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := leases(t, db)["x"]; got != 7 {
			t.Errorf("until is %d, want 7", got)
		}
	})
}

func TestSavepointUndoesOnlyItsOwnWrites(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		ctx := context.Background()
		err := db.Write(ctx, func(tx store.Tx) error {
			if err := tx.Exec(ctx, putLease, "first", "a", int64(1)); err != nil {
				return err
			}
			err := tx.Savepoint(ctx, func() error { return tx.Exec(ctx, putLease, "first", "b", int64(2)) })
			if !store.IsUnique(err) {
				t.Errorf("a second row of one key gave %v", err)
			}
			return tx.Savepoint(ctx, func() error { return tx.Exec(ctx, putLease, "third", "a", int64(3)) })
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]int64{"first": 1, "third": 3}, leases(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestExecOneFailsTheTransactionWhenNoRowWasTouched(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		ctx := context.Background()
		err := db.Write(ctx, func(tx store.Tx) error {
			if err := tx.Exec(ctx, putLease, "x", "a", int64(1)); err != nil {
				return err
			}
			return tx.ExecOne(ctx, `UPDATE lease SET until = 2 WHERE name = $1`, "nobody")
		})
		if !errors.Is(err, store.ErrRowCount) {
			t.Errorf("got %v, want ErrRowCount", err)
		}
		if got := leases(t, db); len(got) != 0 {
			t.Errorf("rows stand after the failure: %v", got)
		}
	})
}

func TestInsertManyWritesEveryRow(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		ctx := context.Background()
		var rows [][]any
		for i := range 123 {
			rows = append(rows, []any{string(rune('A'+i%26)) + string(rune('0'+i/26)), "h", int64(i)})
		}
		err := db.Write(ctx, func(tx store.Tx) error {
			return tx.InsertMany(ctx, "lease", []string{"name", "holder", "until"}, rows)
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := leases(t, db); len(got) != 123 {
			t.Errorf("%d rows stand, want 123", len(got))
		}
	})
}

func TestAClientsCancelledContextDoesNotTearATransaction(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		ctx, cancel := context.WithCancel(context.Background())
		err := db.Write(ctx, func(tx store.Tx) error {
			if err := tx.Exec(ctx, putLease, "one", "a", int64(1)); err != nil {
				return err
			}
			cancel()
			return tx.Exec(ctx, putLease, "two", "a", int64(2))
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := leases(t, db); len(got) != 2 {
			t.Errorf("rows: %v, want both", got)
		}
	})
}

func TestDriftNamesEveryColumnThatDiffers(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		want := map[string]store.Class{"name": store.ClassText, "holder": store.ClassInt, "until": store.ClassInt, "extra": store.ClassText}
		err := store.CheckColumns(context.Background(), db, "lease", want)
		const message = `schema drift: lease.extra is declared and not in the database; lease.holder is declared int and is "text" in the database`
		if err == nil || err.Error() != message {
			t.Errorf("got %v", err)
		}
		delete(want, "extra")
		want["holder"] = store.ClassText
		if err := store.CheckColumns(context.Background(), db, "lease", want); err != nil {
			t.Errorf("an agreeing declaration gave %v", err)
		}
	})
}

func TestManyRowsAreUpdatedByKeyOrNoneIsAndDeletedByValues(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		ctx := context.Background()
		update := func(rows ...[]any) error {
			return db.Write(ctx, func(tx store.Tx) error {
				return tx.UpdateMany(ctx, "lease", []string{"name", "holder", "until"}, rows, "until < 10")
			})
		}
		err := db.Write(ctx, func(tx store.Tx) error {
			return tx.InsertMany(ctx, "lease", []string{"name", "holder", "until"}, [][]any{{"x", "a", int64(1)}, {"y", "a", int64(2)}, {"z", "a", int64(30)}})
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := update([]any{"x", "b", int64(5)}, []any{"y", "b", int64(6)}); err != nil {
			t.Fatal(err)
		}
		for name, other := range map[string]string{"missing": "w", "against the condition": "z"} {
			if err := update([]any{"x", "c", int64(7)}, []any{other, "c", int64(8)}); !errors.Is(err, store.ErrRowCount) {
				t.Errorf("with a row that is %s: %v", name, err)
			}
		}
		if diff := cmp.Diff(map[string]int64{"x": 5, "y": 6, "z": 30}, leases(t, db)); diff != "" {
			t.Error(diff)
		}
		err = db.Write(ctx, func(tx store.Tx) error {
			return tx.DeleteMany(ctx, "lease", []string{"name", "holder"}, [][]any{{"x", "b"}, {"y", "another"}, {"z", "a"}, {"w", "a"}})
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]int64{"y": 6}, leases(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNodesThatStartAtOnceOnAnEmptyDatabaseMakeItsTablesOnce(t *testing.T) {
	url := testkit.EmptyPostgresURL(t)
	opened := make(chan error)
	for range 4 {
		go func() {
			db, err := store.Open(context.Background(), url)
			if err == nil {
				err = errors.Join(db.QueryRow(context.Background(), []any{new(int64)}, `SELECT count(*) FROM lease`), db.Close())
			}
			opened <- err
		}()
	}
	for range 4 {
		if err := <-opened; err != nil {
			t.Error(err)
		}
	}
}

func TestADatabaseIsBroughtUpThoughWhatItLacksStandsBeforeWhatItHas(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		ctx := context.Background()
		db, err := store.Open(ctx, url)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Write(ctx, func(tx store.Tx) error { // as the program made it that had all but 0075_alarm.sql
			return errors.Join(tx.Exec(ctx, `DROP TABLE alarm`), tx.Exec(ctx, `DROP TABLE alarm_look`), tx.Exec(ctx, `DELETE FROM goose_db_version WHERE version_id = 75`))
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		again, err := store.Open(ctx, url)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(again.QueryRow(ctx, []any{new(int64)}, `SELECT count(*) FROM alarm`), again.Close()); err != nil {
			t.Error(err)
		}
	})
}
