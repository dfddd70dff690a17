package server

import (
	"cmp"
	"slices"
	"time"

	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/govern"
)

const (
	alarmEvery = 5 * time.Second
	// alarmFor is how long one node may be at it before another may begin.
	alarmFor = 10 * time.Minute
)

// alarming looks for what one person alone could bring about.
func (s *Server) alarming() *rounds {
	every := cmp.Or(s.Look, alarmEvery)
	w := &collude.Watch{
		Engine: s.Engine, DB: s.DB, Courier: DeliveryUser, Settle: 2 * every,
		Declared: func(command string) bool {
			return slices.ContainsFunc(Verbs, func(v govern.Verb) bool { return v.Name == command })
		},
	}
	return &rounds{lease: "collusion", every: every, hold: alarmFor, trouble: "what one person alone could do was not looked for", work: w.Step}
}
