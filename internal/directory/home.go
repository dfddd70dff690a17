package directory

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// ofUser is what a permission on something that a user signs in with is asked on:
// the user, and whoever administers the user's unit.
func ofUser(user, unit govern.ID) access.Target {
	return access.Target{Unit: string(unit), Records: []access.Record{{Table: "user", ID: string(user)}}}
}

// userOf is the user as the record whose unit a row keeps.
func userOf(user govern.ID) govern.Ref { return govern.Ref{Table: "user", ID: user} }

// home puts the user's home unit into a row: whoever asks cannot choose where the
// permission is asked. Fault other_unit.
func home(ctx context.Context, q govern.Reader, user govern.ID, unit *govern.ID) error {
	is, err := q.UnitOf(ctx, userOf(user))
	if err == nil && *unit != "" && *unit != is {
		err = fault.Bad("unit", "other_unit", "The user is of the unit %q; leave the unit out.", is)
	}
	*unit = is
	return err
}
