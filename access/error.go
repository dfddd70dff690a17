package access

import "fmt"

// Error is the refusal of facts. Code is one of id_empty, id_twice,
// role_cycle, unit_cycle and scope_kind; Place names the fact, such as `role "clerk"`;
// Detail says what is wrong and what to do.
type Error struct{ Code, Place, Detail string }

func (e *Error) Error() string { return e.Code + " at " + e.Place + ": " + e.Detail }

func refuse(code, kind, id, detail string, args ...any) *Error {
	return &Error{Code: code, Place: fmt.Sprintf("%s %q", kind, id), Detail: fmt.Sprintf(detail, args...)}
}

// once refuses empty ids, and those of which fresh says that it has met them.
func once[T any](kind string, list []T, id func(*T) string, fresh func(string, *T) bool) error {
	for i := range list {
		name := id(&list[i])
		if name == "" {
			return refuse("id_empty", kind, name, "number %d of the list has no id; give it one", i+1)
		}
		if !fresh(name, &list[i]) {
			return refuse("id_twice", kind, name, "the id occurs twice; keep one of them")
		}
	}
	return nil
}

func distinct[T any](kind string, list []T, id func(*T) string) error {
	seen := make(map[string]bool, len(list))
	return once(kind, list, id, func(name string, _ *T) bool {
		fresh := !seen[name]
		seen[name] = true
		return fresh
	})
}

func userID(u *User) string     { return u.ID }
func unitID(u *Unit) string     { return u.ID }
func roleID(r *Role) string     { return r.ID }
func groupID(g *Group) string   { return g.ID }
func memberID(m *Member) string { return m.ID }
func grantID(g *Grant) string   { return g.ID }

func (d *Delta) check() error {
	if err := distinct("user", d.Put.Users, userID); err != nil {
		return err
	}
	if err := distinct("group", d.Put.Groups, groupID); err != nil {
		return err
	}
	if err := distinct("member", d.Put.Members, memberID); err != nil {
		return err
	}
	if err := distinct("grant", d.Put.Grants, grantID); err != nil {
		return err
	}
	return d.checkWalls()
}

func (d *Delta) checkWalls() error {
	if err := distinct("wall", d.Put.Walls, func(w *Wall) string { return w.ID }); err != nil {
		return err
	}
	return distinct("pass", d.Put.Passes, func(p *Pass) string { return p.ID })
}
