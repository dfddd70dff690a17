package archives_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/archives"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

func each(t *testing.T, f func(t *testing.T, h *house.House)) {
	house.Each(t, slices.Concat(directory.Tables, policy.Tables, archives.Tables), slices.Concat(directory.Verbs, policy.Verbs, archives.Verbs), f)
}

func get(t *testing.T, h *house.House, id govern.ID) archives.Order {
	t.Helper()
	o, err := archives.Orders.Get(t.Context(), h.DB, id)
	if err != nil {
		t.Fatal(err)
	}
	return *o
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if fault.Code(err) != code {
		t.Errorf("the refusal is %v, want %s", err, code)
	}
}

func TestAnOrderSaysWhatWasAskedAndEndsOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		_, err := h.Submit(h.User("nobody"), &archives.Archive{To: 9})
		wantCode(t, err, "denied")
		for _, c := range []*archives.Archive{{}, {To: 3, Before: 4}} {
			_, err := h.Submit(house.Founder, c)
			wantCode(t, err, "before_or_to")
		}
		_, err = h.Submit(house.Founder, &archives.Restore{From: 4, To: 3})
		wantCode(t, err, "bad_value")
		_, err = h.Submit(house.Founder, &archives.Restore{From: 3, To: 4})
		wantCode(t, err, "not_archived")

		given := h.Must(h.Submit(house.Founder, &archives.Archive{To: 600}))
		if n := h.Count(`SELECT count(*) FROM outbox WHERE kind = $1 AND subject = $2`, archives.Given, string(given.Records[0].ID)); n != 1 {
			t.Errorf("%d messages have it taken up", n)
		}
		o := get(t, h, given.Records[0].ID)
		if o.Kind != archives.ToArchive || o.ToEntry != 600 || o.State != archives.Asked || o.AskedBy != house.Founder || o.AskedAt == 0 {
			t.Errorf("the order is %+v", o)
		}

		next := o
		next.Begins, next.Ends = 1, 512
		h.Must(h.Submit(house.Founder, &archives.Record{Next: next}))
		_, err = h.Submit(house.Founder, &archives.Record{Next: next})
		wantCode(t, err, "stale") // another node was faster
		for what, spoil := range map[string]func(*archives.Order){
			"another order":           func(o *archives.Order) { o.ToEntry = 700 },
			"more than it set out to": func(o *archives.Order) { o.Entries = 513 },
			"failed for no reason":    func(o *archives.Order) { o.State = archives.Failed },
			"done, and why it failed": func(o *archives.Order) { o.State, o.Detail = archives.Done, "it failed" },
		} {
			bad := get(t, h, o.ID)
			spoil(&bad)
			if _, err := h.Submit(house.Founder, &archives.Record{Next: bad}); fault.Code(err) != "bad_plan" {
				t.Errorf("%s: %v", what, err)
			}
		}
		if waits, err := archives.Waiting(t.Context(), h.DB); err != nil || !waits {
			t.Errorf("it waits: %v, %v", waits, err)
		}
		next = get(t, h, o.ID)
		next.State, next.Detail = archives.Failed, "The disk is gone."
		h.Must(h.Submit(house.Founder, &archives.Record{Next: next}))
		if o = get(t, h, o.ID); o.State != archives.Failed || o.EndedAt == 0 {
			t.Errorf("it ended as %+v", o)
		}
		_, err = h.Submit(house.Founder, &archives.Record{Next: o})
		wantCode(t, err, "stale")
		if list, err := archives.Open(t.Context(), h.DB); err != nil || len(list) != 0 {
			t.Errorf("still to be carried out: %v, %v", list, err)
		}
	})
}

func TestAFourEyesRuleOnArchivingHoldsItUntilAnotherAgrees(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "rule", &policy.Rule{
			Name: "Archiving", Subject: archives.Archiving, Operations: []string{approval.Command}, Enabled: true,
			Factors: []approval.Factor{{Permission: archives.Archiving + ".approve", People: 1}},
		})))
		out := h.MustHold(h.Submit(house.Founder, &archives.Archive{To: 256}))
		if n := h.Count(`SELECT count(*) FROM archive_order`) + h.Count(`SELECT count(*) FROM outbox WHERE kind = $1`, archives.Given); n != 0 {
			t.Error("a held order stands already")
		}
		got, err := h.Engine.Approve(t.Context(), govern.Actor{User: house.Second, Method: "test"}, govern.Note{}, out.Change, out.Digest)
		h.Must(got, err)
		o := get(t, h, got.Records[0].ID)
		if o.State != archives.Asked || o.AskedBy != house.Founder || h.Count(`SELECT count(*) FROM outbox WHERE kind = $1 AND subject = $2`, archives.Given, string(o.ID)) != 1 {
			t.Errorf("agreed to: %+v", o)
		}
	})
}
