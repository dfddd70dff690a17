package cycles

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

// Draft plans a cycle, or replaces what is planned while it is a draft. The id
// is the caller's choice: small letters, digits and hyphens.
type Draft struct {
	on
	Code           string         `json:"code"`
	Unit           govern.ID      `json:"unit" doc:"The unit that runs it."`
	BaseCurrency   money.Currency `json:"base_currency"`
	SettlementDate string         `json:"settlement_date" doc:"2026-11-30"`
}

// Name is the command's name.
func (*Draft) Name() string { return "cycle.draft" }

// Targets are the cycle as it would be and, when there is one, as it is.
func (d *Draft) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	targets := []access.Target{{Unit: string(d.Unit), Records: []access.Record{record("cycle", d.id)}}}
	before, err := d.before(ctx, q)
	if before != nil {
		targets = append(targets, TargetOf(before))
	}
	return targets, err
}

func (d *Draft) before(ctx context.Context, q govern.Reader) (*Cycle, error) {
	c, err := Cycles.Get(ctx, q, d.id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return c, err
}

// Plan writes the draft. Faults: bad_id, wrong_state, those of its columns.
func (d *Draft) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	if !plainID(d.id) {
		return govern.Plan{}, fault.Bad("id", "bad_id", "Name the cycle by 1 to 40 small letters, digits and hyphens, like 2026-11.")
	}
	before, err := d.before(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	after := Cycle{Root: govern.Root{Meta: govern.Meta{ID: d.id}}}
	if before != nil {
		if err := demandState(before, "Only a draft can be changed.", Drafted); err != nil {
			return govern.Plan{}, err
		}
		after = *before
	}
	after.Code, after.Unit, after.BaseCurrency, after.SettlementDate, after.State = d.Code, d.Unit, d.BaseCurrency, d.SettlementDate, Drafted
	change := Cycles.Insert(&after)
	if before != nil {
		change = Cycles.Update(before, &after)
	}
	return govern.Plan{Rows: []govern.RowChange{change}}, nil
}

func plainID(id govern.ID) bool {
	for _, c := range id {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return id != "" && len(id) <= 40
}
