package policy

import (
	"context"
	"errors"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// DutyException lets one person past a duty rule that takes exceptions, for a
// reason and a time. It always waits for another person's agreement, whether a
// four-eyes rule asks for one or not, and is never one's own.
type DutyException struct {
	govern.Meta
	Rule    govern.ID   `json:"rule" db:"rule" audit:"show" ref:"duty_rule"`
	User    govern.ID   `json:"user" db:"user" audit:"show" ref:"user" doc:"Whom it lets past, with all users of the same person."`
	Unit    govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The user's home unit when it was made; filled in."`
	Reason  string      `json:"reason" db:"reason" audit:"show" minLength:"1" maxLength:"2000" doc:"Why it has to be."`
	UntilAt govern.Time `json:"until_at" db:"until_at" audit:"show" doc:"When it ends by itself."`
}

// DutyExceptions are all exceptions from duty rules.
var DutyExceptions = govern.Declare(govern.Table[DutyException]{
	Name: "duty_exception",
	Doc:  "Lets a person past a duty rule for a time; always agreed to by somebody else.",
	Target: func(x *DutyException) access.Target {
		return access.Target{Unit: string(x.Unit), Records: []access.Record{{Table: "user", ID: string(x.User)}}}
	},
	Fill:  fillException,
	Check: checkException,
	Over:  func(x *DutyException, now govern.Time) bool { return x.UntilAt <= now },
	Exception: func(x *DutyException) duty.Exception {
		return duty.Exception{ID: string(x.ID), Rule: string(x.Rule), User: string(x.User), Until: int64(x.UntilAt)}
	},
	Facts: func(x *DutyException) access.Facts {
		return access.Facts{Passes: []access.Pass{{ID: string(x.ID), Wall: string(x.Rule), User: string(x.User), Until: int64(x.UntilAt)}}}
	},
	Benefits: func(_ context.Context, _ govern.Reader, before, after *DutyException) ([]govern.ID, error) {
		if after == nil || before != nil && before.User == after.User && after.UntilAt <= before.UntilAt {
			return nil, nil
		}
		return []govern.ID{after.User}, nil
	},
})

// fillException takes the unit from the user: whoever asks cannot choose where
// the permission is asked.
func fillException(ctx context.Context, q govern.Reader, x *DutyException) (err error) {
	x.Unit, err = homeOf(ctx, q, x.User, x.Unit)
	return err
}

// homeOf is the user's home unit, which said may name and nothing else. The user may
// be entered by the same plan; that there is one is looked at by itself.
func homeOf(ctx context.Context, q govern.Reader, user, said govern.ID) (govern.ID, error) {
	var unit string
	err := q.QueryRow(ctx, []any{&unit}, `SELECT unit FROM "user" WHERE id = $1`, string(user))
	if errors.Is(err, store.ErrNoRows) {
		var entered govern.ID
		entered, err = q.UnitOf(ctx, govern.Ref{Table: "user", ID: user})
		unit = string(entered)
	}
	switch {
	case err != nil:
		return "", err
	case said != "" && string(said) != unit:
		return "", fault.Bad("unit", "other_unit", "The user is of the unit %q; leave the unit out.", unit)
	}
	return govern.ID(unit), nil
}

func checkException(ctx context.Context, q govern.Reader, before, after *DutyException) error {
	if after == nil {
		return nil
	}
	if before != nil && (before.Rule != after.Rule || before.User != after.User) {
		return fault.Bad("user", "exception_fixed", "Another person or another rule takes another exception; end this one.")
	}
	r, err := DutyRules.Get(ctx, q, after.Rule)
	if fault.Is(err, fault.NotFound) {
		return fault.Bad("rule", "unknown_reference", "There is no duty rule %s.", after.Rule)
	}
	if err != nil {
		return err
	}
	if r.Mode != duty.Except {
		return fault.Bad("rule", "no_exceptions", "The duty rule %q takes no exceptions: its mode is %s.", r.Name, r.Mode)
	}
	if after.UntilAt <= q.Now() && (before == nil || before.UntilAt != after.UntilAt && before.UntilAt <= q.Now()) {
		return fault.Bad("until_at", "ended_already", "Say when it ends, a time that is still to come.")
	}
	if before == nil || before.UntilAt != after.UntilAt {
		return fillException(ctx, q, after)
	}
	return nil
}
