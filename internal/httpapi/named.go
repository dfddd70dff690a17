package httpapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/store"
)

// NamedProcess is a process for who does something there and may not read how it
// compares: its name, and none of its rules.
type NamedProcess struct {
	ID     govern.ID   `json:"id"`
	Code   string      `json:"code"`
	Name   string      `json:"name"`
	Unit   string      `json:"unit" doc:"What the unit is called that it belongs to; empty: to none."`
	Kind   string      `json:"kind" enum:"cash,data"`
	May    []string    `json:"may" doc:"What the asker may do there, of what the parameter may names."`
	Takes  *TakenFiles `json:"takes,omitempty" doc:"What files it takes; told to who may run it."`
	Awaits []string    `json:"awaits" doc:"What the files are called that it awaits; told to who may run it or view these."`
}

// TakenFiles are the two files that a process takes, as far as one who brings them
// needs to know.
type TakenFiles struct {
	AccountNumber string    `json:"account_number" doc:"Of cash: whose statements it takes."`
	Left          TakenFile `json:"left"`
	Right         TakenFile `json:"right"`
}

// TakenFile is one of them as it was brought last; empty where none was.
type TakenFile struct {
	Name   string `json:"name"`
	Format string `json:"format" enum:",csv,camt.053"`
}

// NamedProcesses are those in which the asker may do something.
type NamedProcesses struct {
	Items []NamedProcess `json:"items" doc:"By name."`
	Next  string         `json:"next,omitempty" doc:"Send it as cursor, with the same may and q, to get the next page; absent at the end."`
}

// namedPlace is where a page of them ended.
type namedPlace struct{ Name, ID string }

// atProcess are the permissions that let somebody know what a process is called.
var atProcess = []string{"process.view", "process.run", "run.view", "expected_file.view", "expected_file.insert", givingRoles}

// namedProcesses serves the names of processes to who brings their files, awaits
// these or gives their roles: who looks after the technique is told no rules.
func (a *API) namedProcesses() {
	var may []any
	for _, p := range atProcess {
		may = append(may, p)
	}
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/process/named", Asks: "everybody, where they may do something"}, tag: "process",
		summary: "Processes in which the asker may do something, by name and without their rules",
		query: []parameter{
			text("may", "Only those where the asker has this permission.").oneOf(may...), text("id", "Only this one."), text("q", "A part of the name or the code."),
			number("limit", "At most so many, 1 to 200; 200 when absent.").between(1, mostGrantees), text("cursor", "The next of the page before."),
		},
		answer: schemaOf[NamedProcesses](a), do: a.processesByName,
	})
}

func (a *API) processesByName(c *call) (reply, error) {
	limit, err := c.number("limit", 1, mostGrantees, mostGrantees)
	if err != nil {
		return reply{}, err
	}
	of := c.cursorOf(strings.Join([]string{"process/named", c.query.Get("may"), c.query.Get("id"), c.query.Get("q")}, "\n"))
	var after namedPlace
	if cursor := c.query.Get("cursor"); cursor != "" {
		if err := c.openCursor(cursor, of, &after); err != nil {
			return reply{}, err
		}
	}
	found, err := a.namedAfter(c, after, int(limit)+1)
	if err != nil {
		return reply{}, err
	}
	list := NamedProcesses{Items: found}
	if len(found) > int(limit) {
		list.Items = found[:limit]
		last := &list.Items[limit-1]
		if list.Next, err = c.cursor(of, namedPlace{last.Name, string(last.ID)}); err != nil {
			return reply{}, err
		}
	}
	return reply{body: list}, a.withFiles(c, list.Items)
}

// atOnce is how many processes are looked through at a time for those to be told.
const atOnce = 200

// namedAfter are at most so many that come after the place by name, with what their
// units are called.
func (a *API) namedAfter(c *call, after namedPlace, most int) ([]NamedProcess, error) {
	where, args := `id NOT IN (SELECT process FROM staging_copy)`, []any{"", "", atOnce}
	if id := c.query.Get("id"); id != "" {
		where, args = `id = $4`, append(args, id)
	}
	list, units := []NamedProcess{}, Names{"unit": {}}
	for looked := atOnce; looked == atOnce && len(list) < most; {
		looked, args[0], args[1] = 0, after.Name, after.ID
		err := a.DB.Query(c.ctx, func(scan store.Scan) error {
			var p NamedProcess
			var id, account string
			if err := scan(&id, &p.Code, &p.Name, &p.Unit, &p.Kind, &account); err != nil {
				return err
			}
			looked, after, p.ID = looked+1, namedPlace{p.Name, id}, govern.ID(id)
			if len(list) < most && a.namedFor(c, &p, account) {
				list = append(list, p)
				wants(units["unit"], []string{p.Unit})
			}
			return nil
		}, `SELECT id, code, name, unit, kind, account_number FROM process WHERE `+where+` AND (name > $1 OR name = $1 AND id > $2) ORDER BY name, id LIMIT $3`, args...)
		if err != nil {
			return nil, err
		}
	}
	err := callThem(c, directory.Units, units["unit"], func(u *directory.Unit) (string, string) { return string(u.ID), u.Name })
	for i := range list {
		list[i].Unit = units["unit"][list[i].Unit]
	}
	return list, err
}

// namedFor reports whether the asker may know of the process and asks for it, and
// says what they may do there.
func (a *API) namedFor(c *call, n *NamedProcess, account string) bool {
	on := access.Target{Unit: n.Unit, Records: []access.Record{{Table: recon.Processes.Name, ID: string(n.ID)}}}
	n.May, n.Awaits = []string{}, []string{}
	for _, permission := range atProcess {
		if a.Engine.Access().Check(c.who.User, permission, on, int64(govern.At(a.Engine.Now()))) {
			n.May = append(n.May, permission)
		}
	}
	if slices.Contains(n.May, "process.run") {
		n.Takes = &TakenFiles{AccountNumber: account}
	}
	wanted, q := c.query.Get("may"), strings.ToLower(c.query.Get("q"))
	return len(n.May) > 0 && (wanted == "" || slices.Contains(n.May, wanted)) && strings.Contains(strings.ToLower(n.Name+"\n"+n.Code), q)
}

// withFiles adds what the files are called that each process awaits, and what it
// was brought last.
func (a *API) withFiles(c *call, list []NamedProcess) error {
	if len(list) == 0 {
		return nil
	}
	places, ids := make([]string, len(list)), make([]any, len(list))
	for i := range list {
		places[i], ids[i] = fmt.Sprintf("$%d", i+1), string(list[i].ID)
	}
	theirs := `process IN (` + strings.Join(places, ", ") + `)`
	awaits, err := notice.ExpectedFiles.Find(c.ctx, a.DB, theirs+` ORDER BY name, id`, ids...)
	if err != nil {
		return err
	}
	last, err := recon.Runs.Find(c.ctx, a.DB, theirs+` AND number = (SELECT max(o.number) FROM run o WHERE o.process = run.process)`, ids...)
	if err != nil {
		return err
	}
	runs := map[govern.ID]*recon.Run{}
	for _, r := range last {
		runs[r.Process] = r
	}
	for i := range list {
		n := &list[i]
		for _, x := range awaits {
			if x.Process == n.ID && (n.Takes != nil || slices.Contains(n.May, "expected_file.view")) {
				n.Awaits = append(n.Awaits, x.Name)
			}
		}
		if r := runs[n.ID]; r != nil && n.Takes != nil {
			n.Takes.Left, n.Takes.Right = TakenFile{r.LeftName, r.LeftFormat}, TakenFile{r.RightName, r.RightFormat}
		}
	}
	return nil
}

// Awaitable is what a form for an awaited file offers once it is known whose file it
// is: names, and nothing else of whom they name.
type Awaitable struct {
	Users     []Grantee `json:"users" doc:"People who are active and of the process's unit, of one above or beneath, or whom the asker may view, by name; everybody for who may enter files of all processes. Others are named by their exact e-mail address."`
	Groups    []Grantee `json:"groups" doc:"Those of the process's unit, of one above or beneath, or that the asker may view, by name; all for who may enter files of all processes."`
	Calendars []Grantee `json:"calendars" doc:"By name."`
	More      bool      `json:"more" doc:"Whether there are more users or groups; look for a part of the name."`
}

// awaitables serves whoever enters what files a process awaits, and may view neither
// users nor groups nor calendars.
func (a *API) awaitables() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/process/{id}/awaitable", Permission: "expected_file.insert"}, tag: "process",
		summary: "Who could look after a file that the process awaits, and by which calendars, by name; for who may enter one",
		query:   []parameter{text("q", "A part of the name of users and groups.")},
		answer:  schemaOf[Awaitable](a), do: a.awaitable,
	})
}

func (a *API) awaitable(c *call) (reply, error) {
	if err := c.mayView("expected_file.insert", recon.Processes.Name); err != nil {
		return reply{}, err
	}
	var w Awaitable
	of, err := a.Engine.Target(c.ctx, recon.Processes.Name, c.id())
	if err != nil {
		return reply{}, err
	}
	if w.Users, w.Groups, w.More, err = a.namesFor(c, "expected_file.insert", of.Unit, false); err != nil {
		return reply{}, err
	}
	calendars, err := payments.Calendars.Find(c.ctx, a.DB, `1 = 1`)
	w.Calendars = []Grantee{}
	for _, x := range calendars {
		w.Calendars = append(w.Calendars, Grantee{ID: x.ID, Name: x.Name})
	}
	slices.SortFunc(w.Calendars, byName)
	return reply{body: w}, err
}
