package main

import (
	"errors"
	"net/http"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/httpapi"
	"github.com/countersign/countersign/internal/server"
)

type auditArchiveVerb struct {
	place
	remote
	Before string `help:"Archive what is older than this day." xor:"range" placeholder:"YYYY-MM-DD"`
	To     int64  `help:"Archive up to this entry; whole blocks of 256 go." xor:"range" placeholder:"SEQ"`
	JSON   bool   `name:"json" help:"Print the archives that were made as JSON."`
}

// Run archives. Where a running server holds the installation, that one is asked
// to, with a token of who may.
func (v *auditArchiveVerb) Run(t *tool) error {
	asked := httpapi.Archiving{To: v.To}
	if v.Before != "" {
		day, err := time.Parse(time.DateOnly, v.Before)
		if err != nil {
			return usage{errors.New("--before takes a day like 2025-05-31")}
		}
		asked.Before = govern.At(day)
	} else if v.To == 0 {
		return usage{errors.New("say what to archive: --before YYYY-MM-DD or --to SEQ")}
	}
	var made []audit.Archive
	err := v.installation(t, func(s *server.Server) (err error) {
		last := v.To
		if asked.Before != 0 {
			if last, err = audit.UpTo(t.ctx, s.DB, int64(asked.Before)-1); err != nil {
				return err
			}
		}
		made, err = s.Archive(t.ctx, last)
		return err
	})
	if fault.Code(err) == "data_in_use" {
		made, err = v.steps(t, "/api/v1/audit/archive", func(int64) any { return asked })
	}
	if err != nil {
		return err
	}
	if len(made) == 0 && !v.JSON {
		return t.say("Nothing was archived: no whole block of 256 signed and indexed entries lies before that.")
	}
	return t.archives(made, v.JSON)
}

// steps asks a running server for one archive file after the other, as long as
// there are more; body says what is asked for after the entry that the last one
// ended with.
func (r *remote) steps(t *tool, path string, body func(after int64) any) (list []audit.Archive, err error) {
	for after := int64(0); ; {
		var out httpapi.Archived
		if err := r.ask(t, http.MethodPost, path, body(after), &out); err != nil {
			return list, err
		}
		if out.Part == nil {
			return list, nil
		}
		p := out.Part
		list = append(list, audit.Archive{First: p.From, Last: p.To, File: p.SHA256, Size: p.Size, Away: p.Away})
		if after = p.To; !out.More {
			return list, nil
		}
	}
}

type auditRestoreVerb struct {
	place
	remote
	From int64         `help:"The first entry wanted." required:"" placeholder:"SEQ"`
	To   int64         `help:"The last entry wanted." required:"" placeholder:"SEQ"`
	For  time.Duration `help:"How long they stay before they are removed again." default:"720h"`
	JSON bool          `name:"json" help:"Print the archives that were restored as JSON."`
}

// Run restores the archives that hold any of the range. Where a running server
// holds the installation, that one is asked to, with a token of who may.
func (v *auditRestoreVerb) Run(t *tool) error {
	var back []audit.Archive
	err := v.installation(t, func(s *server.Server) (err error) {
		back, err = s.Restore(t.ctx, v.From, v.To, time.Now().Add(v.For))
		return err
	})
	if fault.Code(err) == "data_in_use" {
		hours := int64((v.For + time.Hour - 1) / time.Hour)
		back, err = v.steps(t, "/api/v1/audit/restore", func(after int64) any {
			return httpapi.Restoring{From: max(v.From, after+1), To: v.To, Hours: hours}
		})
		if err == nil && len(back) == 0 {
			err = fault.New(fault.NotFound, "not_archived", "None of the entries %d to %d is archived.", v.From, v.To)
		}
	}
	if err != nil {
		return err
	}
	return t.archives(back, v.JSON)
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
