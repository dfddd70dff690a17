package main

import "github.com/countersign/countersign/netting"

type nettingVerb struct {
	Compute nettingComputeVerb `cmd:"" help:"Net one cycle a line from standard input, and answer each with a line."`
}

type nettingComputeVerb struct {
	JSON bool `name:"json" help:"Accepted for uniformity: the answer is JSON lines in any case."`
}

// Run answers malformed lines too, with their error; only reading and writing
// can fail.
func (v *nettingComputeVerb) Run(t *tool) error { return netting.Run(t.in, t.out) }
