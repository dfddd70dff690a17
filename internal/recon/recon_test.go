package recon_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/house"
)

var tables = append([]govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, policy.Rules}, recon.Tables...)

// office is a house with a process and a files store.
type office struct {
	*house.House
	t      *testing.T
	keep   files.Store
	folder string
	worker *recon.Comparer
}

// service records what runs come to.
const service = "installation"

func each(t *testing.T, f func(t *testing.T, o *office)) {
	house.Each(t, tables, recon.Verbs, func(t *testing.T, h *house.House) {
		o := &office{House: h, t: t, folder: filepath.Join(t.TempDir(), "files")}
		var err error
		if o.keep, err = files.NewFolder(o.folder); err != nil {
			t.Fatal(err)
		}
		o.User(service, "run.finish")
		o.worker = o.another()
		f(t, o)
	})
}

// another is a node's worker of runs.
func (o *office) another() *recon.Comparer {
	return &recon.Comparer{Door: o.Engine, DB: o.DB, Files: o.keep, Room: o.t.TempDir(), Actor: govern.Actor{User: service}}
}

const (
	byReference = "keys: ref\namount: amount\namount_tolerance: 0.01\ndate: date\n"
	ledgerCSV   = "ref,amount,date,text\nA,10.00,2026-03-01,one\nB,20.00,2026-03-01,two\nC,30.00,2026-03-01,three\n\nD,4x,2026-03-01,four\n"
	bankCSV     = "ref,amount,date\nA,10.01,2026-03-01\nB,25.00,2026-03-03\nE,7.00,2026-03-01\n"
)

func (o *office) process(id string, p recon.Process) govern.ID {
	o.t.Helper()
	p.Code, p.Name = id, "process "+id
	if p.OnInconsistency == "" {
		p.OnInconsistency = "warn"
	}
	if p.Kind == "" {
		p.Kind = "data"
	}
	o.Must(o.Submit(house.Founder, govern.PutNew(recon.Processes, govern.ID(id), &p)))
	return govern.ID(id)
}

func sides(left, right string) (recon.Side, recon.Side) {
	return recon.Side{Name: "ledger.csv", Format: recon.CSV, Content: []byte(left)}, recon.Side{Name: "bank.csv", Format: recon.CSV, Content: []byte(right)}
}

func (o *office) prepare(process govern.ID, left, right recon.Side) (*recon.Start, error) {
	return recon.Prepare(context.Background(), o.DB, o.keep, "", process, left, right)
}

// start has a run of the two CSV files started, and nobody compare it yet.
func (o *office) start(user string, process govern.ID, left, right recon.Side) govern.ID {
	o.t.Helper()
	cmd, err := o.prepare(process, left, right)
	if err != nil {
		o.t.Fatal(err)
	}
	o.Must(o.Submit(user, cmd))
	return cmd.RunID()
}

// work has the worker take up one run, which there must be.
func (o *office) work() {
	o.t.Helper()
	if worked, err := o.worker.Step(context.Background()); !worked || err != nil {
		o.t.Fatalf("the worker worked: %v, %v", worked, err)
	}
}

// run has two CSV files compared and returns the run with its exceptions.
func (o *office) run(user string, process govern.ID, left, right recon.Side) (*recon.Run, []*recon.Exception) {
	o.t.Helper()
	id := o.start(user, process, left, right)
	o.work()
	return o.read(id)
}

func (o *office) read(id govern.ID) (*recon.Run, []*recon.Exception) {
	o.t.Helper()
	ctx := context.Background()
	run, err := recon.Runs.Get(ctx, o.DB, id)
	if err != nil {
		o.t.Fatal(err)
	}
	list, err := recon.Exceptions.Find(ctx, o.DB, `run = $1 ORDER BY id`, string(id))
	if err != nil {
		o.t.Fatal(err)
	}
	return run, list
}

func (o *office) kept() int {
	n := 0
	_ = filepath.WalkDir(o.folder, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	return n
}

func wantFault(t *testing.T, err error, code, field, detail string) {
	t.Helper()
	f := fault.From(err)
	if err == nil || f.Code != code || f.Field != field || !strings.Contains(f.Detail, detail) {
		t.Fatalf("got %v, want %s at %q saying %q", err, code, field, detail)
	}
}

func statement(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testkit.Root(), "iso20022", "testdata", "statement.08.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rule has the command wait for one more person.
func (o *office) rule(command string) {
	o.t.Helper()
	o.Must(o.Submit(house.Founder, govern.PutNew(policy.Rules, govern.ID("rule-"+command), &policy.Rule{
		Name: command, Subject: command,
		Operations: []string{approval.Command}, Factors: []approval.Factor{{Permission: command + ".approve", People: 1}}, Enabled: true,
	})))
}

func (o *office) approve(user string, out govern.Outcome) {
	o.t.Helper()
	o.Must(o.Engine.Approve(context.Background(), govern.Actor{User: user}, govern.Note{}, out.Change, out.Digest))
}
