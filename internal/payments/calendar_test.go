package payments_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

// on gives an order another day.
func onDay(day string, e payments.Entry) payments.Entry {
	e.ExecutionDate = day
	return e
}

// account changes the euro account.
func (w *town) account(change func(*payments.Account)) {
	w.t.Helper()
	a, err := payments.Accounts.Get(ctx, w.DB, "eur")
	if err != nil {
		w.t.Fatal(err)
	}
	next := *a
	change(&next)
	w.Must(w.Submit(house.Founder, govern.Put(payments.Accounts, a.ID, a.Version, &next)))
}

func TestOrdersArePaidOnBusinessDaysOnly(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		refused := func(day string) {
			t.Helper()
			_, err := w.Submit("clerk", draft("P-"+day, "third_party", onDay(day, pay("E-"+day, "1"))))
			wantFault(t, err, "no_business_day", "orders[0].execution_date")
		}
		taken := func(day string) {
			t.Helper()
			w.create(draft("P-"+day, "third_party", onDay(day, pay("E-"+day, "1"))))
		}
		refused("2026-11-07") // a Saturday, without any calendar
		refused("2026-11-08")
		put(w, payments.Calendars, "target", &payments.Calendar{Name: "TARGET", Currency: "EUR"})
		put(w, payments.Holidays, "christmas", &payments.Holiday{Calendar: "target", Day: "2026-12-25", Name: "Christmas Day"})
		put(w, payments.Calendars, "de", &payments.Calendar{Name: "Germany", Country: "DE"})
		put(w, payments.Holidays, "three-kings", &payments.Holiday{Calendar: "de", Day: "2027-01-06", Name: "Three Kings"})
		put(w, payments.Calendars, "ch", &payments.Calendar{Name: "Swiss francs", Country: "CH", Currency: "CHF"})
		put(w, payments.Holidays, "berchtold", &payments.Holiday{Calendar: "ch", Day: "2026-11-19", Name: "A day of francs"})
		refused("2026-12-25")
		refused("2027-01-06")
		refused("2026-11-07")
		taken("2026-11-19")
		_, err := w.Submit(house.Founder, govern.PutNew(payments.Calendars, "none", &payments.Calendar{Name: "Of nothing"}))
		wantFault(t, err, "place_missing", "country")
		_, err = w.Submit(house.Founder, govern.PutNew(payments.Holidays, "odd", &payments.Holiday{Calendar: "de", Day: "2026-02-30", Name: "No day"}))
		wantFault(t, err, "bad_date", "day")
	})
}

func TestAWeekendIsWhatTheCalendarSays(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, payments.Calendars, "gulf", &payments.Calendar{Name: "Gulf", Country: "DE", Weekend: "friday_saturday"})
		_, err := w.Submit("clerk", draft("P-1", "third_party", onDay("2026-11-06", pay("E-1", "1"))))
		wantFault(t, err, "no_business_day", "orders[0].execution_date")
		w.create(draft("P-2", "third_party", onDay("2026-11-08", pay("E-2", "1"))))
	})
}

func TestTheCutOffIsToldInTheAccountsZone(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) { // it is 2026-11-02, 08:00 UTC
		w.account(func(a *payments.Account) { a.CutOff, a.Zone = "09:30", "Europe/Berlin" })
		w.create(draft("P-1", "third_party", onDay("2026-11-02", pay("E-1", "1"))))
		w.Clock.Advance(31 * time.Minute) // 09:31 in Berlin
		_, err := w.Submit("clerk", draft("P-2", "third_party", onDay("2026-11-02", pay("E-2", "1"))))
		wantFault(t, err, "cut_off_passed", "orders[0].execution_date")
		w.account(func(a *payments.Account) { a.Zone = "America/New_York" })
		w.create(draft("P-3", "third_party", onDay("2026-11-02", pay("E-3", "1"))))
		_, err = w.Submit(house.Founder, govern.Put(payments.Accounts, "eur", 3, &payments.Account{OfCustomer: ofTown, Name: "Euro", IBAN: eurIBAN, BIC: "COBADEFFXXX", Currency: "EUR", CutOff: "10:00"}))
		wantFault(t, err, "zone_missing", "zone")
		_, err = w.Submit(house.Founder, govern.Put(payments.Accounts, "eur", 3, &payments.Account{OfCustomer: ofTown, Name: "Euro", IBAN: eurIBAN, BIC: "COBADEFFXXX", Currency: "EUR", Zone: "Europe/Atlantis"}))
		wantFault(t, err, "unknown_zone", "zone")
	})
}

// due lets the program do what is due, as its service does, and names it.
func (w *town) due() []string {
	w.t.Helper()
	steps, err := payments.Due(ctx, w.DB, w.Engine.People(), govern.At(w.Engine.Now()))
	if err != nil {
		w.t.Fatal(err)
	}
	var done []string
	for _, s := range steps {
		w.Must(w.Submit(house.Founder, s.Action))
		done = append(done, s.Action.Name())
	}
	return done
}

func TestAPackageThatWaitsPastItsCutOffIsStale(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.account(func(a *payments.Account) { a.CutOff, a.Zone = "15:00", "Europe/Berlin" })
		p := w.waiting() // for 2026-11-05
		w.Must(w.sign("mayor", p))
		if done := w.due(); done != nil {
			t.Errorf("in time, the program did %v", done)
		}
		w.Clock.Advance(3*24*time.Hour + 6*time.Hour + time.Minute) // 15:01 in Berlin of that day
		_, err := w.sign("treasurer", p)
		wantFault(t, err, "too_late", "")
		wantFault(t, w.refusal("treasurer", p), "too_late", "")
		if done := w.due(); len(done) != 1 || done[0] != "package.lapse" {
			t.Errorf("too late, the program did %v", done)
		}
		w.wantState(p.ID, payments.Stale)
		if got := w.pkg(p.ID).Why; got == "" {
			t.Error("nothing says why it is stale")
		}
		w.Must(w.on("clerk", p.ID, &payments.Reopen{}))
		_, err = w.on("clerk", p.ID, &payments.Submit{})
		wantFault(t, err, "cut_off_passed", "orders[0].execution_date")
		orders, err := payments.OrdersOf(ctx, w.DB, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i, amount := range []string{"100.00", "250.50"} {
			w.Must(w.on("clerk", orders[i].ID, &payments.ChangeOrder{Entry: onDay("2026-11-06", pay(orders[i].EndToEndID, amount))}))
		}
		w.Must(w.on("clerk", p.ID, &payments.Submit{}))
		again := w.pkg(p.ID)
		if again.Submission != 2 || len(w.standing(p.ID).Verdict.Counted) != 0 {
			t.Errorf("submitted again, it is %+v with signatures", again)
		}
	})
}

func TestWhatWasAcceptedIsNotStale(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.accept(p)
		w.Clock.Advance(30 * 24 * time.Hour)
		if done := w.due(); done != nil {
			t.Errorf("the program did %v", done)
		}
		w.wantState(p.ID, payments.Accepted)
	})
}
