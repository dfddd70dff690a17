package duty

import (
	"slices"

	"github.com/countersign/countersign/access"
)

// Loosens reports whether a rule that becomes the other, or with nil is deleted, may
// keep less apart than before. What cannot be told from the rules alone, as whether
// another unit is a wider one, is taken to. A rule that is not in force or only
// reports keeps nobody from anything, and so is loosened by nothing.
func Loosens(before, after *Rule) bool {
	switch {
	case before.strength() == 0:
		return false
	case after == nil || after.Kind != before.Kind || after.strength() < before.strength():
		return true
	}
	switch before.Kind {
	case Static:
		return loosensStatic(before, after)
	case Dynamic:
		pairs := after.apart()
		return slices.ContainsFunc(before.apart(), func(p [2]string) bool { return !slices.Contains(pairs, p) })
	default:
		return !sameSides(before, after)
	}
}

// strength is how firmly the rule refuses.
func (r *Rule) strength() int {
	if !r.Enabled {
		return 0
	}
	return map[Mode]int{Except: 1, Refuse: 2}[r.Mode]
}

// loosensStatic: some of the items that were too many together no longer are. Of so
// many, those that are left out could all be among them.
func loosensStatic(before, after *Rule) bool {
	gone := without(before.Roles, after.Roles) + without(before.Permissions, after.Permissions)
	return before.TooMany-min(gone, before.TooMany) < after.TooMany ||
		before.Within == Everywhere && after.Within != Everywhere ||
		after.Unit != "" && after.Unit != before.Unit
}

func without(before, after []string) (gone int) {
	for _, name := range before {
		if !slices.Contains(after, name) {
			gone++
		}
	}
	return gone
}

// apart are the pairs of actions that different people do.
func (r *Rule) apart() (pairs [][2]string) {
	for i, mine := range r.Duties {
		for j, theirs := range r.Duties {
			for _, a := range mine.Actions {
				for _, b := range theirs.Actions {
					if i != j {
						pairs = append(pairs, [2]string{a, b})
					}
				}
			}
		}
	}
	return pairs
}

func sameSides(a, b *Rule) bool {
	was, is := [2]access.Side{a.Left, a.Right}, [2]access.Side{b.Left, b.Right}
	return was == is || was == [2]access.Side{is[1], is[0]}
}
