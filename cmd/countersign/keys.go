package main

import (
	"github.com/countersign/countersign/internal/secret"
)

type keysVerb struct {
	Rotate keysRotateVerb `cmd:"" help:"Make new keys: what was sealed and signed before stays readable and provable. A running server takes them over within seconds."`
	Show   keysShowVerb   `cmd:"" help:"Show the public keys of the log, the first and those that each appointed."`
}

type keysRotateVerb struct {
	place
	Signing bool `help:"Rotate the key that signs checkpoints too; the old one appoints the new one, and its private half is destroyed."`
	JSON    bool `name:"json" help:"Print as JSON what the keys are now."`
}

// Run changes the ring's file. Where several nodes have a copy each, it has to be
// copied to the others.
func (v *keysRotateVerb) Run(t *tool) error {
	ring, err := v.ring()
	if err != nil {
		return err
	}
	if v.Signing {
		err = ring.RotateSigner()
	}
	if err == nil {
		err = ring.Rotate()
	}
	if err != nil {
		return err
	}
	if v.JSON {
		return t.show(map[string]any{"sealing_key": ring.KeyID(), "signing_key": ring.Verifier()})
	}
	if err := t.say("sealing key\t%d\nsigning key\t%s", ring.KeyID(), ring.Verifier()); err != nil {
		return err
	}
	return t.say("Copy the key ring now, to where its old copy is kept and to the other nodes; entries made from now on open with the new one alone.")
}

type keysShowVerb struct{ place }

// Run shows what audit.pub holds.
func (v *keysShowVerb) Run(t *tool) error {
	ring, err := v.ring()
	if err != nil {
		return err
	}
	_, err = t.out.Write([]byte(ring.Keys()))
	return err
}

func (p *place) ring() (*secret.Ring, error) {
	c, err := p.load(nil)
	if err != nil {
		return nil, err
	}
	return secret.Open(c.Keys())
}
