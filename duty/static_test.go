package duty_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
)

var (
	everything = access.Scope{Kind: access.ScopeEverything}
	closers    = duty.Rule{ID: "d", Name: "Keys and closing", Kind: duty.Static, Mode: duty.Refuse, Enabled: true, Permissions: []string{"grant.insert", "exception.close"}, TooMany: 2, Within: duty.Everywhere}
)

func every(table, unit string) access.Scope {
	return access.Scope{Kind: access.ScopeTable, Table: table, ID: unit}
}
func unit(id string) access.Scope { return access.Scope{Kind: access.ScopeUnit, ID: id} }

func record(table, id string) access.Scope {
	return access.Scope{Kind: access.ScopeRecord, Table: table, ID: id}
}

// house has a user administrator's role and a closer's, which a chief's includes.
func house() access.Facts {
	return access.Facts{
		Users: []access.User{{ID: "ann", Person: "H1", Active: true}, {ID: "ann.2", Person: "H1", Active: true}, {ID: "ben", Active: true}, {ID: "robot", Keeper: "ben", Active: true}},
		Units: []access.Unit{{ID: "group"}, {ID: "london", Parent: "group"}, {ID: "paris", Parent: "group"}},
		Roles: []access.Role{{ID: "admin", Permissions: []string{"grant.insert"}}, {ID: "closer", Permissions: []string{"exception.close"}}, {ID: "chief", Includes: []string{"closer"}}},
	}
}

func compiled(t *testing.T, f access.Facts) *access.Snapshot {
	t.Helper()
	s, err := access.Compile(f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func set(t *testing.T, exceptions []duty.Exception, rules ...duty.Rule) *duty.Set {
	t.Helper()
	s, err := duty.NewSet(rules, exceptions)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func nowhere(string, string) (access.Target, bool) { return access.Target{}, false }

// would says who would break the rule if the grant were added.
func would(t *testing.T, s *duty.Set, f access.Facts, g access.Grant, now int64) *duty.Violation {
	t.Helper()
	before := compiled(t, f)
	after, err := before.With(access.Delta{Put: access.Facts{Grants: []access.Grant{g}}})
	if err != nil {
		t.Fatal(err)
	}
	return s.Fresh(before, after, []string{"H1", "ben"}, now, nowhere)
}

func TestNobodyHoldsWhatTheRuleKeepsApart(t *testing.T) {
	f := house()
	f.Grants = []access.Grant{{ID: "g1", User: "ann", Role: "admin", Scope: everything}, {ID: "g2", Group: "solvers", Role: "chief", Scope: unit("london")}}
	s := set(t, nil, closers)
	for name, c := range map[string]struct {
		grant access.Grant
		want  string
	}{
		"the same user":           {access.Grant{User: "ann", Role: "closer", Scope: everything}, "exception.close by grant g of role closer at everything"},
		"another user of theirs":  {access.Grant{User: "ann.2", Role: "closer", Scope: unit("paris")}, "exception.close by grant g of role closer at unit paris"},
		"an including role":       {access.Grant{User: "ann", Role: "chief", Scope: everything}, "role chief including closer"},
		"a grant that begins yet": {access.Grant{User: "ann", Role: "closer", Scope: everything, From: 90}, "exception.close"},
		"a grant that has ended":  {access.Grant{User: "ann", Role: "closer", Scope: everything, Until: 40}, ""},
		"somebody else":           {access.Grant{User: "ben", Role: "closer", Scope: everything}, ""},
	} {
		c.grant.ID = "g"
		v := would(t, s, f, c.grant, 50)
		if (v == nil) != (c.want == "") || v != nil && !strings.Contains(v.String(), c.want) {
			t.Errorf("%s: %v, want %q", name, v, c.want)
		}
	}
}

func TestAServiceCountsAsItsKeeper(t *testing.T) {
	f := house()
	f.Grants = []access.Grant{{ID: "g1", User: "ben", Role: "admin", Scope: everything}}
	if v := would(t, set(t, nil, closers), f, access.Grant{ID: "g", User: "robot", Role: "closer", Scope: everything}, 50); v == nil || !slices.Equal(v.Users, []string{"ben", "robot"}) {
		t.Errorf("the keeper's service may hold the other half: %v", v)
	}
}

func TestWhatNeverMeetsInTimeOrPlaceIsAllowed(t *testing.T) {
	f := house()
	f.Grants = []access.Grant{{ID: "g1", User: "ann", Role: "admin", Scope: unit("london"), Until: 80}}
	here := closers
	here.Within = duty.Scope
	if v := would(t, set(t, nil, closers), f, access.Grant{ID: "g", User: "ann", Role: "closer", Scope: everything, From: 80}, 50); v != nil {
		t.Errorf("one ends as the other begins: %v", v)
	}
	for scope, meets := range map[access.Scope]bool{unit("paris"): false, unit("london"): true, unit("group"): true, everything: true, every("run", ""): true, every("run", "paris"): false, record("run", "r"): true, record("run", "known"): false} {
		where := func(table, id string) (access.Target, bool) {
			return access.Target{Unit: "paris", Records: []access.Record{{Table: table, ID: id}}}, id == "known"
		}
		before := compiled(t, f)
		after, err := before.With(access.Delta{Put: access.Facts{Grants: []access.Grant{{ID: "g", User: "ann", Role: "closer", Scope: scope}}}})
		if err != nil {
			t.Fatal(err)
		}
		if v := set(t, nil, here).Fresh(before, after, []string{"H1"}, 50, where); (v != nil) != meets {
			t.Errorf("%s and unit london: %v, want meeting %t", scope, v, meets)
		}
	}
}

func TestARuleOfOneUnitCountsWhatIsHeldThere(t *testing.T) {
	f := house()
	f.Units = append(f.Units, access.Unit{ID: "city", Parent: "london"}, access.Unit{ID: "soho", Parent: "london"})
	f.Grants = []access.Grant{{ID: "g1", User: "ann", Role: "admin", Scope: unit("city")}}
	of := func(within duty.Within) *duty.Set {
		r := closers
		r.Within, r.Unit = within, "london"
		return set(t, nil, r)
	}
	for _, c := range []struct {
		at                access.Scope
		unit              string
		anywhere, meeting bool
	}{
		{at: everything, anywhere: true, meeting: true},
		{at: unit("group"), anywhere: true, meeting: true},
		{at: unit("london"), anywhere: true, meeting: true},
		{at: unit("city"), anywhere: true, meeting: true},
		{at: unit("soho"), anywhere: true},
		{at: unit("paris")},
		{at: every("process", ""), anywhere: true, meeting: true},
		{at: every("process", "group"), anywhere: true, meeting: true},
		{at: every("process", "soho"), anywhere: true},
		{at: every("process", "paris")},
		{at: record("process", "p"), unit: "soho", anywhere: true, meeting: true}, // where it lies cannot be looked up
		{at: record("process", "p"), unit: "group"},
		{at: record("process", "p"), unit: "paris"},
		{at: record("process", "p")},
	} {
		g := access.Grant{ID: "g", User: "ann", Role: "closer", Scope: c.at, Unit: c.unit}
		if v := would(t, of(duty.Everywhere), f, g, 50); (v != nil) != c.anywhere {
			t.Errorf("closing at %v of %q: %v, want refused %t", c.at, c.unit, v, c.anywhere)
		}
		if v := would(t, of(duty.Scope), f, g, 50); (v != nil) != c.meeting {
			t.Errorf("closing at %v of %q, where both meet: %v, want refused %t", c.at, c.unit, v, c.meeting)
		}
	}
}

func TestAUnitMovedBeneathThatOfARuleBringsWhatIsHeldThere(t *testing.T) {
	f := house()
	f.Units = append(f.Units, access.Unit{ID: "lyon", Parent: "paris"})
	f.Grants = []access.Grant{
		{ID: "g1", User: "ann", Role: "admin", Scope: unit("lyon")},
		{ID: "g2", User: "ann.2", Role: "closer", Scope: unit("london")},
		{ID: "g3", User: "ben", Role: "admin", Scope: unit("london")},
		{ID: "g4", User: "ben", Role: "closer", Scope: record("process", "p"), Unit: "paris"},
	}
	r := closers
	r.Unit = "london"
	before := compiled(t, f)
	moved, err := before.With(access.Delta{Put: access.Facts{Units: []access.Unit{{ID: "lyon", Parent: "london"}}}})
	if err != nil {
		t.Fatal(err)
	}
	s := set(t, nil, r)
	v := s.Fresh(before, moved, []string{"H1", "ben"}, 50, nowhere)
	if v == nil || !strings.Contains(v.String(), `"Keys and closing" in unit london: `) || !slices.Equal(v.Users, []string{"ann", "ann.2"}) {
		t.Errorf("lyon comes beneath london: %v", v)
	}
	record := f.Grants[3]
	record.Unit = "london"
	if moved, err = before.With(access.Delta{Put: access.Facts{Grants: []access.Grant{record}}}); err != nil {
		t.Fatal(err)
	}
	if v := s.Fresh(before, moved, []string{"H1", "ben"}, 50, nowhere); v == nil || v.Person != "ben" {
		t.Errorf("the process comes to london: %v", v)
	}
	if list := s.Violations(moved, nil, 50, nowhere); len(list) != 1 || list[0].Unit != "london" {
		t.Errorf("listed is %+v", list)
	}
}

func TestWhatWasBrokenAlreadyIsNotRefusedButGrowingItIs(t *testing.T) {
	f := house()
	f.Grants = []access.Grant{{ID: "g1", User: "ann", Role: "admin", Scope: everything}, {ID: "g2", User: "ann", Role: "closer", Scope: everything, Until: 70}}
	s := set(t, nil, closers)
	if v := would(t, s, f, access.Grant{ID: "g3", User: "ann", Role: "closer", Scope: everything, Until: 60}, 50); v != nil {
		t.Errorf("nothing is worse than before: %v", v)
	}
	if v := would(t, s, f, access.Grant{ID: "g3", User: "ann", Role: "closer", Scope: everything, Until: 71}, 50); v == nil {
		t.Error("it lasts longer than before and was let through")
	}
	if list := s.Violations(compiled(t, f), nil, 50, nowhere); len(list) != 1 || list[0].Person != "H1" || list[0].Until != 70 {
		t.Errorf("listed as %v", list)
	}
}

func TestAnExceptionLetsSomebodyPastForAsLongAsItLasts(t *testing.T) {
	f := house()
	f.Grants = []access.Grant{{ID: "g1", User: "ann", Role: "admin", Scope: everything}}
	except := closers
	except.Mode = duty.Except
	s := set(t, []duty.Exception{{ID: "x", Rule: "d", User: "ann.2", Until: 70}}, except)
	if v := would(t, s, f, access.Grant{ID: "g", User: "ann", Role: "closer", Scope: everything, Until: 70}, 50); v != nil {
		t.Errorf("the exception lets nobody past: %v", v)
	}
	for _, until := range []int64{0, 71} {
		if v := would(t, s, f, access.Grant{ID: "g", User: "ann", Role: "closer", Scope: everything, Until: until}, 50); v == nil {
			t.Errorf("a grant until %d outlasts the exception and was let through", until)
		}
	}
	if v := would(t, s, f, access.Grant{ID: "g", User: "ann", Role: "closer", Scope: everything, Until: 71}, 70); v == nil {
		t.Error("the exception has ended and still lets somebody past")
	}
	refusing := set(t, []duty.Exception{{ID: "x", Rule: "d", User: "ann", Until: 70}}, closers)
	if v := would(t, refusing, f, access.Grant{ID: "g", User: "ann", Role: "closer", Scope: everything, Until: 60}, 50); v == nil {
		t.Error("an exception counts for a rule that has none")
	}
}

func TestReportOnlyLists(t *testing.T) {
	f := house()
	f.Grants = []access.Grant{{ID: "g1", User: "ann", Role: "admin", Scope: everything}}
	report := closers
	report.Mode = duty.Report
	if v := would(t, set(t, nil, report), f, access.Grant{ID: "g", User: "ann", Role: "closer", Scope: everything}, 50); v != nil {
		t.Errorf("refused: %v", v)
	}
}

// copies has two roles of a rule, a clerk's that acts and sees and an auditor's that
// only sees, and others that come close.
func copies() (access.Facts, duty.Rule) {
	f := house()
	f.Roles = []access.Role{
		{ID: "clerk", Permissions: []string{"order.insert", "order.delete", "order.view"}},
		{ID: "auditor", Permissions: []string{"audit.view", "report.view"}},
		{ID: "copy", Permissions: []string{"order.insert", "order.delete"}},
		{ID: "more", Permissions: []string{"order.insert", "unit.update"}, Includes: []string{"less"}},
		{ID: "less", Permissions: []string{"order.delete"}},
		{ID: "maker", Permissions: []string{"order.insert"}},
		{ID: "reader", Permissions: []string{"order.view", "audit.view"}},
		{ID: "reports", Permissions: []string{"report.view"}},
		{ID: "plain"},
		{ID: "bare"},
	}
	return f, duty.Rule{ID: "d", Name: "Clerks and auditors", Kind: duty.Static, Mode: duty.Refuse, Enabled: true, Roles: []string{"clerk", "auditor"}, TooMany: 2, Within: duty.Everywhere}
}

func TestARoleIsWhatItMayDoUnderWhateverName(t *testing.T) {
	for name, c := range map[string]struct {
		held []string // of ann, at everything
		want []string
	}{
		"the role itself":                 {[]string{"auditor", "clerk"}, []string{"role clerk by grant g1 of role clerk at", "role auditor by grant g0 of role auditor at"}},
		"a copy without the seeing":       {[]string{"auditor", "copy"}, []string{"role clerk in all but name (order.delete, order.insert) by grant g1 of role copy at everything"}},
		"a role that includes and adds":   {[]string{"auditor", "more"}, []string{"role clerk in all but name (order.delete, order.insert) by grant g1 of role more at"}},
		"two that make it up":             {[]string{"auditor", "maker", "less"}, []string{"part of role clerk (order.insert) by grant g1 of role maker at everything; part of role clerk (order.delete) by grant g2 of role less at"}},
		"what only reads, all of it":      {[]string{"clerk", "reader", "reports"}, []string{"part of role auditor (audit.view) by grant g1", "part of role auditor (report.view) by grant g2"}},
		"only half of it":                 {[]string{"auditor", "maker"}, nil},
		"only seeing what the other does": {[]string{"auditor", "reader"}, nil},
		"half of what only reads":         {[]string{"clerk", "reader"}, nil},
	} {
		f, r := copies()
		for i, role := range c.held[:len(c.held)-1] {
			f.Grants = append(f.Grants, access.Grant{ID: fmt.Sprint("g", i), User: "ann", Role: role, Scope: everything})
		}
		last := len(c.held) - 1
		v := would(t, set(t, nil, r), f, access.Grant{ID: fmt.Sprint("g", last), User: "ann.2", Role: c.held[last], Scope: everything}, 50)
		if (v == nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, v)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(v.String(), w) {
				t.Errorf("%s does not say %q: %s", name, w, v)
			}
		}
	}
}

func TestPartsOfARoleCountWhereTheyMeetInTimeAndPlace(t *testing.T) {
	f, r := copies()
	f.Grants = []access.Grant{
		{ID: "g0", User: "ann", Role: "auditor", Scope: everything},
		{ID: "g1", User: "ann", Role: "maker", Scope: unit("london"), Until: 80},
	}
	here := r
	here.Within = duty.Scope
	for _, c := range []struct {
		at                  access.Scope
		from                int64
		everywhere, meeting bool
	}{
		{at: unit("london"), everywhere: true, meeting: true},
		{at: unit("paris"), everywhere: true},
		{at: unit("london"), from: 80},
	} {
		g := access.Grant{ID: "g", User: "ann", Role: "less", Scope: c.at, From: c.from}
		if v := would(t, set(t, nil, r), f, g, 50); (v != nil) != c.everywhere {
			t.Errorf("everywhere, %+v: %v", c, v)
		}
		if v := would(t, set(t, nil, here), f, g, 50); (v != nil) != c.meeting {
			t.Errorf("where they meet, %+v: %v", c, v)
		}
	}
}

func TestARoleThatMayDoNothingIsKnownByItsName(t *testing.T) {
	f, r := copies()
	r.Roles = []string{"plain", "clerk"}
	f.Grants = []access.Grant{{ID: "g0", User: "ann", Role: "clerk", Scope: everything}}
	s := set(t, nil, r)
	if v := would(t, s, f, access.Grant{ID: "g", User: "ann", Role: "bare", Scope: everything}, 50); v != nil {
		t.Errorf("another plain list counts: %v", v)
	}
	if v := would(t, s, f, access.Grant{ID: "g", User: "ann", Role: "plain", Scope: everything}, 50); v == nil {
		t.Error("the plain list itself does not count")
	}
}

func TestARuleSaysWhichOfItsRolesNobodyCouldHold(t *testing.T) {
	f, r := copies()
	for name, c := range map[string]struct {
		roles, permissions []string
		role               string
		others             string
	}{
		"one gives all of the other":        {roles: []string{"clerk", "more"}, role: "more", others: "[clerk]"},
		"one includes the other":            {roles: []string{"less", "more"}, role: "more", others: "[less]"},
		"one has the permission":            {roles: []string{"auditor", "clerk"}, permissions: []string{"report.view"}, role: "auditor", others: "[report.view]"},
		"one is a part of the other":        {roles: []string{"clerk", "maker"}, role: "clerk", others: "[maker]"},
		"they have nothing in common":       {roles: []string{"clerk", "auditor"}},
		"two that are the same but in name": {roles: []string{"copy", "clerk"}, role: "copy", others: "[clerk]"},
	} {
		r.Roles, r.Permissions = c.roles, c.permissions
		role, others := set(t, nil).Alone(compiled(t, f), &r)
		if role != c.role || role != "" && fmt.Sprint(others) != c.others {
			t.Errorf("%s: %q gives %v", name, role, others)
		}
	}
	r.Roles, r.Permissions, r.TooMany = []string{"clerk", "more", "auditor"}, nil, 3
	if role, others := set(t, nil).Alone(compiled(t, f), &r); role != "" {
		t.Errorf("of three, two are not too many: %s gives %v", role, others)
	}
}

func few(prefix string, n int) *rapid.Generator[string] {
	return rapid.Map(rapid.IntRange(0, n-1), func(i int) string { return fmt.Sprint(prefix, i) })
}

var permission = rapid.SampledFrom([]string{"p0", "p1", "p2.view", "p3.view"})

var instant = rapid.Int64Range(0, 4)

func drawScope(t *rapid.T) access.Scope {
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return everything
	case 4, 5:
		return every(rapid.SampledFrom([]string{"order", "package"}).Draw(t, "table"), rapid.OneOf(few("unit", 5), rapid.Just("")).Draw(t, "its unit"))
	case 1:
		return record("order", few("rec", 3).Draw(t, "record"))
	}
	return unit(few("unit", 5).Draw(t, "unit"))
}

// drawFacts draws an organisation small enough for people to meet.
func drawFacts(t *rapid.T) access.Facts {
	var f access.Facts
	lower := func(prefix string, i int) string { return fmt.Sprint(prefix, rapid.IntRange(0, i-1).Draw(t, "lower")) }
	for i := range 4 {
		u := access.Unit{ID: fmt.Sprint("unit", i)}
		if i > 0 {
			u.Parent = lower("unit", i)
		}
		f.Units = append(f.Units, u)
		r := access.Role{ID: fmt.Sprint("role", i), Permissions: rapid.SliceOfN(permission, 0, 2).Draw(t, "permissions")}
		if i > 0 && rapid.Bool().Draw(t, "includes") {
			r.Includes = []string{lower("role", i)}
		}
		f.Roles = append(f.Roles, r)
	}
	for i := range 4 {
		f.Users = append(f.Users, access.User{
			ID: fmt.Sprint("user", i), Person: rapid.SampledFrom([]string{"", "", "p"}).Draw(t, "person"), Unit: few("unit", 5).Draw(t, "home"),
			Keeper: rapid.SampledFrom([]string{"", "", "user3"}).Draw(t, "keeper"), Active: rapid.Bool().Draw(t, "active"), Until: rapid.SampledFrom([]int64{0, 0, 3}).Draw(t, "until"),
		})
	}
	f.Users[3].Keeper = ""
	for i := range rapid.IntRange(0, 4).Draw(t, "members") {
		f.Members = append(f.Members, access.Member{ID: fmt.Sprint("member", i), User: few("user", 5).Draw(t, "member"), Group: few("group", 2).Draw(t, "group"), From: instant.Draw(t, "from"), Until: instant.Draw(t, "until")})
	}
	for i := range rapid.IntRange(0, 7).Draw(t, "grants") {
		g := access.Grant{ID: fmt.Sprint("grant", i), Role: few("role", 5).Draw(t, "role"), Scope: drawScope(t), From: instant.Draw(t, "from"), Until: instant.Draw(t, "until")}
		if g.Scope.Kind == access.ScopeRecord {
			g.Unit = rapid.SampledFrom([]string{"", "unit0", "unit1", "unit2", "unit3", "unit4"}).Draw(t, "the record's unit")
		}
		if g.User = few("user", 5).Draw(t, "user"); rapid.Bool().Draw(t, "to a group") {
			g.User, g.Group = "", few("group", 2).Draw(t, "group")
		}
		f.Grants = append(f.Grants, g)
	}
	return f
}

func drawRule(t *rapid.T) duty.Rule {
	r := duty.Rule{ID: "d", Name: "d", Kind: duty.Static, Enabled: true, Mode: rapid.SampledFrom([]duty.Mode{duty.Refuse, duty.Except}).Draw(t, "mode")}
	if rapid.IntRange(0, 3).Draw(t, "what") == 0 {
		r.Kind, r.Left, r.Right = duty.Wall, duty.Side{Unit: "unit1"}, duty.Side{Unit: "unit2"}
		if rapid.Bool().Draw(t, "groups") {
			r.Left, r.Right = duty.Side{Group: "group0"}, duty.Side{Group: "group1"}
		}
		return r
	}
	r.Roles = rapid.SliceOfNDistinct(few("role", 4), 1, 2, rapid.ID).Draw(t, "roles")
	r.Permissions = rapid.SliceOfNDistinct(permission, 1, 2, rapid.ID).Draw(t, "permissions")
	r.TooMany = rapid.IntRange(2, len(r.Roles)+len(r.Permissions)).Draw(t, "too many")
	r.Within = rapid.SampledFrom([]duty.Within{duty.Everywhere, duty.Scope}).Draw(t, "within")
	if rapid.Bool().Draw(t, "of one unit") {
		r.Unit = few("unit", 5).Draw(t, "its unit") // unit4 is not there
	}
	return r
}

// places are what some records are part of; the others nobody knows.
var places = map[access.Record]access.Target{
	{Table: "order", ID: "rec0"}: {Unit: "unit1", Records: []access.Record{{Table: "order", ID: "rec0"}, {Table: "order", ID: "rec1"}}},
	{Table: "order", ID: "rec1"}: {Unit: "unit3", Records: []access.Record{{Table: "order", ID: "rec1"}}},
}

func placed(table, id string) (access.Target, bool) {
	on, known := places[access.Record{Table: table, ID: id}]
	return on, known
}

// nearby takes grants of records away where the rule is a wall: whether they put
// somebody on a side is tested by itself.
func nearby(r *duty.Rule, f access.Facts) access.Facts {
	if r.Kind == duty.Wall {
		f.Grants = slices.DeleteFunc(f.Grants, func(g access.Grant) bool { return g.Scope.Kind == access.ScopeRecord })
	}
	return f
}

func TestViolationsAgreeWithTheSlowReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRule(t)
		was, is := naive{nearby(&r, drawFacts(t)), places}, naive{nearby(&r, drawFacts(t)), places}
		exceptions := []duty.Exception{{ID: "x", Rule: "d", User: few("user", 4).Draw(t, "let"), From: instant.Draw(t, "from"), Until: instant.Draw(t, "until")}}
		now := instant.Draw(t, "now")
		s, err := duty.NewSet([]duty.Rule{r}, exceptions)
		if err != nil {
			t.Fatal(err)
		}
		before, err := access.Compile(was.Facts)
		if err != nil {
			t.Fatal(err)
		}
		after, err := access.Compile(is.Facts)
		if err != nil {
			t.Fatal(err)
		}
		var want, got, worsened, fresh []string
		for _, p := range is.people() {
			if is.breaks(&r, p, now, 6) {
				want = append(want, p)
			}
			worse := is.worse(was, &r, exceptions, p, now, 6)
			if v := s.Fresh(before, after, []string{p}, now, placed); (v != nil) != worse {
				t.Fatalf("%s against %+v at %d: %v, want worse %t", p, r, now, v, worse)
			}
			if worse {
				worsened = append(worsened, p)
			}
		}
		for v := range s.AllFresh(before, after, is.people(), now, placed) {
			fresh = append(fresh, v.Person)
		}
		if !slices.Equal(fresh, worsened) {
			t.Fatalf("%+v at %d would be broken by %v, want %v", r, now, fresh, worsened)
		}
		for _, v := range s.Violations(after, nil, now, placed) {
			got = append(got, v.Person)
			if len(v.Held) < 2 || len(v.Users) == 0 {
				t.Fatalf("nobody can read %+v", v)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%+v at %d is broken by %v, want %v", r, now, got, want)
		}
	})
}
