package payments

import (
	"context"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/signing"
)

// CaseOf is what a package that debits the account alone is judged by before
// anybody has signed it, and the signatories who could sign: those who do not
// lack a job. Fault: not_found.
func CaseOf(ctx context.Context, r store.Reader, account govern.ID) (signing.Case, []signing.User, error) {
	a, err := Accounts.Get(ctx, r, account)
	if err != nil {
		return signing.Case{}, nil, err
	}
	j := &jury{orders: []*Order{{Account: account}}}
	if err := j.readDebits(ctx, r, ""); err != nil {
		return signing.Case{}, nil, err
	}
	if err := j.readJobs(ctx, r, a.Customer); err != nil {
		return signing.Case{}, nil, err
	}
	var may []signing.User
	for _, u := range j.signatories() {
		if !j.lacksJob(u) {
			may = append(may, u)
		}
	}
	return j.Case, may, nil
}
