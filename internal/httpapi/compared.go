package httpapi

import (
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/matching"
)

// ColumnPair is a column of the left side with the one of the right that it is
// compared with.
type ColumnPair struct {
	Left  string `json:"left"`
	Right string `json:"right"`
}

// RunComparison is how a run compared its two sides.
type RunComparison struct {
	Keys              []ColumnPair `json:"keys" doc:"Whose values must be equal."`
	Amount            *ColumnPair  `json:"amount,omitempty" doc:"Absent when amounts were not compared."`
	AmountTolerance   string       `json:"amount_tolerance" doc:"A decimal, inclusive; 0 for none."`
	Date              *ColumnPair  `json:"date,omitempty" doc:"Absent when dates were not compared."`
	DateToleranceDays int          `json:"date_tolerance_days" doc:"Calendar days, inclusive."`
	OppositeSign      bool         `json:"opposite_sign" doc:"The right amount was negated first."`
	Contradicts       string       `json:"contradicts,omitempty" doc:"How a statement contradicts itself, with its amounts; absent where none does."`
}

// ExceptionPeople are the people around an exception.
type ExceptionPeople struct {
	Solvers []Named `json:"solvers" doc:"Who may close it."`
	People  []Named `json:"people" doc:"The asker, and everybody whom the exception and its comments name."`
}

// comparisons serves what the screens of a run need to show two sides together.
func (a *API) comparisons() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/run/{id}/comparison", Permission: "exception.view"}, tag: "run",
		summary: "How the run compared its sides, by the configuration that it used; run.view is asked besides", answer: schemaOf[RunComparison](a), do: a.comparison,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/exception/{id}/people", Permission: "exception.view"}, tag: "exception",
		summary: "Who may solve an exception, and the names of who had to do with it", answer: schemaOf[ExceptionPeople](a), do: a.exceptionPeople,
	})
}

// maxConfiguration is well above what a process may hold.
const maxConfiguration = 1 << 20

func (a *API) comparison(c *call) (reply, error) {
	run, err := c.runWithRows()
	if err != nil {
		return reply{}, err
	}
	m, err := a.comparedBy(c, run)
	if err != nil {
		return reply{}, err
	}
	of := RunComparison{
		Keys: []ColumnPair{}, Amount: pairOf(m.Amount), AmountTolerance: m.AmountTolerance, Date: pairOf(m.Date),
		DateToleranceDays: m.DateToleranceDays, OppositeSign: m.OppositeSign,
	}
	if of.AmountTolerance == "" {
		of.AmountTolerance = "0"
	}
	for _, k := range m.Keys {
		of.Keys = append(of.Keys, ColumnPair(k))
	}
	of.Contradicts, err = recon.Contradiction(c.ctx, a.Files, run, a.Limits.Import)
	return reply{body: of}, err
}

// runWithRows is the run of the address, for who may view what its rows hold: its
// exceptions as well as itself.
func (c *call) runWithRows() (*recon.Run, error) {
	for _, permission := range []string{"exception.view", "run.view"} {
		if err := c.mayView(permission, recon.Runs.Name); err != nil {
			return nil, err
		}
	}
	return recon.Runs.Get(c.ctx, c.api.DB, c.id())
}

func pairOf(s matching.Sides) *ColumnPair {
	if s == (matching.Sides{}) {
		return nil
	}
	p := ColumnPair(s)
	return &p
}

func (a *API) exceptionPeople(c *call) (reply, error) {
	if err := c.mayView("exception.view", "exception"); err != nil {
		return reply{}, err
	}
	x, err := recon.Exceptions.Get(c.ctx, a.DB, c.id())
	if err != nil {
		return reply{}, err
	}
	comments, err := recon.Comments.Find(c.ctx, a.DB, `exception = $1`, string(x.ID))
	if err != nil {
		return reply{}, err
	}
	users := []string{c.who.User, string(x.Assignee), string(x.ClosedBy)}
	for _, m := range comments {
		users = append(users, string(m.Author))
	}
	solvers := a.Engine.Access().Who("exception.close", recon.Exceptions.TargetOf(x), int64(govern.At(a.Engine.Now())))
	return reply{body: ExceptionPeople{Solvers: a.named(solvers), People: a.named(users)}}, nil
}
