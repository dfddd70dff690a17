package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/files"
)

type auditVerb struct {
	Search      auditSearchVerb      `cmd:"" help:"Search the log; the search is logged."`
	Export      auditExportVerb      `cmd:"" help:"Export what a search finds, or the whole log, with proof; the export is logged."`
	Verify      auditVerifyVerb      `cmd:"" help:"Prove that the log is whole, or name the first entry that is not. Needs no key that opens it."`
	Prove       auditProveVerb       `cmd:"" help:"Write the proof that an entry is in the log, which standard tools check."`
	Consistency auditConsistencyVerb `cmd:"" help:"Write the proof that the log only grew between two checkpoints."`
	Tiles       auditTilesVerb       `cmd:"" help:"Write the log, still sealed, as the files of a tlog-tiles log."`
	Archive     auditArchiveVerb     `cmd:"" help:"Move old entries to archive files, verify these, and remove the entries from the database."`
	Restore     auditRestoreVerb     `cmd:"" help:"Bring archived entries back into the database for a while."`
	Archives    auditArchivesVerb    `cmd:"" help:"List the archives: which entries lie in which file."`
}

type auditVerifyVerb struct {
	Data        string   `help:"The data folder of an installation; its checkpoints, public key and archives are found there." xor:"source" placeholder:"DIR"`
	Database    string   `help:"A PostgreSQL database; with --data, only the log is taken from there." placeholder:"URL"`
	Export      string   `help:"An export file." xor:"source" placeholder:"FILE"`
	Archive     string   `help:"An archive file." xor:"source" placeholder:"FILE"`
	Checkpoints []string `aliases:"checkpoint" help:"Checkpoints kept elsewhere; they find a log that was rolled back or cut. May be given several times." placeholder:"FILE" sep:"none"`
	Key         string   `help:"The public key, or a file that holds it; else audit.pub beside the checkpoints." placeholder:"KEY|FILE"`
	JSON        bool     `name:"json" help:"Print the report as JSON."`
}

// Run exits with 1 when anything is wrong.
func (v *auditVerifyVerb) Run(t *tool) (err error) {
	if v.Data == "" && v.Database == "" && v.Export == "" && v.Archive == "" {
		return usage{errors.New("say what to verify: --data DIR, --database URL, --export FILE or --archive FILE")}
	}
	if v.Data != "" {
		c := config.Config{Data: v.Data}
		v.Checkpoints = append([]string{c.Checkpoints()}, v.Checkpoints...)
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
	report, err := verify.Against(src, notes, key)
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

func (v *auditVerifyVerb) notes() (list [][]byte, err error) {
	for _, name := range v.Checkpoints {
		notes, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("the checkpoints cannot be read; name their file with --checkpoints: %w", err)
		}
		if bytes.HasSuffix(notes, []byte("\n")) && !bytes.HasSuffix(notes, []byte("\n\n")) {
			notes = append(notes, '\n') // one checkpoint, as it is sent away, lacks the empty line between several
		}
		list = append(list, notes)
	}
	return list, nil
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
	if len(v.Checkpoints) == 0 {
		return "", usage{errors.New("give the public key with --key, or the checkpoints' file with --checkpoints: the key lies beside it")}
	}
	path := filepath.Join(filepath.Dir(v.Checkpoints[0]), audit.PublicKeyFile)
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
	if v.Archive != "" {
		f, err := os.Open(v.Archive)
		if err != nil {
			return nil, nil, fmt.Errorf("the archive cannot be read: %w", err)
		}
		text, err := audit.OpenArchive(f)
		if err != nil {
			return nil, nil, errors.Join(err, f.Close())
		}
		return verify.Export(text), f.Close, nil
	}
	c := config.Config{Data: v.Data, Database: v.Database}
	db, err := look(t, c.DatabaseURL(), c.SQLite())
	if err != nil {
		return nil, nil, err
	}
	kept, err := archivesOf(&c, v.Data)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return audit.Source(t.ctx, db, kept), db.Close, nil
}

// archivesOf is the folder of an installation's files, nil where there is none to
// look into.
func archivesOf(c *config.Config, data string) (files.Store, error) {
	if _, err := os.Stat(c.Files()); data == "" || err != nil {
		return nil, nil
	}
	return files.NewFolder(c.Files())
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
