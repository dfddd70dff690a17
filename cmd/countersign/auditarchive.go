package main

import (
	"errors"
	"time"

	"github.com/countersign/countersign/internal/archives"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
)

type auditArchiveVerb struct {
	ordering
	Before string `help:"Archive what is older than this day." xor:"range" placeholder:"YYYY-MM-DD"`
	To     int64  `help:"Archive up to this entry; whole blocks of 256 go." xor:"range" placeholder:"SEQ"`
}

// Run orders it and waits for its end.
func (v *auditArchiveVerb) Run(t *tool) error {
	asked := &archives.Archive{To: v.To}
	if v.Before != "" {
		day, err := time.Parse(time.DateOnly, v.Before)
		if err != nil {
			return usage{errors.New("--before takes a day like 2025-05-31")}
		}
		asked.Before = govern.At(day)
	} else if v.To == 0 {
		return usage{errors.New("say what to archive: --before YYYY-MM-DD or --to SEQ")}
	}
	made, ended, err := v.order(t, asked, "/api/v1/audit/archive", "archive")
	if err != nil || !ended {
		return err
	}
	if len(made) == 0 && !v.JSON {
		return t.say("Nothing was archived: no whole block of 256 signed and indexed entries lies before that.")
	}
	return t.archives(made, v.JSON)
}

type auditRestoreVerb struct {
	ordering
	From int64         `help:"The first entry wanted." required:"" placeholder:"SEQ"`
	To   int64         `help:"The last entry wanted." required:"" placeholder:"SEQ"`
	For  time.Duration `help:"How long they stay before they are removed again." default:"720h"`
}

// Run orders that the archives that hold any of the range come back, and waits until
// they have.
func (v *auditRestoreVerb) Run(t *tool) error {
	hours := int64((v.For + time.Hour - 1) / time.Hour)
	if hours < 1 {
		return usage{errors.New("--for takes a time like 24h")}
	}
	back, ended, err := v.order(t, &archives.Restore{From: v.From, To: v.To, Hours: hours}, "/api/v1/audit/restore", "restore")
	if err != nil || !ended {
		return err
	}
	return t.archives(back, v.JSON)
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
