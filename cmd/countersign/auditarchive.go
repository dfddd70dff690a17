package main

import (
	"errors"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/server"
)

type auditArchiveVerb struct {
	place
	Before string `help:"Archive what is older than this day." xor:"range" placeholder:"YYYY-MM-DD"`
	To     int64  `help:"Archive up to this entry; whole blocks of 256 go." xor:"range" placeholder:"SEQ"`
	JSON   bool   `name:"json" help:"Print the archives that were made as JSON."`
}

// Run archives. On SQLite the server must be stopped; it archives by itself what
// is older than its setting.
func (v *auditArchiveVerb) Run(t *tool) error {
	return v.installation(t, func(s *server.Server) error {
		last := v.To
		if v.Before != "" {
			day, err := time.Parse(time.DateOnly, v.Before)
			if err != nil {
				return usage{errors.New("--before takes a day like 2025-05-31")}
			}
			if last, err = audit.UpTo(t.ctx, s.DB, day.UnixMicro()-1); err != nil {
				return err
			}
		} else if last == 0 {
			return usage{errors.New("say what to archive: --before YYYY-MM-DD or --to SEQ")}
		}
		made, err := s.Archive(t.ctx, last)
		if err != nil {
			return err
		}
		if len(made) == 0 && !v.JSON {
			return t.say("Nothing was archived: no whole block of 256 signed and indexed entries lies before that.")
		}
		return t.archives(made, v.JSON)
	})
}

type auditRestoreVerb struct {
	place
	From int64         `help:"The first entry wanted." required:"" placeholder:"SEQ"`
	To   int64         `help:"The last entry wanted." required:"" placeholder:"SEQ"`
	For  time.Duration `help:"How long they stay before they are removed again." default:"720h"`
	JSON bool          `name:"json" help:"Print the archives that were restored as JSON."`
}

// Run restores the archives that hold any of the range.
func (v *auditRestoreVerb) Run(t *tool) error {
	return v.installation(t, func(s *server.Server) error {
		back, err := s.Restore(t.ctx, v.From, v.To, time.Now().Add(v.For))
		if err != nil {
			return err
		}
		return t.archives(back, v.JSON)
	})
}

// installation opens the installation as a node, without its ways in.
func (p *place) installation(t *tool, do func(*server.Server) error) (err error) {
	c, err := p.load(nil)
	if err != nil {
		return err
	}
	s, err := server.Open(t.ctx, c, server.Options{Version: version})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

type auditArchivesVerb struct {
	logPlace
	JSON bool `name:"json" help:"Print them as JSON."`
}

// Run lists the archives.
func (v *auditArchivesVerb) Run(t *tool) (err error) {
	db, _, err := v.open(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	list, err := audit.Archives(t.ctx, db)
	if err != nil {
		return err
	}
	return t.archives(list, v.JSON)
}

func (t *tool) archives(list []audit.Archive, asJSON bool) error {
	if asJSON {
		if list == nil {
			list = []audit.Archive{}
		}
		return t.show(map[string]any{"archives": list})
	}
	for _, a := range list {
		where := "archived"
		if !a.Away {
			where = "archived, and in the database"
		}
		if err := t.say("%d to %d\t%s\t%d bytes\t%s", a.First, a.Last, a.File, a.Size, where); err != nil {
			return err
		}
	}
	return nil
}
