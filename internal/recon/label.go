package recon

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Label is a word that exceptions are sorted by. It belongs to a unit, and is put
// on exceptions of processes of that unit and of those beneath it.
type Label struct {
	govern.Meta
	Name   string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"60" doc:"What people read on an exception."`
	Unit   govern.ID `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"Processes of this unit and of those beneath it use the label."`
	Colour string    `json:"colour" db:"colour" audit:"show" required:"false" enum:"blue,amber,green,red" doc:"One of the page's colours; empty: none."`
	State  string    `json:"state" db:"state" audit:"show" required:"false" enum:"in_use,retired" doc:"A retired label stays where it is and is put on nothing more; empty: in_use."`
}

// Labels are the sets of all units.
var Labels = govern.Declare(govern.Table[Label]{
	Name:   "label",
	Doc:    "A word that exceptions are sorted by.",
	Unique: [][]string{{"unit", "name"}},
	Key:    []string{"unit", "name"},
	Target: func(l *Label) access.Target { return access.Target{Unit: string(l.Unit)} },
	Check: func(_ context.Context, _ govern.Reader, before, after *Label) error {
		if after == nil {
			return nil
		}
		if after.State == "" {
			after.State = labelInUse
		}
		if before != nil && before.Unit != after.Unit {
			return fault.Bad("unit", "fixed", "The unit of a label stays: exceptions of other units have it. Enter a new label.")
		}
		return nil
	},
})

const labelInUse = "in_use"

const (
	mostLabels  = 20   // on one exception: more are no order
	mostAtOnce  = 5000 // exceptions that one change puts labels on
	deepestUnit = 100  // of a tree that is no circle; the directory refuses circles
)

// PutLabels puts labels on exceptions and takes others off, all as one change. It
// may be asked of closed ones too: labels say what they were.
type PutLabels struct {
	onException
	Add    []string `json:"add" required:"false" ref:"label" doc:"Labels to put on; one that is there already stays."`
	Remove []string `json:"remove" required:"false" ref:"label" doc:"Labels to take off; one that is not there is no matter."`
	With   []string `json:"with" required:"false" ref:"exception" doc:"Further exceptions that the same is done to."`
}

// Name is the command's name.
func (*PutLabels) Name() string { return "exception.label" }

// Targets are all exceptions.
func (c *PutLabels) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return targetsOf(ctx, q, c.several(c.With))
}

// Plan changes those whose labels become others. Faults: too_many, both_ways,
// nothing_changes, and those of a label that may not be put on.
func (c *PutLabels) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	ids := c.several(c.With)
	if len(ids) > mostAtOnce {
		return govern.Plan{}, fault.Bad("with", "too_many", "At most %d exceptions are labelled at once.", mostAtOnce)
	}
	for _, l := range c.Add {
		if slices.Contains(c.Remove, l) {
			return govern.Plan{}, fault.Bad("remove", "both_ways", "The label %s is to be put on and taken off; name it once.", l)
		}
	}
	var plan govern.Plan
	for _, id := range ids {
		x, err := Exceptions.Get(ctx, q, id)
		if err != nil {
			return govern.Plan{}, err
		}
		after := *x
		after.Labels = slices.DeleteFunc(slices.Concat(x.Labels, c.Add), func(l string) bool { return slices.Contains(c.Remove, l) })
		slices.Sort(after.Labels)
		after.Labels = slices.Compact(after.Labels)
		if !slices.Equal(after.Labels, x.Labels) {
			plan.Rows = append(plan.Rows, Exceptions.Update(x, &after))
		}
	}
	if len(plan.Rows) == 0 {
		return plan, fault.New(fault.Conflict, "nothing_changes", "The exceptions have these labels already.")
	}
	return plan, nil
}

// checkLabels refuses a label that is put on an exception that it is not for.
// What was put on before stays, whatever became of the label. It is asked of the
// planned row, and so again when a held change is executed.
func checkLabels(ctx context.Context, q govern.Reader, before, after *Exception) error {
	if len(after.Labels) > mostLabels {
		return fault.Bad("add", "too_many_labels", "An exception has at most %d labels.", mostLabels)
	}
	var above []govern.ID
	for _, id := range after.Labels {
		if before != nil && slices.Contains(before.Labels, id) {
			continue
		}
		l, err := Labels.Get(ctx, q, govern.ID(id))
		if fault.Is(err, fault.NotFound) {
			continue // the Engine refuses it by the column's reference
		}
		if err != nil {
			return err
		}
		if l.State != labelInUse {
			return fault.New(fault.Conflict, "label_retired", "The label %s is retired; it is put on nothing more.", l.Name)
		}
		if above == nil {
			if above, err = unitsAbove(ctx, q, after.Unit); err != nil {
				return err
			}
		}
		if !slices.Contains(above, l.Unit) {
			return fault.Bad("add", "other_unit", "The label %s is of the unit %s, to which this exception's process does not belong.", l.Name, l.Unit)
		}
	}
	return nil
}

// unitsAbove are the unit and all above it.
func unitsAbove(ctx context.Context, r store.Reader, unit govern.ID) ([]govern.ID, error) {
	list := []govern.ID{}
	for unit != "" && len(list) < deepestUnit {
		list = append(list, unit)
		var parent string
		err := r.QueryRow(ctx, []any{&parent}, `SELECT parent FROM unit WHERE id = $1`, string(unit))
		if errors.Is(err, store.ErrNoRows) {
			break
		}
		if err != nil {
			return nil, err
		}
		unit = govern.ID(parent)
	}
	return list, nil
}

// GroupsWith are the groups that exceptions are allocated to, of one process or, with
// "", of all.
func GroupsWith(ctx context.Context, r store.Reader, process govern.ID) (groups []govern.ID, err error) {
	err = r.Query(ctx, func(scan store.Scan) error {
		var id string
		err := scan(&id)
		groups = append(groups, govern.ID(id))
		return err
	}, `SELECT DISTINCT "group" FROM exception WHERE "group" <> '' AND ($1 = '' OR process = $1) ORDER BY "group"`, string(process))
	return groups, err
}

// LabelsOn are the labels that stand on exceptions of the process, or with "" of all,
// that are allocated to one of the groups. Where they belong is not told.
func LabelsOn(ctx context.Context, r store.Reader, groups []govern.ID, process govern.ID) ([]*Label, error) {
	on := map[string]bool{}
	for _, g := range groups {
		err := r.Query(ctx, func(scan store.Scan) error {
			var text string
			if err := scan(&text); err != nil {
				return err
			}
			var ids []string
			if err := json.Unmarshal([]byte(text), &ids); err != nil {
				return err
			}
			for _, id := range ids {
				on[id] = true
			}
			return nil
		}, `SELECT DISTINCT labels FROM exception WHERE "group" = $1 AND ($2 = '' OR process = $2)`, string(g), string(process))
		if err != nil {
			return nil, err
		}
	}
	if len(on) == 0 {
		return nil, nil
	}
	all, err := Labels.Find(ctx, r, `1 = 1 ORDER BY name, id`)
	all = slices.DeleteFunc(all, func(l *Label) bool { return !on[string(l.ID)] })
	for _, l := range all {
		l.Unit = ""
	}
	return all, err
}

// LabelsFor are the labels of the units at or above any of those, retired ones
// too, by name.
func LabelsFor(ctx context.Context, r store.Reader, units []govern.ID) ([]*Label, error) {
	of := map[govern.ID]bool{}
	for _, u := range units {
		above, err := unitsAbove(ctx, r, u)
		if err != nil {
			return nil, err
		}
		for _, a := range above {
			of[a] = true
		}
	}
	all, err := Labels.Find(ctx, r, `1 = 1 ORDER BY name, id`)
	return slices.DeleteFunc(all, func(l *Label) bool { return !of[l.Unit] }), err
}
