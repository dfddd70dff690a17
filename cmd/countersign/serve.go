package main

import (
	"errors"
	"io"
	"log/slog"
	"net"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/heap"
	"github.com/countersign/countersign/internal/server"
)

type serveVerb struct {
	place
	Addr         string `help:"Address to listen on." placeholder:"HOST:PORT"`
	LogLevel     string `help:"debug, info, warn or error." placeholder:"LEVEL"`
	TrustedProxy string `help:"Networks of the proxies whose X-Forwarded-For is read." placeholder:"CIDR,…"`
}

// Run serves until the process is told to stop.
func (v *serveVerb) Run(t *tool) error {
	c, err := v.load(map[string]string{"addr": v.Addr, "log.level": v.LogLevel, "trusted_proxy": v.TrustedProxy})
	if err != nil {
		return err
	}
	heap.Set()
	log := logger(c, t.errors)
	s, err := server.Open(t.ctx, c, server.Options{Log: log, Version: version})
	if err != nil {
		return err
	}
	if !s.Founded() {
		log.Warn("this installation has no users yet, so nobody can sign in; stop the server and run 'countersign init'")
	}
	ln, err := (&net.ListenConfig{}).Listen(t.ctx, "tcp", c.Addr)
	if err != nil {
		return errors.Join(fault.Wrap(err, fault.Unavailable, "address", "The address %s cannot be listened on; name another with --addr.", c.Addr), s.Close())
	}
	scheme := "http"
	if c.TLSCertificate != "" {
		scheme = "https"
	}
	log.Info("serving", "url", scheme+"://"+ln.Addr().String(), "data", c.Data, "database", s.DB.Dialect().String(), "version", version)
	err = s.Serve(t.ctx, ln)
	log.Info("stopping")
	return errors.Join(err, s.Close())
}

// logger writes lines as configured.
func logger(c *config.Config, w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // the configuration admits known levels only
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
