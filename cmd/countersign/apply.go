package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/httpapi"
)

type applyVerb struct {
	remote
	File   string `short:"f" help:"A YAML file, or a folder of them." type:"path" required:"" xor:"from" placeholder:"DIR|FILE"`
	Bundle string `help:"A bundle that another installation signed for this one." type:"path" required:"" xor:"from" placeholder:"FILE"`
	DryRun bool   `help:"Print the plan and change nothing."`
	Delete bool   `help:"Delete what the files do not name, of the tables that they do."`
	Whole  bool   `name:"all-or-nothing" help:"Where others have to agree: nobody leaves rows out, and one that is stale by then stops all."`
	Reason string `help:"Why; kept with the change and in the log." placeholder:"TEXT"`
	Ticket string `help:"Number of an external ticket; kept in the same way." placeholder:"NUMBER"`
	JSON   bool   `name:"json" help:"Print the server's last answer as JSON."`
}

// Run prints the plan, then asks for it as one change. It ends well also when
// the change waits for other people.
func (v *applyVerb) Run(t *tool) error {
	body, where, err := v.what()
	if err != nil {
		return err
	}
	headers := []string{"Countersign-Reason", v.Reason, "Countersign-Ticket", v.Ticket}
	var plan, out httpapi.Configured
	if err := v.ask(t, http.MethodPost, where+"?dry_run=true", body, &plan, headers...); err != nil {
		return err
	}
	if !v.JSON {
		if err := showPlan(t, &plan); err != nil {
			return err
		}
	}
	if v.DryRun || len(plan.Differences) == 0 {
		if v.JSON {
			return t.show(plan)
		}
		return nil
	}
	if err := v.ask(t, http.MethodPost, where, body, &out, headers...); err != nil {
		return err
	}
	if v.JSON {
		return t.show(out)
	}
	if out.Change != "" {
		return t.say("Held as change %s until others agree: %s.", out.Change, strings.Join(out.Missing, ", "))
	}
	return t.say("Applied; entry %d of the log.", out.Seq)
}

// what is asked for, and where: files, or a bundle.
func (v *applyVerb) what() (body any, where string, err error) {
	if v.Bundle == "" {
		files, err := readFiles(v.File)
		return map[string]any{"files": files, "delete": v.Delete, "all_or_nothing": v.Whole}, "/api/v1/configuration/apply", err
	}
	if v.Delete {
		return nil, "", usage{errors.New("a bundle deletes nothing; leave --delete out")}
	}
	text, err := os.ReadFile(v.Bundle)
	if err != nil {
		return nil, "", fault.New(fault.NotFound, "no_file", "There is no file %s.", v.Bundle)
	}
	if !json.Valid(text) {
		return nil, "", fault.New(fault.Invalid, "bad_bundle", "%s is no bundle; countersign export --signed writes one.", v.Bundle)
	}
	return json.RawMessage(text), "/api/v1/configuration/import", nil
}

// readFiles takes a file, or every YAML file of a folder and the folders in it.
func readFiles(from string) ([]ascode.File, error) {
	info, err := os.Stat(from)
	if err != nil {
		return nil, fault.New(fault.NotFound, "no_file", "There is no file or folder %s.", from)
	}
	if !info.IsDir() {
		text, err := os.ReadFile(from)
		return []ascode.File{{Name: filepath.Base(from), Content: string(text)}}, err
	}
	files, err := ascode.Folder(os.DirFS(from))
	if err == nil && len(files) == 0 {
		err = fault.New(fault.NotFound, "no_file", "There is no .yaml file in %s.", from)
	}
	return files, err
}

type exportVerb struct {
	remote
	Out    string   `short:"o" help:"Folder for the files, one for each table." type:"path" required:"" xor:"to" placeholder:"DIR"`
	Signed string   `help:"File for the whole as one bundle, signed for another installation." type:"path" required:"" xor:"to" placeholder:"FILE"`
	Key    bool     `help:"Print this installation's name and public key instead, for others to trust its bundles." required:"" xor:"to"`
	For    string   `help:"With --signed: the name of the installation that may import it; countersign export --key prints it there." placeholder:"NAME"`
	Table  []string `help:"With --signed: only of these tables." placeholder:"NAME"`
	JSON   bool     `name:"json" help:"Print the names of the files, or name and key, as JSON."`
}

// Run writes what the user may view. A YAML file that is there and that is not
// written again would be applied with the others, so it stops the export.
func (v *exportVerb) Run(t *tool) error {
	switch {
	case v.Key:
		return v.key(t)
	case v.Signed != "":
		return v.signed(t)
	case v.For != "" || len(v.Table) > 0:
		return usage{errors.New("--for and --table go with --signed")}
	}
	var conf httpapi.Configuration
	if err := v.ask(t, http.MethodGet, "/api/v1/configuration", nil, &conf); err != nil {
		return err
	}
	if err := os.MkdirAll(v.Out, 0o700); err != nil {
		return err
	}
	written := map[string]bool{}
	names := []string{}
	for _, f := range conf.Files {
		if f.Name != path.Base(f.Name) {
			return fault.New(fault.Internal, "bad_name", "The server sent a file named %q.", f.Name)
		}
		written[f.Name] = true
		names = append(names, f.Name)
	}
	there, err := ascode.Folder(os.DirFS(v.Out))
	if err != nil {
		return err
	}
	for _, f := range there {
		if !written[f.Name] {
			return fault.New(fault.Conflict, "other_file", "%s in %s is not of this export and would be applied with it; move it away or take another folder.", f.Name, v.Out)
		}
	}
	for _, f := range conf.Files {
		if err := os.WriteFile(filepath.Join(v.Out, f.Name), []byte(f.Content), 0o600); err != nil {
			return err
		}
	}
	if v.JSON {
		return t.show(map[string]any{"files": names})
	}
	return t.say("%d files in %s", len(names), v.Out)
}
