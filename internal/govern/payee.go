package govern

import (
	"context"

	"github.com/countersign/countersign/internal/store"
)

// Payee is whom a row has paid, and on which account.
type Payee struct{ Name, Account string }

// Beneficiary is somebody whom changes would have paid for the first time.
type Beneficiary struct {
	Change  ID     `json:"change"`
	Table   string `json:"table"`
	ID      ID     `json:"id"`
	Name    string `json:"name"`
	Account string `json:"account" doc:"The IBAN or number to which no accepted package has paid yet."`
}

// beneficiaries tells of each account that the changes would have paid, and that
// nothing has been paid to, once: at most mostEntered.
func (e *Engine) beneficiaries(ctx context.Context, r store.Reader, changes []*Pending) ([]Beneficiary, error) {
	list, told := []Beneficiary{}, map[string]bool{}
	for _, p := range changes {
		for i := range p.Body.Rows {
			rc := &p.Body.Rows[i]
			if rc.def == nil || rc.def.payee == nil || rc.after == nil || rc.Op == Touch {
				continue
			}
			if len(list) == mostEntered {
				return list, nil
			}
			to, err := rc.def.payee(ctx, r, rc.before, rc.after)
			if err != nil {
				return nil, err
			}
			if to == (Payee{}) || told[to.Account] {
				continue
			}
			told[to.Account] = true
			list = append(list, Beneficiary{Change: p.Change.ID, Table: rc.Table, ID: rc.ID, Name: to.Name, Account: to.Account})
		}
	}
	return list, nil
}
