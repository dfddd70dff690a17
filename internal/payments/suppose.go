package payments

import (
	"context"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/signing"
)

// Trial is what a set of signatories would come to on one account, by the same
// code that judges a package.
type Trial struct {
	Verdict        signing.Verdict  `json:"verdict"`
	Completions    [][]signing.User `json:"completions" doc:"The smallest sets of further signatories that would complete it."`
	AllCompletions bool             `json:"all_completions" doc:"Whether these are all such sets."`
	WithoutJob     []signing.User   `json:"without_job" doc:"Chosen people who could not sign, for they have no job yet."`
	Barred         []Barred         `json:"barred" doc:"Signatories who would not count, and why; signed says that they were chosen."`
}

// Try judges users as the signers of a package that debits the account alone, of
// an amount below every band. Fault: not_found.
func Try(ctx context.Context, r store.Reader, people govern.People, account govern.ID, users []string) (*Trial, error) {
	a, err := Accounts.Get(ctx, r, account)
	if err != nil {
		return nil, err
	}
	j := &jury{orders: []*Order{{Account: account}}}
	if err := j.readDebits(ctx, r, ""); err != nil {
		return nil, err
	}
	if err := j.readJobs(ctx, r, a.Customer); err != nil {
		return nil, err
	}
	of := &Package{OfCustomer: a.OfCustomer}
	t := &Trial{WithoutJob: []signing.User{}}
	for _, u := range users {
		switch user := signing.User(u); {
		case j.lacksJob(user):
			t.WithoutJob = append(t.WithoutJob, user)
		default:
			j.Signers = append(j.Signers, user)
		}
	}
	if err := j.sift(ctx, r, people, of); err != nil {
		return nil, err
	}
	t.Verdict = signing.Evaluate(j.Case)
	may, _, err := j.candidates(ctx, r, people, of)
	if err != nil {
		return nil, err
	}
	t.Barred = j.barred
	if t.Completions, t.AllCompletions = signing.Completions(j.Case, may, maxCompletions); t.Completions == nil {
		t.Completions = [][]signing.User{} // nobody can complete it
	}
	return t, nil
}
