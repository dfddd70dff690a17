package main

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/countersign/countersign/examples"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/demo"
	"github.com/countersign/countersign/internal/demobank"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/server"
)

type demoVerb struct {
	place
	Addr string `help:"Address to serve on while the story is played and afterwards." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Once bool   `help:"End after the story instead of serving on."`
	As   string `help:"Instead of playing, print what this person of a running demo signs in with now; needs --data." placeholder:"PERSON"`
	JSON bool   `name:"json" help:"Print one JSON object to standard output; the story goes to standard error."`
}

// storyClock runs as fast as the real one, from the day on which the story
// begins; its files are of that autumn. Second factors go by the real one, which
// the devices of who looks around go by.
type storyClock struct{ shift atomic.Int64 }

func newStoryClock() *storyClock {
	c := &storyClock{}
	c.shift.Store(int64(time.Until(demo.Start)))
	return c
}

func (c *storyClock) now() time.Time          { return time.Now().Add(time.Duration(c.shift.Load())) }
func (c *storyClock) advance(d time.Duration) { c.shift.Add(int64(d)) }

// Run plays the story and keeps serving until the process is told to stop.
func (v *demoVerb) Run(t *tool) (err error) {
	if v.As != "" {
		return v.tell(t)
	}
	folder, remove, err := v.folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	v.Data = folder
	c, err := v.load(map[string]string{"addr": v.Addr})
	if err != nil {
		return err
	}
	told := t.out
	if v.JSON {
		told = t.errors
	}
	clock := newStoryClock()
	s, err := server.Open(t.ctx, c, server.Options{Log: logger(c, io.Discard), Now: clock.now, Codes: time.Now, Version: version})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return v.play(t, told, s, c, clock)
}

// folder is where the demo keeps its data: one of its own, removed at the end,
// unless it was named.
func (v *demoVerb) folder() (string, func() error, error) {
	if v.Data != "" {
		return v.Data, func() error { return nil }, os.MkdirAll(v.Data, 0o700)
	}
	folder, err := os.MkdirTemp("", "countersign-demo-")
	return folder, func() error { return os.RemoveAll(folder) }, err
}

func (v *demoVerb) play(t *tool, told io.Writer, s *server.Server, c *config.Config, clock *storyClock) (err error) {
	inbox := filepath.Join(c.Data, "bank")
	if err := os.MkdirAll(filepath.Join(inbox, "inbox"), 0o700); err != nil {
		return err
	}
	bank, err := demobank.Start(inbox)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bank.Close()) }()
	founders, err := v.found(t.ctx, s, c)
	if err != nil {
		return err
	}
	ln, err := (&net.ListenConfig{}).Listen(t.ctx, "tcp", c.Addr)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "address", "The address %s cannot be listened on; name another with --addr.", c.Addr)
	}
	ctx, stop := context.WithCancel(t.ctx)
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, ln) }()
	defer func() { stop(); err = errors.Join(err, <-served) }()
	report, err := demo.Play(t.ctx, demo.Stage{
		URL: "http://" + ln.Addr().String(), Founders: founders, Files: examples.Files, Advance: clock.advance, Codes: time.Now, Out: told, Entered: v.keep(c),
		Bank: demo.Bank{Host: bank.Host(), Port: bank.Port(), User: demobank.User, HostKey: bank.HostKeyLine(), ClientKey: string(bank.ClientKey), Inbox: os.DirFS(filepath.Join(inbox, "inbox"))},
	})
	if err != nil {
		return err
	}
	if v.JSON {
		if err := t.show(report); err != nil {
			return err
		}
	}
	if v.Once {
		return nil
	}
	v.invite(told, report.URL, c)
	<-t.ctx.Done()
	return nil
}

// found sets the installation up with its two administrators. They come in
// by their links.
func (v *demoVerb) found(ctx context.Context, s *server.Server, c *config.Config) (two [2]demo.Login, err error) {
	if s.Founded() {
		return two, fault.New(fault.Conflict, "founded", "There is an installation with users in %s already; the demo needs a new folder or database.", c.Data)
	}
	names := []server.Admin{{Email: "ilse.brandt@halvorn.example", Name: "Ilse Brandt"}, {Email: "tomas.reiter@halvorn.example", Name: "Tomas Reiter"}}
	made, err := s.Found(ctx, names)
	if err != nil {
		return two, err
	}
	for i, m := range made {
		two[i] = demo.Login{User: string(m.User), Name: names[i].Name, Email: m.Email, Link: m.Link}
	}
	return two, nil
}
