package access

import "fmt"

// Error is the refusal of facts. Code is one of id_empty, id_twice,
// role_cycle and unit_cycle; Place names the fact, such as `role "clerk"`;
// Detail says what is wrong and what to do.
type Error struct{ Code, Place, Detail string }

func (e *Error) Error() string { return e.Code + " at " + e.Place + ": " + e.Detail }

func refuse(code, kind, id, detail string, args ...any) *Error {
	return &Error{Code: code, Place: fmt.Sprintf("%s %q", kind, id), Detail: fmt.Sprintf(detail, args...)}
}

// distinct refuses empty ids and ids that occur twice in one list.
func distinct[T any](kind string, list []T, id func(*T) string) error {
	seen := make(map[string]struct{}, len(list))
	for i := range list {
		name := id(&list[i])
		if name == "" {
			return refuse("id_empty", kind, name, "number %d of the list has no id; give it one", i+1)
		}
		if _, twice := seen[name]; twice {
			return refuse("id_twice", kind, name, "the id occurs twice; keep one of them")
		}
		seen[name] = struct{}{}
	}
	return nil
}

func (f *Facts) check() error {
	if err := distinct("user", f.Users, func(u *User) string { return u.ID }); err != nil {
		return err
	}
	if err := distinct("unit", f.Units, func(u *Unit) string { return u.ID }); err != nil {
		return err
	}
	if err := distinct("role", f.Roles, func(r *Role) string { return r.ID }); err != nil {
		return err
	}
	return distinct("grant", f.Grants, func(g *Grant) string { return g.ID })
}
