package httpapi

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"os"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/recon"
)

// comparison is the JSON form of the two files of a run.
type comparison struct {
	Left  comparedFile `json:"left"`
	Right comparedFile `json:"right"`
}

// comparedFile is one of them.
type comparedFile struct {
	Name    string `json:"name" minLength:"1" maxLength:"255" doc:"The file's name, for the log."`
	Format  string `json:"format" required:"false" enum:"csv,camt.053" doc:"When absent, camt.053 for a name that ends with .xml, else csv."`
	Content []byte `json:"content" doc:"Its bytes, base64."`
}

const multipartForm = "multipart/form-data"

// Runs serves the comparison of two uploaded files.
func Runs(a *API) {
	schema := schemaInline[comparison](a)
	part := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	form := &huma.Schema{Type: huma.TypeObject, Required: []string{"left", "right"}, Properties: map[string]*huma.Schema{
		"left": part, "right": part, "left_format": {Type: huma.TypeString, Enum: []any{recon.CSV, recon.Camt053}}, "right_format": {Type: huma.TypeString, Enum: []any{recon.CSV, recon.Camt053}},
	}}
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/recon/process/{id}/run", Permission: "process.run"}, tag: "process", write: true, brings: true,
		summary: "Start a run: two files are compared as the process says; the answer waits for its end, for some seconds", body: schema, headers: []parameter{prefer}, forms: map[string]*huma.Schema{multipartForm: form},
		limit: a.Limits.Import, do: func(c *call) (reply, error) { return c.compare(schema) },
	})
	a.comparisons()
	a.grantables("process")
	a.namedProcesses()
	a.awaitables()
	a.candidates()
	a.labels()
	a.runFiles()
	a.runProgress()
	a.runMatches()
}

// compare starts a run; the permission is asked before the files are read, and
// again with the command.
func (c *call) compare(schema *huma.Schema) (reply, error) {
	if err := c.mayView("process.run", "process"); err != nil {
		return reply{}, err
	}
	patience, err := c.patience()
	if err != nil {
		return reply{}, err
	}
	left, right, err := c.sides(schema)
	if err != nil {
		return reply{}, err
	}
	c.brought = func(error) []audit.Fact { return recon.SideFacts(left, right) }
	if c.dryRun {
		return c.try(left, right)
	}
	cmd, err := recon.Prepare(c.ctx, c.api.DB, c.api.Files, c.api.Temp, c.id(), left, right)
	if err != nil {
		return reply{}, err
	}
	rep, err := c.submit(cmd)
	if err == nil {
		c.awaitRun(&rep, patience)
	}
	return rep, err
}

// try compares within the request, and records nothing.
func (c *call) try(left, right recon.Side) (reply, error) {
	dir, err := os.MkdirTemp(c.api.Temp, "countersign-dry-run-")
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	keep, err := files.NewFolder(dir)
	if err != nil {
		return reply{}, err
	}
	cmd, err := recon.NewTry(c.ctx, c.api.DB, keep, c.api.Temp, c.id(), left, right)
	if err != nil {
		return reply{}, err
	}
	if on, err := c.api.Engine.Target(c.ctx, recon.Processes.Name, c.id()); err != nil || c.api.Engine.Check(c.who.User, "exception.view", on) != nil {
		cmd.Unseen()
	}
	return c.submit(cmd)
}

func (c *call) sides(schema *huma.Schema) (left, right recon.Side, err error) {
	kind, params, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type")) // readBody has read it already
	if kind == multipartForm {
		return c.parts(params["boundary"])
	}
	var in comparison
	if _, err := c.api.decode(c.body, schema, true, &in); err != nil {
		return left, right, err
	}
	side := func(f comparedFile) recon.Side {
		return recon.Side{Name: f.Name, Format: formatOf(f.Name, f.Format), Content: f.Content}
	}
	return side(in.Left), side(in.Right), nil
}

// parts reads a form with the files left and right, each once.
func (c *call) parts(boundary string) (left, right recon.Side, err error) {
	got := map[string]recon.Side{}
	formats := map[string]string{}
	c.brought = func(err error) []audit.Fact {
		return append(c.unread(err), recon.SideFacts(got["left"], got["right"])...)
	}
	for form := multipart.NewReader(bytes.NewReader(c.body), boundary); ; {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return left, right, fault.Bad("body", "bad_form", "The form cannot be read: %v.", err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return left, right, fault.Bad("body", "bad_form", "The form cannot be read: %v.", err)
		}
		name := part.FormName()
		_, twice := got[name]
		switch {
		case twice || formats[name] != "":
			return left, right, fault.Bad(name, "repeated_field", "The part %s is there twice.", name)
		case name == "left" || name == "right":
			got[name] = recon.Side{Name: part.FileName(), Content: content}
		case name == "left_format" || name == "right_format":
			formats[name] = string(content)
		default:
			return left, right, fault.Bad(name, "unknown_field", "There is no part %q here; there are left, right, left_format and right_format.", name)
		}
	}
	for _, name := range []string{"left", "right"} {
		side, ok := got[name]
		if !ok || side.Name == "" {
			return left, right, fault.Bad(name, "missing_field", "Send the file %s with its name.", name)
		}
		side.Format = formatOf(side.Name, formats[name+"_format"])
		got[name] = side
	}
	return got["left"], got["right"], nil
}

func formatOf(name, given string) string {
	switch {
	case given != "":
		return given
	case strings.HasSuffix(strings.ToLower(name), ".xml"):
		return recon.Camt053
	}
	return recon.CSV
}
