package httpapi

import (
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/matching"
)

// ExceptionCandidates are rows that an exception may lack.
type ExceptionCandidates struct {
	Items []recon.Candidate `json:"items" doc:"The best first, ten at most; only of exceptions that the asker may view."`
}

// candidates serves suggestions for the work-list.
func (a *API) candidates() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/exception/{id}/candidates", Permission: "exception.view"}, tag: "exception",
		summary: "Which open rows of the other side may belong to an exception, with scores and reasons; nothing is matched by it", answer: schemaOf[ExceptionCandidates](a), do: a.exceptionCandidates,
	})
}

func (a *API) exceptionCandidates(c *call) (reply, error) {
	if err := c.mayView("exception.view", "exception"); err != nil {
		return reply{}, err
	}
	x, err := recon.Exceptions.Get(c.ctx, a.DB, c.id())
	if err != nil {
		return reply{}, err
	}
	run, err := recon.Runs.Get(c.ctx, a.DB, x.Run)
	if err != nil {
		return reply{}, err
	}
	by, err := a.comparedBy(c, run)
	if err != nil {
		return reply{}, err
	}
	others, err := recon.Exceptions.Find(c.ctx, a.DB, `run = $1 AND state <> 'closed' AND kind <> 'partial'`, string(x.Run))
	if err != nil {
		return reply{}, err
	}
	seen := func(o *recon.Exception) bool {
		return a.Engine.Check(c.who.User, "exception.view", recon.Exceptions.TargetOf(o)) == nil
	}
	return reply{body: ExceptionCandidates{recon.Candidates(x, others, run, by, seen)}}, nil
}

// comparedBy is the configuration that the run used.
func (a *API) comparedBy(c *call, run *recon.Run) (matching.Config, error) {
	text, err := files.ReadAll(c.ctx, a.Files, run.ConfigurationDigest, maxConfiguration)
	if err != nil {
		return matching.Config{}, err
	}
	return matching.ReadConfig("configuration", text)
}
