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
		was, is := v.access.Person(user), next.access.Person(user)
		if was != person && is != person {
			continue
		}
		before, known := v.access.User(user)
		after, _ := next.access.User(user)
		switch {
		case was != is && known:
			return "another person's name"
		case known && before.Unit != after.Unit:
			return "another home unit"
		}
		if p := access.Gained(v.access, next.access, user); p != "" {
			return p
		}
	}
	return ""
}
