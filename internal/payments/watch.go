package payments

import (
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Due is what the program itself does next for packages that have not left:
// those are stale whose day or cut-off passed, those held of whose signatories
// one was suspended, and those accepted whose signatures suffice since jobs,
// exclusions, points or accounts changed.
func Due(ctx context.Context, r store.Reader, people govern.People, now govern.Time) ([]Step, error) {
	list, err := Packages.Find(ctx, r, `state IN ('awaiting_signatures', 'accepted', 'released') AND NOT EXISTS (SELECT 1 FROM change_record WHERE table_name = 'package' AND record = package.id) ORDER BY id`)
	if err != nil {
		return nil, err
	}
	var due []Step
	for _, p := range list {
		step, err := p.due(ctx, r, people, now)
		if err != nil {
			return nil, err
		}
		if step != nil {
			due = append(due, *step)
		}
	}
	return due, nil
}

// Step is what is done to a package, and why.
type Step struct {
	Package govern.ID
	Action  govern.Action
	Why     string
}

func (p *Package) step(a govern.Action, why string) *Step {
	a.On(p.ID)
	return &Step{p.ID, a, why}
}

// holdFor is the step that holds the package for signatories who are gone.
func (p *Package) holdFor(gone []string) *Step {
	why := "Suspended after signing: " + strings.Join(gone, ", ") + "."
	return p.step(&Hold{Why: why, Gone: gone}, why)
}

func (p *Package) due(ctx context.Context, r store.Reader, people govern.People, now govern.Time) (*Step, error) {
	late, why, err := p.late(ctx, r, now)
	if err != nil {
		return nil, err
	}
	if late {
		return p.step(&Lapse{}, why), nil
	}
	if p.Held {
		return nil, nil
	}
	gone, err := p.gone(ctx, r, people)
	if err != nil {
		return nil, err
	}
	if len(gone) > 0 {
		return p.holdFor(gone), nil
	}
	if p.State != Awaiting {
		return nil, nil
	}
	s, err := Evaluate(ctx, r, people, p.ID)
	if err != nil || !s.Verdict.Accepted {
		return nil, err
	}
	orders, err := OrdersOf(ctx, r, p.ID)
	if err != nil {
		return nil, err
	}
	err = instructionsStand(ctx, r, orders)
	if err == nil {
		err = calledBack(ctx, r, now, p, orders)
	}
	if fault.Is(err, fault.Conflict) {
		return nil, nil // it waits until people have mended it
	}
	if err != nil {
		return nil, err
	}
	return p.step(&Judge{}, "The signatures suffice by now."), nil
}

// gone are the signatories of the present submission who stand no longer and for
// whom the package has not been held yet, sorted.
func (p *Package) gone(ctx context.Context, r store.Reader, people govern.People) ([]string, error) {
	signatures, err := p.signatures(ctx, r)
	if err != nil {
		return nil, err
	}
	var gone []string
	for _, s := range signatures {
		if u := string(s.User); !s.Withdrawn && !people.Stands(u) && !slices.Contains(p.Gone, u) {
			gone = append(gone, u)
		}
	}
	slices.Sort(gone)
	return gone, nil
}

// MayLeave refuses a package that is held, or has to be because a signatory was
// suspended: what delivers asks it before every attempt. The step, if there is
// one, has to be done first. Faults: wrong_state, held, not_released.
func MayLeave(ctx context.Context, r store.Reader, people govern.People, pkg govern.ID) (*Step, error) {
	p, err := Packages.Get(ctx, r, pkg)
	if err != nil {
		return nil, err
	}
	if err := p.in("delivered", frozen...); err != nil || p.State.Left() {
		return nil, err
	}
	if err := p.running("delivered"); err != nil {
		return nil, err
	}
	if p.State == Accepted && p.DualDisposition {
		return nil, fault.New(fault.Conflict, "not_released", "The package %s waits for its release.", p.Code)
	}
	gone, err := p.gone(ctx, r, people)
	if err != nil || len(gone) == 0 {
		return nil, err
	}
	return p.holdFor(gone), nil
}
