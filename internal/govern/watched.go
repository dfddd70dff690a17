package govern

import (
	"path"
	"slices"
	"strings"

	"github.com/countersign/countersign/approval"
)

// Watched is what a four-eyes rule may be about: a table that is written row by
// row, or a command.
type Watched struct {
	Name    string   `json:"name" doc:"A table (bank_instruction) or a command (package.release)."`
	Area    string   `json:"area" doc:"What it belongs to, such as payments."`
	Command bool     `json:"command"`
	Columns []string `json:"columns" doc:"What conditions see of before and after; none of a command."`
}

// Watched lists what four-eyes rules may be about, by name.
func (e *Engine) Watched() []Watched {
	list := []Watched{}
	areas := e.areas()
	schema := e.view.Load().extra.schema
	for _, d := range e.all() {
		w := Watched{Name: d.name, Area: areas[path.Base(d.typ.PkgPath())], Columns: []string{}}
		if d.composed {
			w.Area = "foreign"
		}
		for _, f := range schema[d.name] {
			w.Columns = append(w.Columns, seenAs(f)...)
		}
		list = append(list, w)
	}
	for _, v := range e.Verbs() {
		if v.watchable() {
			list = append(list, Watched{Name: v.Name, Area: v.Area, Command: true, Columns: []string{}})
		}
	}
	slices.SortFunc(list, func(a, b Watched) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// seenAs is a column as conditions name it.
func seenAs(f approval.Field) []string {
	if f.Kind == approval.Money {
		return []string{f.Name + "_minor", f.Name + "_currency"}
	}
	return []string{f.Name}
}

// Areas are what permissions belong to, by what they begin with: a table's name,
// or what a command is about. What belongs nowhere is left out.
func (e *Engine) Areas() map[string]string {
	list := map[string]string{}
	for _, w := range e.Watched() {
		about, _, _ := strings.Cut(w.Name, ".")
		if list[about] == "" {
			list[about] = w.Area
		}
	}
	return list
}
