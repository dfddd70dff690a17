package govern

import (
	"context"
	"errors"
	"strings"

	"github.com/countersign/countersign/internal/store"
)

// Addressed is the user of an id or of an exact e-mail address, so that who may look
// nobody up can name somebody. An address that is nobody's, of somebody who is not
// active, or of the other side of a wall, stays what it is: the row that names it is
// refused like one that names nobody, once it is known that the asker may write it.
func Addressed(ctx context.Context, q Reader, named ID) (ID, error) {
	if !strings.Contains(string(named), "@") {
		return named, nil
	}
	var id string
	err := q.QueryRow(ctx, []any{&id}, `SELECT id FROM "user" WHERE email = $1 AND status = 'active' AND (ends_at = 0 OR ends_at > $2)`,
		strings.ToLower(strings.TrimSpace(string(named))), int64(q.Now()))
	if errors.Is(err, store.ErrNoRows) || err == nil && q.Walled(q.Asker(), id) {
		return named, nil
	}
	return ID(id), err
}
