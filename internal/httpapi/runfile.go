package httpapi

import (
	"mime"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/recon"
)

// runFiles serves the files that a run compared, as they were submitted.
func (a *API) runFiles() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/run/{id}/file", Permission: "run.download"}, tag: "run", answerType: "application/octet-stream",
		summary: "A file that the latest run of its process compared, as it was submitted; the download is logged",
		query:   []parameter{text("side", "left or right.")}, do: a.runFile,
	})
}

func (a *API) runFile(c *call) (reply, error) {
	if err := c.mayView("run.download", "run"); err != nil {
		return reply{}, err
	}
	r, err := recon.Runs.Get(c.ctx, a.DB, c.id())
	if err != nil {
		return reply{}, err
	}
	name, digest := r.LeftName, r.LeftDigest
	switch side := c.query.Get("side"); side {
	case "left":
	case "right":
		name, digest = r.RightName, r.RightDigest
	default:
		return reply{}, fault.Bad("side", "bad_value", "%q is neither left nor right.", side)
	}
	var last int64
	if err := a.DB.QueryRow(c.ctx, []any{&last}, `SELECT max(number) FROM run WHERE process = $1`, string(r.Process)); err != nil {
		return reply{}, err
	}
	if r.Number != last {
		return reply{}, fault.New(fault.Conflict, "not_latest", "Only the files of the latest run are fetched, and that is run %d.", last)
	}
	content, err := files.ReadAll(c.ctx, a.Files, digest, a.Limits.Import)
	if err != nil {
		return reply{}, err
	}
	rep := raw("application/octet-stream", content)
	rep.header["Content-Disposition"] = mime.FormatMediaType("attachment", map[string]string{"filename": name})
	return rep, c.noted("run.download", audit.Record{Table: "run", ID: string(r.ID)}, audit.Fact{Name: "file", Value: name}, audit.Fact{Name: "size", Value: strconv.Itoa(len(content))}, audit.Fact{Name: "sha256", Value: digest})
}
