package access

import (
	"slices"
	"strings"
)

// roleTable holds every role that is known or named by a grant, under a number
// that stays the same over all snapshots that follow one Compile, so that a
// changed role touches no user. Permissions are numbered afresh each time.
type roleTable struct {
	number     map[string]int32
	list       []roleEntry
	permission map[string]int32
	words      int
	own, all   []uint64   // words per role: permissions listed by it, and with its includes
	givers     [][]string // by permission: the roles that have it, sorted
}

type roleEntry struct {
	Role
	known bool
}

// change returns the table with put and gone applied and with a number for
// each of named, or the table itself when nothing differs.
func (t *roleTable) change(put []Role, gone []string, named func(func(string))) (*roleTable, error) {
	next := &roleTable{number: make(map[string]int32, len(t.number)+len(put)), list: slices.Clone(t.list)}
	for id, n := range t.number {
		next.number[id] = n
	}
	differs := false
	for _, id := range gone {
		if n, ok := next.number[id]; ok && next.list[n].known {
			next.list[n] = roleEntry{Role: Role{ID: id}}
			differs = true
		}
	}
	for _, r := range put {
		r.Permissions, r.Includes = slices.Clone(r.Permissions), slices.Clone(r.Includes)
		next.list[next.add(r.ID)] = roleEntry{Role: r, known: true}
		differs = true
	}
	named(func(id string) { next.add(id) })
	if !differs && len(next.list) == len(t.list) {
		return t, nil
	}
	return next, next.compile()
}

func (t *roleTable) add(id string) int32 {
	n, ok := t.number[id]
	if !ok {
		n = int32(len(t.list))
		t.number[id] = n
		t.list = append(t.list, roleEntry{Role: Role{ID: id}})
	}
	return n
}

// compile numbers the permissions and closes the roles over their includes.
func (t *roleTable) compile() error {
	t.permission = make(map[string]int32)
	for i := range t.list {
		for _, p := range t.list[i].Permissions {
			if _, ok := t.permission[p]; !ok {
				t.permission[p] = int32(len(t.permission))
			}
		}
	}
	t.words = (len(t.permission) + 63) / 64
	t.own = make([]uint64, t.words*len(t.list))
	for i := range t.list {
		for _, p := range t.list[i].Permissions {
			bit := int(t.permission[p])
			t.own[i*t.words+bit>>6] |= 1 << (bit & 63)
		}
	}
	t.all = slices.Clone(t.own)
	c := closing{roleTable: t, state: make([]uint8, len(t.list))}
	for _, i := range t.sorted() {
		if err := c.close(i); err != nil {
			return err
		}
	}
	t.givers = make([][]string, len(t.permission))
	for _, i := range t.sorted() {
		for p := range t.givers {
			if t.has(i, int32(p)) {
				t.givers[p] = append(t.givers[p], t.list[i].ID)
			}
		}
	}
	return nil
}

// sorted returns the numbers of the known roles by id: a cycle is named in the
// same words whatever order the facts came in.
func (t *roleTable) sorted() []int32 {
	numbers := make([]int32, 0, len(t.list))
	for i := range t.list {
		if t.list[i].known {
			numbers = append(numbers, int32(i))
		}
	}
	slices.SortFunc(numbers, func(a, b int32) int { return strings.Compare(t.list[a].ID, t.list[b].ID) })
	return numbers
}

// closing is one walk over the includes; path is the way from its start.
type closing struct {
	*roleTable
	state []uint8 // 0 not seen, 1 on the path, 2 done
	path  []string
}

func (c *closing) close(i int32) error {
	role := &c.list[i]
	switch c.state[i] {
	case 2:
		return nil
	case 1:
		cycle := slices.Concat(c.path[slices.Index(c.path, role.ID):], []string{role.ID})
		return refuse("role_cycle", "role", role.ID, "%s; take one of these out", strings.Join(cycle, " includes "))
	}
	c.state[i] = 1
	c.path = append(c.path, role.ID)
	for _, id := range role.Includes {
		n, ok := c.number[id]
		if !ok || !c.list[n].known {
			continue
		}
		if err := c.close(n); err != nil {
			return err
		}
		for w := range c.words {
			c.all[int(i)*c.words+w] |= c.all[int(n)*c.words+w]
		}
	}
	c.path = c.path[:len(c.path)-1]
	c.state[i] = 2
	return nil
}

func (t *roleTable) has(role, permission int32) bool {
	return t.all[int(role)*t.words+int(permission>>6)]>>(permission&63)&1 != 0
}

// through is the way from a role that has the permission to the role that lists
// it: the first include that has it, again and again.
func (t *roleTable) through(role, permission int32) []string {
	way := make([]string, 1, 4)
	way[0] = t.list[role].ID
	for t.own[int(role)*t.words+int(permission>>6)]>>(permission&63)&1 == 0 {
		for _, id := range t.list[role].Includes {
			if n, ok := t.number[id]; ok && t.list[n].known && t.has(n, permission) {
				role = n
				break
			}
		}
		way = append(way, t.list[role].ID)
	}
	return way
}
