package login_test

import (
	"fmt"

	"github.com/countersign/countersign/internal/store"
)

// textOf reads whole rows of a table as text.
func textOf(d store.Dialect, table string) string {
	if d == store.Postgres {
		return fmt.Sprintf(`SELECT to_json(t)::text FROM %s t`, table)
	}
	columns := map[string]string{
		"credential": `password || ' ' || seed || ' ' || recovery`, "session": `hash || ' ' || pending`, "sign_in_link": "hash",
		`"change"`: "id", "used_recovery": "hash", "sign_in_attempt": "key",
	}
	return fmt.Sprintf(`SELECT %s FROM %s`, columns[table], table)
}
