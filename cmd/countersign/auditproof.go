package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// logPlace says where a log lies that is only looked at.
type logPlace struct {
	Data     string `help:"The data folder of an installation." placeholder:"DIR"`
	Database string `help:"A PostgreSQL database; with --data, only the log is taken from there." placeholder:"URL"`
}

func (p *logPlace) open(t *tool) (store.DB, *config.Config, error) {
	if p.Data == "" && p.Database == "" {
		return nil, nil, usage{errors.New("say where the log is: --data DIR or --database URL")}
	}
	c := &config.Config{Data: p.Data, Database: p.Database}
	db, err := look(t, c.DatabaseURL(), c.SQLite())
	return db, c, err
}

type auditProveVerb struct {
	Seq int64 `arg:"" help:"The number of the entry."`
	logPlace
	Leaf string `help:"Write the leaf's bytes there as well: what the proof is of." placeholder:"FILE"`
}

// Run writes a C2SP tlog-proof.
func (v *auditProveVerb) Run(t *tool) (err error) {
	db, c, err := v.open(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	proof, err := audit.Prove(t.ctx, db, v.Seq)
	if err != nil {
		return err
	}
	if v.Leaf != "" {
		kept, err := archivesOf(c, v.Data)
		if err != nil {
			return err
		}
		leaf, err := audit.Leaf(t.ctx, db, kept, v.Seq)
		if err != nil {
			return err
		}
		if err := os.WriteFile(v.Leaf, leaf, 0o600); err != nil {
			return err
		}
	}
	_, err = t.out.Write(proof)
	return err
}

type auditConsistencyVerb struct {
	From int64 `arg:"" help:"The smaller size, of a checkpoint that you kept."`
	To   int64 `arg:"" optional:"" help:"The larger size, of another checkpoint; the newest when absent."`
	logPlace
}

// Run writes the proof as C2SP tlog-witness submits it.
func (v *auditConsistencyVerb) Run(t *tool) (err error) {
	db, _, err := v.open(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	proof, err := audit.ProveConsistency(t.ctx, db, v.From, v.To)
	if err != nil {
		return err
	}
	_, err = t.out.Write(proof)
	return err
}

type auditTilesVerb struct {
	logPlace
	Out string `help:"A folder that does not exist yet, or is empty." required:"" placeholder:"DIR"`
	Key string `help:"The public key's file; else audit.pub of the data folder. The newest key is written to log.pub." placeholder:"FILE"`
}

// Run writes the files, and beside them the key that checkers want.
func (v *auditTilesVerb) Run(t *tool) (err error) {
	if there, err := os.ReadDir(v.Out); err == nil && len(there) > 0 {
		return fault.New(fault.Conflict, "folder_in_use", "The folder %s is not empty; name another.", v.Out)
	}
	db, c, err := v.open(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	kept, err := archivesOf(c, v.Data)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(v.Out, 0o700); err != nil {
		return err
	}
	out, err := os.OpenRoot(v.Out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	n := 0
	put := func(path string, content []byte) error {
		n++
		if err := out.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		return out.WriteFile(path, content, 0o600)
	}
	if err := audit.TileFiles(t.ctx, db, kept, put); err != nil {
		return err
	}
	if err := v.publish(c, put); err != nil {
		return err
	}
	return t.say("%d files in %s", n, v.Out)
}

func (v *auditTilesVerb) publish(c *config.Config, put func(string, []byte) error) error {
	name := v.Key
	if name == "" && v.Data == "" {
		return nil
	}
	if name == "" {
		name = filepath.Join(filepath.Dir(c.Checkpoints()), audit.PublicKeyFile)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("the public key cannot be read; name its file with --key: %w", err)
	}
	newest, err := tree.NewestKey(string(text))
	if err != nil {
		return err
	}
	return put("log.pub", []byte(newest+"\n"))
}
