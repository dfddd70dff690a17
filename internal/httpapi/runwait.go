package httpapi

import (
	"strconv"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
)

// How long the answer to a started run waits for its end.
const (
	runPatience     = 10 * time.Second // when nothing is said
	mostRunPatience = 30 * time.Second
)

var prefer = text("Prefer", "wait=N: answer when the run has ended, or after N seconds, 30 at most (10 when nothing is said); respond-async: answer at once (RFC 7240).")

// patience reads the header Prefer (RFC 7240). Preferences that are not known here
// are nobody's fault.
func (c *call) patience() (time.Duration, error) {
	for _, line := range c.r.Header.Values("Prefer") {
		for _, p := range strings.Split(line, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "respond-async":
				return 0, nil
			case "wait":
				n, err := strconv.Atoi(strings.TrimSpace(value))
				if err != nil || n < 0 {
					return 0, fault.Bad("Prefer", "bad_value", "%q is not a number of seconds.", value)
				}
				return min(time.Duration(n)*time.Second, mostRunPatience), nil
			}
		}
	}
	return runPatience, nil
}

// awaitRun waits for the end of the run that was started, and has the answer name
// its version then. A run that takes longer is answered as it stands.
func (c *call) awaitRun(rep *reply, patience time.Duration) {
	out, ok := rep.body.(govern.Outcome)
	if !ok || out.State != govern.Applied || len(out.Records) == 0 || out.Records[0].Table != "run" {
		return
	}
	if c.api.RunStarted != nil {
		c.api.RunStarted()
	}
	for pause, end := 10*time.Millisecond, time.Now().Add(patience); time.Now().Before(end); pause = min(2*pause, 200*time.Millisecond) {
		r, err := recon.Runs.Get(c.whole, c.api.DB, out.Records[0].ID)
		if err != nil {
			return
		}
		if r.State != recon.Running {
			out.Records[0].Version = r.Version
			rep.body, rep.header["ETag"] = out, etag(r.Version, "")
			return
		}
		select {
		case <-c.whole.Done():
			return
		case <-time.After(pause):
		}
	}
}

// runProgress serves how far a run has come.
func (a *API) runProgress() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/run/{id}/progress", Permission: "run.view"}, tag: "run",
		summary: "How far a run that is under way has come, a second ago", answer: schemaOf[recon.Progress](a), do: func(c *call) (reply, error) {
			if err := c.mayView("run.view", "run"); err != nil {
				return reply{}, err
			}
			p, err := recon.ProgressOf(c.ctx, a.DB, c.id())
			return reply{body: p}, err
		},
	})
}
