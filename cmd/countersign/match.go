package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/countersign/countersign/matching"
)

// codeSize is about what the program takes beside what the runtime counts.
const codeSize = 36 << 20

type matchVerb struct {
	Config string `help:"Settings in YAML or JSON: keys, amount, date and tolerances." required:"" type:"path" placeholder:"FILE"`
	Left   string `help:"The left file: CSV, fixed width, XLSX, Parquet, camt.053 or MT940, as the settings or its ending say." required:"" type:"path" placeholder:"FILE"`
	Right  string `help:"The right file." required:"" type:"path" placeholder:"FILE"`
	Out    string `help:"Folder for the results." required:"" type:"path" placeholder:"DIR"`
	Format string `help:"Write the results as csv or parquet." enum:"csv,parquet" default:"csv" placeholder:"csv|parquet"`
	Memory string `help:"Keep within this much memory, like 2GiB and 128MiB at least, by use of the disk." placeholder:"SIZE"`
	JSON   bool   `name:"json" help:"Print the summary as JSON."`
}

// Run reconciles and says what came of it. Interrupted, it leaves nothing.
func (v *matchVerb) Run(t *tool) error {
	c, err := matching.ReadConfigFile(v.Config)
	if err != nil {
		return err
	}
	var memory int64
	if v.Memory != "" {
		if memory, err = matching.ParseMemory(v.Memory); err != nil {
			return usage{fmt.Errorf("--memory: %w", err)}
		}
		if memory < 128<<20 {
			return usage{errors.New("--memory: the program itself takes about 40 MiB; allow 128MiB at least")}
		}
		memory -= codeSize
		// What the runtime holds beside the heap is the tenth.
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(memory - memory/10))
	}
	shown := progress(t.errors)
	options := []matching.Option{matching.Memory(memory), matching.OnProgress(func(p matching.Progress) { shown(p.Stage, p.Done, p.Total) })}
	if v.Format == "parquet" {
		options = append(options, matching.InParquet())
	}
	s, err := matching.RunWith(t.ctx, c, v.Left, v.Right, v.Out, options...)
	shown("", 0, 0)
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("interrupted; %s is as it was", v.Out)
	}
	if err != nil {
		return err
	}
	if v.JSON {
		return t.show(s)
	}
	return t.say("%d left and %d right rows: %d matched (%d exactly), %d partly, %d left and %d right unmatched, %d and %d bad; results in %s",
		s.Left, s.Right, s.Matched, s.Exact, s.Partial, s.UnmatchedLeft, s.UnmatchedRight, s.BadLeft, s.BadRight, v.Out)
}
