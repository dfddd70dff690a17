package govern

import "github.com/countersign/countersign/access"

// widened names a permission that the change would give to the person, through
// any of their users; "" when there is none. Whoever sets up an empty
// installation has no person and gains nothing by it.
func widened(v, next *view, person string) string {
	if v == next || person == "" {
		return ""
	}
	for _, user := range next.access.Users() {
		if next.access.Person(user) != person {
			continue
		}
		if p := access.Gained(v.access, next.access, user); p != "" {
			return p
		}
	}
	return ""
}
