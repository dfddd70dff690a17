package payments_test

import (
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

// alter changes a user as the founder.
func (w *town) alter(id govern.ID, change func(*directory.User)) {
	w.t.Helper()
	u, err := directory.Users.Get(ctx, w.DB, id)
	if err != nil {
		w.t.Fatal(err)
	}
	change(u)
	w.Must(w.Submit(house.Founder, govern.Put(directory.Users, id, u.Version, u)))
}

func TestTwoUsersOfOnePersonSignOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		for _, id := range []govern.ID{"mayor", "cashier"} {
			w.alter(id, func(u *directory.User) { u.PersonnelID = "P-1" })
		}
		w.Must(w.sign("mayor", p))
		_, err := w.sign("cashier", p)
		wantFault(t, err, "already_signed", "")
		w.alter("clerk", func(u *directory.User) { u.PersonnelID = "P-2" })
		w.alter("treasurer", func(u *directory.User) { u.PersonnelID = "P-2" })
		_, err = w.sign("treasurer", p)
		wantFault(t, err, "entered_it", "")
	})
}

func TestTheSignatureOfASuspendedPersonDoesNotCount(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.alter("mayor", func(u *directory.User) { u.Status = "suspended" })
		w.Must(w.sign("treasurer", p))
		w.wantState(p.ID, payments.Awaiting)
		w.Must(w.sign("cashier", p))
		w.wantState(p.ID, payments.Accepted)
	})
}
