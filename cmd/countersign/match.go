package main

import (
	"fmt"
	"os"

	"github.com/countersign/countersign/matching"
)

type matchVerb struct {
	Config string `help:"Settings in YAML or JSON: keys, amount, date and tolerances." required:"" type:"path" placeholder:"FILE"`
	Left   string `help:"The left CSV file." required:"" type:"path" placeholder:"FILE"`
	Right  string `help:"The right CSV file." required:"" type:"path" placeholder:"FILE"`
	Out    string `help:"Folder for the results." required:"" type:"path" placeholder:"DIR"`
	Memory string `help:"Spill to disk above this much, like 2GiB; the result itself stays in memory." placeholder:"SIZE"`
	JSON   bool   `name:"json" help:"Print the summary as JSON."`
}

// Run reconciles and says what came of it. Interrupted, it leaves nothing.
func (v *matchVerb) Run(t *tool) error {
	text, err := os.ReadFile(v.Config)
	if err != nil {
		return fmt.Errorf("the configuration cannot be read: %w", err)
	}
	c, err := matching.ReadConfig(v.Config, text)
	if err != nil {
		return err
	}
	var memory int64
	if v.Memory != "" {
		if memory, err = matching.ParseMemory(v.Memory); err != nil {
			return usage{fmt.Errorf("--memory: %w", err)}
		}
	}
	shown := progress(t.errors)
	s, err := matching.RunWith(t.ctx, c, v.Left, v.Right, v.Out, matching.Memory(memory),
		matching.OnProgress(func(p matching.Progress) { shown(p.Stage, p.Done, p.Total) }))
	shown("", 0, 0)
	if err != nil {
		return err
	}
	if v.JSON {
		return t.show(s)
	}
	return t.say("%d left and %d right rows: %d matched (%d exactly), %d partly, %d left and %d right unmatched, %d and %d bad; results in %s",
		s.Left, s.Right, s.Matched, s.Exact, s.Partial, s.UnmatchedLeft, s.UnmatchedRight, s.BadLeft, s.BadRight, v.Out)
}
