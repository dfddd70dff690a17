package httpapi

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Consistency is what shows that the log only grew between two sizes.
type Consistency struct {
	Proof string `json:"proof" doc:"As C2SP tlog-witness submits a checkpoint: 'old' and the smaller size, the hashes of RFC 6962's consistency proof, an empty line, the larger checkpoint."`
	Key   string `json:"key" doc:"The C2SP verifier keys of the log: the first, and the notes by which each appointed the next."`
}

// proofs serves what outsiders check the log with. The tiles and the bundles are
// for those who may export the whole log; nobody else learns how much happens
// when, not even from sealed entries.
func (a *API) proofs() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/audit/consistency", Permission: auditView}, tag: "audit",
		summary: "What proves that the log only grew from one size to another", query: []parameter{
			number("from", "The smaller size, of a checkpoint that you kept."), number("to", "The larger size, of another checkpoint; the newest when absent."),
		}, answer: schemaOf[Consistency](a), do: a.consistency,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/audit/tlog/checkpoint", Permission: auditExport}, tag: "audit",
		summary: "The newest checkpoint with its witnesses' cosignatures, as C2SP tlog-tiles serves it", answerType: "text/plain", do: a.tlogCheckpoint,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/audit/tlog/tile/{id}", Permission: auditExport}, tag: "audit", deep: true,
		summary:    "A tile of hashes (<level>/<number>[.p/<width>]) or a bundle of sealed entries (entries/<number>[.p/<width>]) of C2SP tlog-tiles; reading a bundle is logged",
		answerType: "application/octet-stream", do: a.tile,
	})
}

func (a *API) consistency(c *call) (reply, error) {
	if _, err := c.readable(); err != nil { // it tells of no entry, as a checkpoint
		return reply{}, err
	}
	from, err := c.number("from", 0, 1<<62, 0)
	if err != nil {
		return reply{}, err
	}
	to, err := c.number("to", 1, 1<<62, 0)
	if err != nil {
		return reply{}, err
	}
	proof, err := audit.ProveConsistency(c.ctx, a.DB, from, to)
	return reply{body: Consistency{string(proof), a.Ring.Keys()}}, err
}

func (a *API) tlogCheckpoint(c *call) (reply, error) {
	if err := c.on(auditExport); err != nil {
		return reply{}, err
	}
	var newest audit.Signed
	err := a.DB.Snapshot(c.ctx, func(q store.Reader) (err error) {
		newest, err = audit.Newest(c.ctx, q)
		return err
	})
	if err == nil && newest.Size == 0 {
		err = fault.New(fault.NotFound, "audit_unsigned", "No checkpoint has been signed yet; it takes a second.")
	}
	return raw("text/plain; charset=utf-8", []byte(newest.Note)), err
}

// tilePath is what follows /tile/: the level or "entries", the number in groups
// of three digits of which all but the last begin with x, and the width of a
// partial one.
var tilePath = regexp.MustCompile(`^(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?$`)

func (a *API) tile(c *call) (reply, error) {
	if err := c.on(auditExport); err != nil {
		return reply{}, err
	}
	m := tilePath.FindStringSubmatch(string(c.id()))
	if m == nil || strings.HasPrefix(m[2], "x000/") {
		return reply{}, fault.New(fault.NotFound, "no_tile", "%q names no tile; they are named like 0/x001/234.p/17 or entries/000.", c.id())
	}
	number, _ := strconv.ParseInt(strings.NewReplacer("x", "", "/", "").Replace(m[2]), 10, 64) // digits, as the pattern has it
	width := tree.Run
	if m[3] != "" {
		if width, _ = strconv.Atoi(m[3]); width >= tree.Run {
			return reply{}, fault.New(fault.NotFound, "no_tile", "A partial tile is 1 to %d wide.", tree.Run-1)
		}
	}
	var out []byte
	err := a.DB.Snapshot(c.ctx, func(q store.Reader) (err error) {
		out, err = a.tileOf(c.ctx, q, m[1], number, width)
		return err
	})
	if err == nil && m[1] == "entries" {
		err = c.noted(auditExport, audit.Record{}, audit.Fact{Name: "bundle", Value: string(c.id())})
	}
	rep := raw("application/octet-stream", out)
	rep.header["Cache-Control"] = "private, max-age=31536000, immutable"
	return rep, err
}

func (a *API) tileOf(ctx context.Context, q store.Reader, level string, number int64, width int) ([]byte, error) {
	if level == "entries" {
		return audit.Bundle(ctx, q, a.Files, number, width)
	}
	n, _ := strconv.Atoi(level) // digits, as the pattern has it
	return audit.Tile(ctx, q, n, number, width)
}
