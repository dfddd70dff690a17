package main

import "github.com/countersign/countersign/signing"

type signingVerb struct {
	Check signingCheckVerb `cmd:"" help:"Evaluate one case a line from standard input, and answer each with a line."`
}

type signingCheckVerb struct {
	JSON bool `name:"json" help:"Accepted for uniformity: the answer is JSON lines in any case."`
}

// Run answers malformed lines too, with their error; only reading and writing
// can fail.
func (v *signingCheckVerb) Run(t *tool) error { return signing.Run(t.in, t.out) }
