package recon_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

// labelled is a tree of units with a label each, and a process of the middle one.
func (o *office) labelled() map[string]*recon.Exception {
	o.t.Helper()
	for _, u := range [][2]string{{"group", ""}, {"east", "group"}, {"team", "east"}, {"west", "group"}} {
		o.Must(o.Submit(house.Founder, govern.PutNew(directory.Units, govern.ID(u[0]), &directory.Unit{Name: u[0], Parent: govern.ID(u[1])})))
		o.Must(o.Submit(house.Founder, govern.PutNew(recon.Labels, govern.ID("of-"+u[0]), &recon.Label{Name: "of " + u[0], Unit: govern.ID(u[0]), Colour: "blue"})))
	}
	_, x := o.found(o.process("P", recon.Process{Configuration: byReference, Unit: "east"}))
	return x
}

func (o *office) wantLabels(id govern.ID, want ...string) {
	o.t.Helper()
	x, err := recon.Exceptions.Get(o.t.Context(), o.DB, id)
	if err != nil || !slices.Equal(x.Labels, want) {
		o.t.Errorf("the exception has the labels %v, %v; want %v", x.Labels, err, want)
	}
}

func TestLabelsOfAUnitArePutOnExceptionsOfItAndBeneath(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		x := o.labelled()
		id := x["partial"].ID
		o.Must(o.on(house.Founder, id, &recon.PutLabels{Add: []string{"of-group", "of-east"}}))
		o.wantLabels(id, "of-east", "of-group")
		for _, other := range []string{"of-team", "of-west"} {
			_, err := o.on(house.Founder, id, &recon.PutLabels{Add: []string{other}})
			wantFault(t, err, "other_unit", "add", "does not belong")
		}
		_, err := o.on(house.Founder, id, &recon.PutLabels{Add: []string{"nothing"}})
		wantFault(t, err, "unknown_reference", "labels", "nothing")
		o.Must(o.on(house.Founder, id, &recon.PutLabels{Remove: []string{"of-east"}}))
		o.wantLabels(id, "of-group")
		_, err = o.on(house.Founder, id, &recon.PutLabels{Remove: []string{"of-east"}})
		wantFault(t, err, "nothing_changes", "", "already")
		_, err = o.on(house.Founder, id, &recon.PutLabels{Add: []string{"of-east"}, Remove: []string{"of-east"}})
		wantFault(t, err, "both_ways", "remove", "once")
		list, err := o.Engine.List(t.Context(), house.Founder, "exception", govern.Listing{Limit: 100, Filters: []govern.Filter{{Column: "labels", Op: "~", Value: "of-group"}}})
		if err != nil || len(list.Items) != 1 {
			t.Errorf("the label finds %d exceptions, %v; want 1", len(list.Items), err)
		}
	})
}

func TestARetiredLabelStaysAndIsPutOnNothingMore(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		x := o.labelled()
		o.Must(o.on(house.Founder, x["partial"].ID, &recon.PutLabels{Add: []string{"of-east"}}))
		o.Must(o.Submit(house.Founder, govern.Put(recon.Labels, "of-east", 1, &recon.Label{Name: "of east", Unit: "east", State: "retired"})))
		_, err := o.on(house.Founder, x["bad"].ID, &recon.PutLabels{Add: []string{"of-east"}})
		wantFault(t, err, "label_retired", "", "retired")
		o.Must(o.on(house.Founder, x["partial"].ID, &recon.PutLabels{Add: []string{"of-group"}}))
		o.wantLabels(x["partial"].ID, "of-east", "of-group")
		_, err = o.Submit(house.Founder, govern.Remove(recon.Labels, "of-east", 2))
		wantFault(t, err, "in_use", "", "")
		_, err = o.Submit(house.Founder, govern.Put(recon.Labels, "of-group", 1, &recon.Label{Name: "of group", Unit: "west"}))
		wantFault(t, err, "fixed", "unit", "stays")
	})
}

func TestManyExceptionsAreLabelledByOneChangeThatWaitsForAnother(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		x := o.labelled()
		o.User("sorter", "exception.label", "label.view", "exception.view")
		o.User("looker", "exception.view", "label.view")
		o.rule("exception.label")
		var with []string
		for _, one := range x {
			with = append(with, string(one.ID))
		}
		first := govern.ID(with[0])
		_, err := o.on("looker", first, &recon.PutLabels{Add: []string{"of-east"}})
		if fault.Code(err) != "denied" {
			t.Fatalf("who may look puts labels on: %v", err)
		}
		held := o.MustHold(o.on("sorter", first, &recon.PutLabels{Add: []string{"of-east"}, With: with}))
		o.wantLabels(first)
		o.Must(o.Engine.Approve(t.Context(), govern.Actor{User: house.Second, Method: "test"}, govern.Note{}, held.Change, held.Digest))
		for _, one := range x {
			o.wantLabels(one.ID, "of-east")
		}
		if n := o.Count(`SELECT count(*) FROM change`); n != 1 {
			t.Errorf("%d changes were asked for, want 1", n)
		}
	})
}
