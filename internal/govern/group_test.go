package govern_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
)

// together asks for everything, in that order, while the database is taken, so
// that all but the first request become one group.
func together(t *testing.T, h *house.House, ask ...func() (govern.Outcome, error)) (outs []govern.Outcome, errs []error) {
	t.Helper()
	outs, errs = make([]govern.Outcome, len(ask)), make([]error, len(ask))
	taken, free := make(chan struct{}), make(chan struct{})
	var holder, all sync.WaitGroup
	holder.Go(func() {
		err := h.DB.Write(ctx, func(tx store.Tx) error {
			err := tx.Exec(ctx, `UPDATE audit_head SET nonce = 'taken' WHERE one = 1`)
			if err == nil {
				err = tx.Query(ctx, func(store.Scan) error { return nil }, `SELECT one FROM audit_head`) // PostgreSQL sends it with the next read
			}
			close(taken)
			<-free
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-taken
	all.Go(func() {
		if _, err := h.Submit(house.Founder, govern.PutNew(directory.Units, "first-of-all", unit("First"))); err != nil {
			t.Error(err)
		}
	})
	time.Sleep(20 * time.Millisecond)
	for i, f := range ask {
		all.Go(func() { outs[i], errs[i] = f() })
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond)
	close(free)
	all.Wait()
	holder.Wait()
	return outs, errs
}

// tally counts states and fault codes.
func tally(outs []govern.Outcome, errs []error) map[string]int {
	n := map[string]int{}
	for i, err := range errs {
		if err != nil {
			n[fault.Code(err)]++
		} else {
			n[string(outs[i].State)]++
		}
	}
	return n
}

func TestWhatAGroupReadAheadIsForgottenOnceItIsWritten(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		ids := []govern.ID{"london", "paris", "rome"}
		var ask []func() (govern.Outcome, error)
		for _, id := range ids {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, id, unit(string(id)))))
			for n := range 4 {
				ask = append(ask, func() (govern.Outcome, error) {
					return h.Submit(house.Founder, govern.Put(directory.Units, id, 1, unit(fmt.Sprint(id, n))))
				})
			}
		}
		if n := tally(together(t, h, ask...)); n["applied"] != 3 || n["stale"] != 9 {
			t.Errorf("of twelve updates, four of each record's first version: %v", n)
		}
		for _, id := range ids {
			if u, err := directory.Units.Get(ctx, h.DB, id); err != nil || u.Version != 2 {
				t.Errorf("got %+v, %v", u, err)
			}
		}
	})
}

// TestAnIDStaysThatOfARecordDeletedInTheSameGroup: the group read ahead that the
// ids are free, which they are no more once it has used them.
func TestAnIDStaysThatOfARecordDeletedInTheSameGroup(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		ids := []govern.ID{"london", "paris", "rome"}
		var ask []func() (govern.Outcome, error)
		add := func(cmd func(id govern.ID) govern.Command) {
			for _, id := range ids {
				ask = append(ask, func() (govern.Outcome, error) { return h.Submit(house.Founder, cmd(id)) })
			}
		}
		add(func(id govern.ID) govern.Command {
			return govern.PutNamed(directory.Units, id, unit("First "+string(id)))
		})
		add(func(id govern.ID) govern.Command { return govern.Remove(directory.Units, id, 1) })
		add(func(id govern.ID) govern.Command {
			return govern.PutNamed(directory.Units, id, unit("Second "+string(id)))
		})
		outs, errs := together(t, h, ask...)
		deleted := 0
		for i, id := range ids {
			if errs[len(ids)+i] != nil {
				continue // it came before the record that it was to delete
			}
			deleted++
			if n := h.Count(`SELECT count(*) FROM unit WHERE id = '` + string(id) + `'`); n != 0 {
				t.Errorf("%s stands again after it was deleted: %+v, %v", id, outs[2*len(ids)+i], errs[2*len(ids)+i])
			}
		}
		if deleted == 0 {
			t.Errorf("nothing was deleted: %v", errs)
		}
	})
}

func TestAGroupExecutesEveryChangeOnceHoweverManyAgree(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("maker", "unit.insert", "unit.update")
		h.User("one", "unit.approve")
		h.User("two", "unit.approve")
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, "london", unit("London"))))
		watchUnits(h, 1)
		held := []govern.Outcome{
			h.MustHold(h.Submit("maker", govern.Put(directory.Units, "london", 1, unit("Greater London")))),
			h.MustHold(h.Submit("maker", govern.PutNew(directory.Units, "paris", unit("Paris")))),
			h.MustHold(h.Submit("maker", govern.PutNew(directory.Units, "rome", unit("Rome")))),
		}
		var ask []func() (govern.Outcome, error)
		for _, c := range held {
			for _, user := range []string{"one", "two"} {
				ask = append(ask, func() (govern.Outcome, error) { return approve(h, user, c) })
			}
		}
		if n := tally(together(t, h, ask...)); n["applied"] != 3 || n["change_ended"] != 3 {
			t.Errorf("of six approvals of three changes: %v", n)
		}
		for q, want := range map[string]int64{
			`SELECT count(*) FROM "change" WHERE state = 'executed' AND ended_seq > held_seq`:                                          3,
			`SELECT count(*) FROM decision d JOIN "change" c ON c.id = d."change" WHERE d.verdict = 'approve' AND d.seq = c.ended_seq`: 3,
			`SELECT count(*) FROM change_record WHERE record <> 'first-of-all'`:                                                        0,
		} {
			if n := h.Count(q); n != want {
				t.Errorf("%s: %d, want %d", q, n, want)
			}
		}
	})
}
