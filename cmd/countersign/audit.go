package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/config"
)

type auditVerb struct {
	Verify auditVerifyVerb `cmd:"" help:"Prove that the log is whole, or name the first entry that is not. Needs no key that opens it."`
}

type auditVerifyVerb struct {
	Data        string `help:"The data folder of an installation; its checkpoints and public key are found there." xor:"source" placeholder:"DIR"`
	Database    string `help:"A PostgreSQL database; with --data, only the log is taken from there." placeholder:"URL"`
	Export      string `help:"An export file." xor:"source" placeholder:"FILE"`
	Checkpoints string `help:"Checkpoints kept elsewhere; they find a log that was rolled back or cut." placeholder:"FILE"`
	Key         string `help:"The public key, or a file that holds it; else audit.pub beside the checkpoints." placeholder:"KEY|FILE"`
	JSON        bool   `name:"json" help:"Print the report as JSON."`
}

// Run exits with 1 when anything is wrong.
func (v *auditVerifyVerb) Run(t *tool) (err error) {
	if v.Data == "" && v.Database == "" && v.Export == "" {
		return usage{errors.New("say what to verify: --data DIR, --database URL or --export FILE")}
	}
	if v.Data != "" && v.Checkpoints == "" {
		c := config.Config{Data: v.Data}
		v.Checkpoints = c.Checkpoints()
	}
	// The checkpoints are read before the log: a running log has grown past them.
	notes, err := v.notes()
	if err != nil {
		return err
	}
	key, err := v.key()
	if err != nil {
		return err
	}
	src, end, err := v.source(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	report, err := verify.Verify(src, notes, key)
	if err != nil {
		return err
	}
	if v.JSON {
		err = t.show(report)
	} else {
		err = describe(t, report)
	}
	if err == nil && !report.Whole() {
		err = errSilent
	}
	return err
}

func (v *auditVerifyVerb) notes() ([]byte, error) {
	if v.Checkpoints == "" {
		return nil, nil
	}
	notes, err := os.ReadFile(v.Checkpoints)
	if err != nil {
		return nil, fmt.Errorf("the checkpoints cannot be read; name their file with --checkpoints: %w", err)
	}
	return notes, nil
}

// key is never taken from the database: who can write there could write a key.
func (v *auditVerifyVerb) key() (string, error) {
	if v.Key != "" {
		text, err := os.ReadFile(v.Key)
		if errors.Is(err, fs.ErrNotExist) || err != nil && strings.Contains(v.Key, "+") {
			return strings.TrimSpace(v.Key), nil
		}
		return strings.TrimSpace(string(text)), err
	}
	if v.Checkpoints == "" {
		return "", usage{errors.New("give the public key with --key, or the checkpoints' file with --checkpoints: the key lies beside it")}
	}
	path := filepath.Join(filepath.Dir(v.Checkpoints), audit.PublicKeyFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("the public key is not beside the checkpoints; give it with --key: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// source opens what is verified; end lets it go.
func (v *auditVerifyVerb) source(t *tool) (src verify.Source, end func() error, err error) {
	if v.Export != "" {
		f, err := os.Open(v.Export)
		if err != nil {
			return nil, nil, fmt.Errorf("the export cannot be read: %w", err)
		}
		return verify.Export(bufio.NewReaderSize(f, 1<<20)), f.Close, nil
	}
	c := config.Config{Data: v.Data, Database: v.Database}
	db, err := look(t, c.DatabaseURL(), c.SQLite())
	if err != nil {
		return nil, nil, err
	}
	return audit.Source(t.ctx, db, nil), db.Close, nil
}

func describe(t *tool, r verify.Report) error {
	if !r.Whole() {
		return t.say("NOT WHOLE: %s", r.First)
	}
	extra := ""
	if r.Archived > 0 {
		extra += fmt.Sprintf(", %d of them archived", r.Archived)
	}
	if r.Unsigned > 0 {
		extra += fmt.Sprintf("; %d newer than the last checkpoint", r.Unsigned)
	}
	if r.Torn {
		extra += "; the checkpoint file ends within a note, as after a crash"
	}
	return t.say("whole: entries %d to %d of %s, %d checkpoints%s", r.From, r.To, r.Origin, r.Checkpoints, extra)
}
