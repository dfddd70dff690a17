package audit

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// Columns head the lines of Lines.
var Columns = []string{
	"entry", "time", "acting", "acting_name", "acted_for", "acted_for_name", "method", "session", "address", "request",
	"action", "outcome", "record_table", "record", "change", "reason", "ticket", "code", "detail", "count", "facts", "rows_hidden",
	"row_table", "row_record", "operation", "version", "field", "old", "new", "leaf", "proof",
}

// Lines are the entry as lines of a table, one for each changed field, or one
// where no field changed. Each begins with the entry and bears its leaf; the
// proof stands in the first alone. name is what a user is called.
func (p *Proven) Lines(name func(user string) string) [][]string {
	ev := p.Event
	count := ""
	if ev.Count > 1 {
		count = strconv.FormatInt(ev.Count, 10)
	}
	hidden := ""
	if p.Hidden > 0 {
		hidden = strconv.Itoa(p.Hidden)
	}
	var facts []string
	for _, f := range ev.Facts {
		facts = append(facts, f.Name+": "+f.Value)
	}
	head := []string{
		strconv.FormatInt(p.Seq, 10), time.UnixMicro(p.At).UTC().Format("2006-01-02T15:04:05.000000Z"), ev.Actor, name(ev.Actor), ev.OnBehalf, name(ev.OnBehalf), ev.Method, ev.Session, ev.From, ev.Request,
		ev.Action, ev.Outcome, ev.Record.Table, ev.Record.ID, ev.Change, ev.Reason, ev.Ticket, ev.Code, ev.Detail, count, strings.Join(facts, "\n"), hidden,
	}
	leaf, proof := hex.EncodeToString(p.Leaf[:]), string(p.Proof)
	var lines [][]string
	add := func(cells ...string) {
		lines = append(lines, append(append(append(make([]string, 0, len(Columns)), head...), cells...), leaf, proof))
		proof = ""
	}
	for i := range ev.Rows {
		r := &ev.Rows[i]
		version := ""
		if r.Version > 0 {
			version = strconv.FormatInt(r.Version, 10)
		}
		fields := Fields(r)
		for _, f := range fields {
			add(r.Table, r.ID, r.Op, version, f.Name, f.Old, f.New)
		}
		if len(fields) == 0 {
			add(r.Table, r.ID, r.Op, version, "", "", "")
		}
	}
	if len(lines) == 0 {
		add("", "", "", "", "", "", "")
	}
	return lines
}

// Field is one changed field of a row, as people read it: an amount as "EUR
// 12.50", documents and lists as JSON, of a secret only that there is one.
type Field struct{ Name, Old, New string }

// Fields are the changed fields of a row that an entry tells of.
func Fields(r *Row) []Field {
	was, _ := optionalMembers(nil, r, r.Was) // they were walked when sealed
	after, _ := optionalMembers(nil, r, r.After)
	var list []Field
	for i := range after {
		old := find(was, after[i].key)
		if len(r.Was) == 0 || old != nil {
			list = append(list, Field{string(after[i].key), readText(old), readText(&after[i])})
		}
	}
	for i := range was {
		if find(after, was[i].key) == nil {
			list = append(list, Field{string(was[i].key), readText(&was[i]), ""})
		}
	}
	return list
}

func readText(m *member) string {
	if m == nil {
		return ""
	}
	if m.value[0] == 't' || m.value[0] == 'f' {
		return string(m.value)
	}
	text := exactText(m)
	if strings.HasPrefix(text, "masked:") && len(text) == len("masked:")+16 {
		return "masked"
	}
	return text
}
