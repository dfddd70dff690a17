package walk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/store"
)

// rows is every governed row with its version.
func (w *walk) rows() []string {
	w.t.Helper()
	var parts []string
	for _, table := range tableNames() {
		parts = append(parts, fmt.Sprintf(`SELECT '%s', id, version FROM %s`, table, store.Quote(table)))
	}
	parts = append(parts, `SELECT table_name, id, version FROM foreign_row`)
	var list []string
	err := w.s.DB.Query(w.t.Context(), func(scan store.Scan) error {
		var table, id string
		var version int64
		err := scan(&table, &id, &version)
		list = append(list, fmt.Sprintf("%s %s version %d", table, id, version))
		return err
	}, strings.Join(parts, " UNION ALL "))
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

func (w *walk) unchanged(before []string, by string) {
	w.t.Helper()
	if after := w.rows(); !slices.Equal(before, after) {
		w.t.Errorf("%s changed rows: %s", by, cmp.Diff(before, after))
	}
}

func (w *walk) count(table string) int64 {
	w.t.Helper()
	var n int64
	if err := w.s.DB.QueryRow(w.t.Context(), []any{&n}, `SELECT count(*) FROM `+table); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// head is the number of the newest entry.
func (w *walk) head() int64 {
	w.t.Helper()
	var n int64
	if err := w.s.DB.QueryRow(w.t.Context(), []any{&n}, `SELECT seq FROM audit_head WHERE one = 1`); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// like is what an entry must say; "" is anything.
type like struct{ actor, action, outcome, code, change string }

func (l *like) fits(ev *audit.Event) bool {
	for want, got := range map[*string]string{&l.actor: ev.Actor, &l.action: ev.Action, &l.outcome: ev.Outcome, &l.code: ev.Code, &l.change: ev.Change} {
		if *want != "" && *want != got {
			return false
		}
	}
	return true
}

// recorded are the entries after since that are like that: so many there must
// be. None after since may hold a secret.
func (w *walk) recorded(since int64, l like, want int) []audit.Found {
	w.t.Helper()
	var entries []audit.Entry
	err := w.s.DB.Query(w.t.Context(), func(scan store.Scan) error {
		var e audit.Entry
		err := scan(&e.Seq, &e.Header, &e.Sealed)
		entries = append(entries, e)
		return err
	}, `SELECT seq, header, sealed FROM audit_entry WHERE seq > $1 ORDER BY seq`, since)
	if err != nil {
		w.t.Fatal(err)
	}
	var found []audit.Found
	for _, e := range entries {
		h, err := tree.ParseHeader(e.Header)
		if err != nil {
			w.t.Fatal(err)
		}
		e.At = h.At
		ev, err := audit.NewSealer(w.s.Ring).Open(e)
		if err != nil {
			w.t.Fatal(err)
		}
		w.sealedClean(ev)
		if l.fits(ev) {
			found = append(found, audit.Found{Seq: e.Seq, Event: ev})
		}
	}
	if len(found) != want {
		w.t.Fatalf("the log has %d entries like %+v, want %d", len(found), l, want)
	}
	return found
}

func (w *walk) sealedClean(ev *audit.Event) {
	w.t.Helper()
	text, err := json.Marshal(ev)
	if err != nil {
		w.t.Fatal(err)
	}
	w.clean("the log", text)
}

// searched are the entries of a change as a search finds them, newest first.
func (w *walk) searched(change string) (outcomes []string) {
	w.t.Helper()
	found, err := audit.Search(w.t.Context(), w.s.DB, w.s.Ring, audit.Query{Change: change})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range found {
		outcomes = append(outcomes, f.Event.Outcome)
	}
	return outcomes
}

// rowChange is a row of a change as people are shown it.
type rowChange struct {
	Table, Op, ID string
	Base          int64
	Before, After fields
	Changed       []string
}

func (w *walk) change(user string, o *outcome) fields {
	w.t.Helper()
	return w.ask(user, "GET", "/api/v1/change/"+o.Change, nil).is(http.StatusOK).row()
}

// shown: the approver finds it in the inbox, the maker among their own, and a
// stranger not at all.
func (w *walk) shown(o *outcome) []rowChange {
	w.t.Helper()
	var c struct {
		State, Digest, Maker string
		Rows                 []rowChange
		CanDecide            bool `json:"can_decide"`
	}
	w.ask(approver, "GET", "/api/v1/change/"+o.Change, nil).is(http.StatusOK).into(&c)
	if c.State != "pending" || c.Digest != o.Digest || c.Maker != maker || !c.CanDecide || len(c.Rows) == 0 {
		w.t.Errorf("the approver is shown %+v", c)
	}
	if own := w.change(maker, o); own["can_decide"] != false || own["why_not"] == "" {
		w.t.Error("the maker is told that they could decide")
	}
	w.ask(outsider, "GET", "/api/v1/change/"+o.Change, nil).refused(http.StatusForbidden, "denied")
	w.ask("", "GET", "/api/v1/change/"+o.Change, nil).refused(http.StatusUnauthorized, "no_session")
	for path, want := range map[string]bool{approver + " ": true, maker + " ?box=mine&limit=1": true, maker + " ": false, outsider + " ": false} {
		user, query, _ := strings.Cut(path, " ")
		items := w.ask(user, "GET", "/api/v1/change"+query, nil).is(http.StatusOK).items()
		there := slices.ContainsFunc(items, func(f fields) bool { return f["id"] == o.Change })
		if there != want {
			w.t.Errorf("the change is in the list of the %s: %v, want %v", path, there, want)
		}
	}
	return c.Rows
}

// approved: another person's approval applies it; what was shown is what stands
// and what the log has, once.
func (w *walk) approved(s *step, a *asked, o *outcome, shown []rowChange) {
	w.t.Helper()
	since := w.head()
	got := w.approve(approver, o).is(http.StatusOK).outcome()
	if got.State != "applied" || got.Change != o.Change {
		w.t.Fatalf("the approved change is %+v", got)
	}
	applied := w.recorded(since, like{change: o.Change, outcome: audit.Applied}, 1)[0]
	ev := applied.Event
	if ev.Actor != approver || ev.Action != s.asks || ev.Digest != o.Digest || applied.Seq != got.Seq || !slices.Contains(ev.Facts, audit.Fact{Name: "maker", Value: maker}) || len(ev.Rows) != len(shown) {
		w.t.Errorf("its entry is %+v", ev)
	}
	if got := w.searched(o.Change); !slices.Equal(got, []string{audit.Applied, audit.Held}) {
		w.t.Errorf("a search for the change finds %v", got)
	}
	for i := range min(len(shown), len(ev.Rows)) {
		w.row(&shown[i], &ev.Rows[i])
	}
	if c := w.change(approver, o); c["state"] != "executed" || c["ended_seq"] != json.Number(fmt.Sprint(got.Seq)) {
		w.t.Errorf("the change says %v, entry %v", c["state"], c["ended_seq"])
	}
	id := got.of(a.table)
	if a.want == nil {
		w.ask(maker, "GET", "/api/v1/"+a.table+"/"+id, nil).refused(http.StatusNotFound, "not_found")
		return
	}
	now := w.ask(maker, "GET", "/api/v1/"+a.table+"/"+id, nil).is(http.StatusOK).row()
	want := plain(w, a.want)
	if diff := cmp.Diff(want, only(now, want)); diff != "" {
		w.t.Errorf("the %s is not as asked: %s", a.table, diff)
	}
	if a.after != nil {
		a.after(id)
	}
}

// row holds one row of the log against what the approver was shown, and against
// what stands now.
func (w *walk) row(c *rowChange, r *audit.Row) {
	w.t.Helper()
	version := c.Base + 1
	var was fields
	switch c.Op {
	case "delete":
		version, was = 0, c.Before
	case "update":
		was = fields{}
		for _, k := range c.Changed {
			was[k] = c.Before[k]
		}
	case "touch":
		c.After = nil
	}
	if r.Table != c.Table || r.ID != c.ID || r.Op != c.Op || r.Version != version {
		w.t.Errorf("the log has %s %s %s at %d, shown was %s %s %s on %d", r.Op, r.Table, r.ID, r.Version, c.Op, c.Table, c.ID, c.Base)
	}
	for name, pair := range map[string]struct {
		shown  fields
		logged json.RawMessage
	}{"after": {c.After, r.After}, "was": {was, r.Was}} {
		if diff := cmp.Diff(pair.shown, w.unmask(pair.logged, pair.shown)); diff != "" {
			w.t.Errorf("%s of %s %s in the log is not what was shown: %s", name, c.Table, c.ID, diff)
		}
	}
	if c.Op == "insert" || c.Op == "update" {
		now := w.ask(maker, "GET", "/api/v1/"+c.Table+"/"+c.ID, nil).is(http.StatusOK).row()
		if diff := cmp.Diff(c.After, only(now, c.After)); diff != "" || now["version"] != json.Number(fmt.Sprint(version)) {
			w.t.Errorf("%s %s at version %v is not what was shown: %s", c.Table, c.ID, now["version"], diff)
		}
	}
}

// unmask reads an image of the log; where people are shown "masked" it has that
// word with a fingerprint.
func (w *walk) unmask(image json.RawMessage, shown fields) fields {
	w.t.Helper()
	if image == nil {
		return nil
	}
	f := decoded(w, image)
	for k, v := range f {
		if text, _ := v.(string); shown[k] == "masked" && strings.HasPrefix(text, "masked:") {
			f[k] = "masked"
		}
	}
	return f
}

// plain are the fields as JSON has them, without secrets.
func plain(w *walk, f fields) fields {
	w.t.Helper()
	text, err := json.Marshal(f)
	if err != nil {
		w.t.Fatal(err)
	}
	p := decoded(w, text)
	delete(p, "secret")
	delete(p, "private_key") // sent, and never shown again
	return p
}

func decoded(w *walk, text []byte) fields {
	w.t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var f fields
	if err := d.Decode(&f); err != nil {
		w.t.Fatal(err)
	}
	return f
}

// only are those fields of row that like has.
func only(row, like fields) fields {
	o := fields{}
	for k := range like {
		if v, there := row[k]; there {
			o[k] = v
		}
	}
	return o
}

// sweep looks for secrets in every entry.
func (w *walk) sweep() {
	var before int64
	for {
		found, err := audit.Search(w.t.Context(), w.s.DB, w.s.Ring, audit.Query{Before: before, Limit: 1000})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, f := range found {
			w.sealedClean(f.Event)
		}
		if len(found) < 1000 {
			return
		}
		before = found[len(found)-1].Seq
	}
}
