package httpapi

import (
	"os"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
)

// trial is the JSON form of what a copy is tried on.
type trial struct {
	Run govern.ID `json:"run" required:"false" doc:"A run of the original, whose files are taken; absent: its latest that is done."`
}

// CopyDifference is how a staging copy compares otherwise than its original.
type CopyDifference struct {
	Original        govern.ID       `json:"original"`
	OriginalVersion int64           `json:"original_version" doc:"At which the original stands."`
	CopyVersion     int64           `json:"copy_version" doc:"At which the copy stands."`
	Of              int64           `json:"of" doc:"The version of the original that the copy was made from or brought up to."`
	Moved           bool            `json:"moved" doc:"Whether the original changed since: then no change is asked for from the copy."`
	Since           []CopySince     `json:"since" doc:"What changed since and by whom, newest first; of versions that the asker may view."`
	Tried           bool            `json:"tried" doc:"Whether the copy has a run that ended."`
	Fields          []recon.Differs `json:"fields" doc:"What would be asked for: the original's fields and the copy's."`
}

// CopySince is one version of an original that came after its copy.
type CopySince struct {
	Version int64               `json:"version"`
	At      govern.Time         `json:"at"`
	Asked   Named               `json:"asked" doc:"Who asked for it."`
	Agreed  *Named              `json:"agreed,omitempty" doc:"Whose agreement made it happen; absent when nobody had to agree."`
	Change  govern.ID           `json:"change,omitempty" doc:"The change that was held."`
	Fields  []govern.Difference `json:"fields" doc:"What differs from the version before."`
}

// Staging serves what people do and look at with staging copies besides their
// records.
func Staging(a *API) {
	schema := schemaInline[trial](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/recon/staging_copy/{id}/try", Permission: "staging_copy.try"}, tag: "staging_copy", write: true,
		summary: "Start a run of the copy on the files of a run of the original; the answer waits for its end, for some seconds", body: orEmpty(schema), headers: []parameter{prefer},
		do: func(c *call) (reply, error) { return c.tryCopy(schema) },
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/staging_copy/{id}/comparison", Permission: "staging_copy.view"}, tag: "staging_copy",
		summary: "What the original and its copy made of the same files, side by side; run.view of the original's runs is asked besides",
		query:   []parameter{text("run", "A run of the copy; absent: its latest."), text("with", "A run of the original; absent: its latest of the same files.")},
		answer:  schemaOf[recon.SideBySide](a), do: a.besides,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/staging_copy/{id}/difference", Permission: "staging_copy.view"}, tag: "staging_copy",
		summary: "How the copy compares otherwise than its original, and what changed there since", answer: schemaOf[CopyDifference](a), do: a.copyDifference,
	})
}

// tryCopy starts a run of the copy, like compare.
func (c *call) tryCopy(schema *huma.Schema) (reply, error) {
	if err := c.mayView("staging_copy.try", "staging_copy"); err != nil {
		return reply{}, err
	}
	patience, err := c.patience()
	if err != nil {
		return reply{}, err
	}
	var in trial
	if _, err := c.api.decode(c.body, schema, true, &in); err != nil {
		return reply{}, err
	}
	if c.dryRun {
		return c.rehearse(in.Run)
	}
	cmd, err := recon.StartTrial(c.ctx, c.api.DB, c.api.Files, c.id(), in.Run)
	if err != nil {
		return reply{}, err
	}
	rep, err := c.submit(cmd)
	if err == nil {
		c.awaitRun(&rep, patience)
	}
	return rep, err
}

// rehearse tries the copy within the request, and records nothing.
func (c *call) rehearse(run govern.ID) (reply, error) {
	dir, err := os.MkdirTemp(c.api.Temp, "countersign-dry-run-")
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	keep, err := files.NewFolder(dir)
	if err != nil {
		return reply{}, err
	}
	cmd, err := recon.NewTrial(c.ctx, c.api.DB, c.api.Files, keep, c.api.Temp, c.id(), run, c.api.Limits.Import)
	if err != nil {
		return reply{}, err
	}
	return c.submit(cmd)
}

// copied is the copy of the address, and what its original is asked on.
func (c *call) copied() (*recon.StagingCopy, access.Target, error) {
	if err := c.mayView("staging_copy.view", "staging_copy"); err != nil {
		return nil, access.Target{}, err
	}
	s, err := recon.StagingCopies.Get(c.ctx, c.api.DB, c.id())
	if err != nil {
		return nil, access.Target{}, err
	}
	on, err := c.api.Engine.Target(c.ctx, recon.Processes.Name, s.Original)
	return s, on, err
}

func (a *API) besides(c *call) (reply, error) {
	_, on, err := c.copied()
	if err != nil {
		return reply{}, err
	}
	if err := a.Engine.Check(c.who.User, "run.view", on); err != nil {
		return reply{}, err
	}
	shown := a.Engine.Check(c.who.User, "exception.view", on) == nil
	b, err := recon.Beside(c.ctx, a.DB, a.Files, c.id(), govern.ID(c.query.Get("run")), govern.ID(c.query.Get("with")), shown, a.Limits.Import)
	return reply{body: b}, err
}

// mostSince is how many entries of the original's log are looked through.
const mostSince = 200

func (a *API) copyDifference(c *call) (reply, error) {
	s, on, err := c.copied()
	if err != nil {
		return reply{}, err
	}
	o, err := recon.Processes.Get(c.ctx, a.DB, s.Original)
	if err != nil {
		return reply{}, err
	}
	p, err := recon.Processes.Get(c.ctx, a.DB, s.Process)
	if err != nil {
		return reply{}, err
	}
	d := CopyDifference{
		Original: o.ID, OriginalVersion: o.Version, CopyVersion: p.Version, Of: s.OriginalVersion, Moved: o.Version != s.OriginalVersion,
		Since: []CopySince{}, Fields: recon.Differences(o, p),
	}
	if d.Tried, err = recon.Tried(c.ctx, a.DB, p.ID); err != nil {
		return reply{}, err
	}
	if d.Moved && a.Engine.Check(c.who.User, "process.view", on) == nil {
		past, err := a.Engine.History(c.ctx, c.who.User, recon.Processes.Name, o.ID, true, 0, mostSince)
		if err != nil {
			return reply{}, err
		}
		d.Since = since(past, s.OriginalVersion)
	}
	return reply{body: d}, nil
}

// since are the versions after one; of a change that was held, who asked for it is
// told by an earlier entry.
func since(past []govern.Past, version int64) []CopySince {
	list, makers := []CopySince{}, map[govern.ID]Named{}
	for _, p := range past {
		if p.Outcome == audit.Held {
			makers[p.Change] = Named{p.Actor, p.ActorName}
		}
	}
	for _, p := range past {
		if p.Outcome != audit.Applied || p.Version <= version {
			continue
		}
		one := CopySince{Version: p.Version, At: p.At, Asked: Named{p.Actor, p.ActorName}, Change: p.Change, Fields: p.Fields}
		if maker, held := makers[p.Change]; held && p.Change != "" {
			one.Asked, one.Agreed = maker, &Named{p.Actor, p.ActorName}
		}
		list = append(list, one)
	}
	return list
}
