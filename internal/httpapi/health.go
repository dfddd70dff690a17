package httpapi

import (
	"context"
	"time"

	"github.com/countersign/countersign/internal/fault"
)

// Health is what a load balancer or a person on call wants to know.
type Health struct {
	Status  string `json:"status"`
	Version string `json:"version"`
}

func (a *API) health() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/healthz", Asks: anyone}, tag: "health", summary: "Does the process run?",
		answer: schemaOf[Health](a), do: func(*call) (reply, error) {
			return reply{body: Health{"ok", a.Version}}, nil
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/readyz", Asks: anyone}, tag: "health", summary: "Can it do its work: does the database answer, is the log being signed?",
		answer: schemaOf[Health](a), do: func(c *call) (reply, error) {
			ctx, cancel := context.WithTimeout(c.ctx, 2*time.Second)
			defer cancel()
			var seq int64
			err := a.DB.QueryRow(ctx, []any{&seq}, `SELECT seq FROM audit_head WHERE one = 1`)
			if err == nil && a.Ready != nil {
				err = a.Ready(ctx)
			}
			if err != nil {
				return reply{}, fault.Wrap(err, fault.Unavailable, "not_ready", "This node cannot do its work now; its log says why.")
			}
			return reply{body: Health{"ready", a.Version}}, nil
		},
	})
}
