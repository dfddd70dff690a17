package directory

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// samePerson refuses a user who would count as a person whom the asker does not
// administer: what the one may not do or has done, the other may not or has. A user
// without a personnel id is the person of the user's own id.
func samePerson(ctx context.Context, q govern.Reader, before, after *User) error {
	if q.Asker() == "" {
		return nil
	}
	if before == nil {
		if err := administers(ctx, q, after.ID, string(after.ID)); err != nil {
			return err
		}
	}
	if after.Keeper != "" && (before == nil || before.Keeper != after.Keeper) { // a service counts as who answers for it
		if err := administers(ctx, q, after.ID, string(after.Keeper)); err != nil {
			return err
		}
	}
	if after.PersonnelID == "" || before != nil && before.PersonnelID == after.PersonnelID {
		return nil
	}
	return administers(ctx, q, after.ID, after.PersonnelID)
}

// administers is nil when the asker may change all users of the person but the one.
func administers(ctx context.Context, q govern.Reader, but govern.ID, person string) error {
	alike, err := Users.Find(ctx, q, `id <> $1 AND (personnel_id = $2 OR id = $2) ORDER BY id`, string(but), person)
	if err != nil {
		return err
	}
	for _, u := range alike {
		if !q.May(q.Asker(), "user.update", access.Target{Unit: string(u.Unit)}) {
			return fault.New(fault.Denied, "others_person", "%s names a person whom you do not administer. Have somebody make the two users one person who administers both.", person)
		}
	}
	return nil
}
