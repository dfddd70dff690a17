package govern

import (
	"slices"
	"strings"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
)

// eligible is nil when the user's own agreement would help one of the rules.
func (d *decision) eligible(user string) error { return d.eligibleFor(user, "") }

// eligibleFor is eligible for an agreement on behalf of another, "" for oneself.
func (d *decision) eligibleFor(user, behalf string) error {
	a := d.view.given(user, behalf)
	if err := d.taken(a); err != nil {
		return err
	}
	for _, have := range d.agreed {
		for _, person := range personsOf(have) {
			if slices.Contains(personsOf(a), person) {
				return alreadyDecided(a, have, person)
			}
		}
	}
	may := d.view.may(d.body.Targets, d.now)
	for _, p := range d.rules {
		if p.CouldServe(a, d.maker, d.live(), may) {
			return nil
		}
	}
	lack := missing(d.view, d.rules, d.maker, d.live(), d.body.Targets, d.now)
	return fault.New(fault.Denied, "not_an_approver", "Your agreement is not one of those that this change needs: %s.", strings.Join(lack, "; "))
}

// alreadyDecided says whose agreement there is already.
func alreadyDecided(a, have approval.Agreement, person string) error {
	if a.Deputy == "" && have.Deputy == "" {
		return fault.New(fault.Conflict, "already_decided", "You have agreed to this change already.")
	}
	return fault.New(fault.Conflict, "already_decided", "%s has agreed to this change already, with or as a deputy; nobody counts twice.", person)
}

// couldDecide is nil when the user is not the maker and could fill a factor of
// one of the rules, whoever agreed before.
func (d *decision) couldDecide(user string) error { return d.couldDecideFor(user, "") }

func (d *decision) couldDecideFor(user, behalf string) error {
	a := d.view.given(user, behalf)
	if err := d.taken(a); err != nil {
		return err
	}
	if !d.serves(a) {
		return fault.New(fault.Denied, "not_an_approver", "Your agreement is not one of those that this change needs.")
	}
	return nil
}

// serves reports whether a could fill a factor if nobody else had agreed.
func (d *decision) serves(a approval.Agreement) bool {
	if d.taken(a) != nil {
		return false
	}
	may := d.view.may(d.body.Targets, d.now)
	for _, p := range d.rules {
		if p.CouldServe(a, d.maker, nil, may) {
			return true
		}
	}
	return false
}

// live are the agreements whose givers still stand and still may.
func (d *decision) live() []approval.Agreement {
	var live []approval.Agreement
	for _, a := range d.agreed {
		if d.serves(a) {
			live = append(live, a)
		}
	}
	return live
}
