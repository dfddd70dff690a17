package httpapi

import (
	"cmp"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// reply is what a route answers: JSON, or bytes of another type.
type reply struct {
	status int // 0: 200
	header map[string]string
	body   any
	// stream, when set, writes the answer itself. It may take long; an error
	// after its first byte cuts the connection, so that half is not taken for all.
	stream func(w io.Writer) error
}

func (rep reply) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	for k, v := range rep.header {
		h.Set(k, v)
	}
	if rep.status == 0 {
		rep.status = http.StatusOK
	}
	if rep.status == http.StatusOK && rep.header["ETag"] != "" && r.Header.Get("If-None-Match") == rep.header["ETag"] && r.Method == http.MethodGet {
		rep.status = http.StatusNotModified
	}
	if rep.stream != nil {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(streamFor)) // a test's recorder has none
	}
	w.WriteHeader(rep.status)
	switch {
	case r.Method == http.MethodHead || rep.status == http.StatusNotModified:
	case rep.stream != nil:
		if err := rep.stream(w); err != nil {
			panic(http.ErrAbortHandler)
		}
	default:
		writeJSON(w, rep.body)
	}
}

// etag is a version as HTTP has it. While a change waits, which the record is
// shown with, it is another one: "3-<change>".
func etag(version int64, pending govern.ID) string {
	if pending != "" {
		return `"` + strconv.FormatInt(version, 10) + "-" + string(pending) + `"`
	}
	return `"` + strconv.FormatInt(version, 10) + `"`
}

// codeNoMatch is the code of a write that does not say which version was read.
const codeNoMatch = "if_match_missing"

// match reads the version that If-Match names.
func (c *call) match() (int64, error) {
	v := c.r.Header.Get("If-Match")
	if v == "" {
		return 0, fault.Bad("If-Match", codeNoMatch, "Send the version that you read as If-Match: \"3\"; the ETag of a GET has it.")
	}
	version, change, _ := strings.Cut(strings.Trim(v, `"`), "-")
	n, err := strconv.ParseInt(version, 10, 64)
	if err != nil || n < 1 || v != etag(n, govern.ID(change)) && v != strconv.FormatInt(n, 10) {
		return 0, fault.Bad("If-Match", "bad_value", "%s is not a version like \"3\".", v)
	}
	return n, nil
}

// Planned is the answer to a dry run: what would become of the request.
type Planned struct {
	govern.Outcome
	Rows []govern.ShownChange `json:"rows,omitempty" doc:"The rows that would change; of a dry run alone."`
}

// submit hands the command to the Engine, or asks what it would do. created
// names the route's answer when a record was made.
func (c *call) submit(cmd govern.Command) (reply, error) {
	note, err := c.note()
	if err != nil {
		return reply{}, err
	}
	if c.dryRun {
		out, rows, err := c.api.Engine.DryRun(c.ctx, c.who, note, cmd)
		if err != nil {
			told := c.unseen(err)
			if !fault.Is(told, fault.Denied) { // which is logged when it is answered
				c.refused(err)
			}
			return reply{}, told
		}
		shown, err := c.api.show(c.who.User, rows, false)
		return reply{body: Planned{out, shown}}, err
	}
	c.handed = true
	out, err := c.api.Engine.Submit(c.ctx, c.who, note, cmd)
	return c.outcome(out), c.unseen(err)
}

// unseen answers a refused write of a record like one of a record that is not
// there, to whoever may not view this record: as not found to who may do it
// elsewhere, and to who may do it nowhere without what it was asked on, which is
// where the record belongs. What was refused stands in the log.
func (c *call) unseen(err error) error {
	if !fault.Is(err, fault.Denied) || fault.Code(err) != "denied" || c.id() == "" {
		return err
	}
	on, none := c.api.Engine.Target(c.ctx, c.rt.tag, c.id())
	if none != nil || c.api.Engine.Check(c.who.User, c.rt.tag+".view", on) == nil {
		return err
	}
	if !c.holds(c.rt.Permission) {
		return cmp.Or(c.on(c.rt.Permission), err)
	}
	return fault.New(fault.NotFound, "not_found", "There is no %s %s.", words(c.rt.tag), c.id())
}

// show is what a user is shown of rows that would change: of those that a guard keeps
// from them, and those that but end with others and that they may not view, only that
// there are some. Who agrees sees what they agree to.
func (a *API) show(user string, rows []govern.RowChange, agrees bool) ([]govern.ShownChange, error) {
	list := make([]govern.ShownChange, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].Shown(); err != nil {
			return nil, err
		}
		if a.Engine.Keeps(user, &rows[i]) || !agrees && a.Engine.EndsUnseen(user, rows, i) {
			list[i].Before, list[i].After, list[i].Changed = nil, nil, []string{}
		}
	}
	return list, nil
}

// outcome answers 201 for what was made, 202 for what waits, else 200.
func (c *call) outcome(out govern.Outcome) reply {
	rep := reply{body: out, header: map[string]string{}}
	switch {
	case out.State == govern.Held:
		rep.status = http.StatusAccepted
		rep.header["Location"] = "/api/v1/change/" + string(out.Change)
	case out.State == govern.Applied && (len(out.Records) == 1 && out.Records[0].Version > 0 || c.rt.created && len(out.Records) > 1 && out.Records[0].Version == 1):
		made := out.Records[0] // what comes with it, such as its maker's grant, stands after it
		rep.header["ETag"] = etag(made.Version, "")
		if c.rt.created && made.Version == 1 {
			rep.status = http.StatusCreated
			rep.header["Location"] = "/api/v1/" + made.Table + "/" + string(made.ID)
		}
	}
	return rep
}
