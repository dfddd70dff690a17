package httpapi

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/periodic"
	"github.com/countersign/countersign/internal/store"
)

// SendVerb is the command that has a file of the installation's sent.
const SendVerb = "channel.send"

// Channels serves the test of a channel.
func Channels(a *API, courier *deliver.Courier) {
	const test = "channel.test"
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/deliver/channel/{id}/test", Permission: test}, tag: "channel",
		summary: "Look whether the channel could deliver: key, server, sign-in, directory; nothing is written there", answer: schemaOf[deliver.Tried](a),
		do: func(c *call) (reply, error) {
			if err := c.mayView(test, "channel"); err != nil {
				return reply{}, err
			}
			tried, err := courier.Try(c.ctx, c.id())
			if err != nil {
				return reply{}, err
			}
			facts := []audit.Fact{{Name: "ok", Value: fmt.Sprint(tried.OK)}}
			for _, s := range tried.Steps {
				if !s.OK {
					facts = append(facts, audit.Fact{Name: "failed", Value: s.Name + " " + s.Code})
				}
			}
			return reply{body: tried}, c.noted(test, audit.Record{Table: "channel", ID: string(c.id())}, facts...)
		},
	})
}

// Sending serves the command by which an export, a checkpoint or a report is sent.
func Sending(a *API, v govern.Verb) {
	a.command(v, func(c *call, action govern.Action) error { return c.makes(c.id(), action.(*deliver.Send)) })
	a.readied[v.Name] = func(c *call, channel govern.ID, action govern.Action) error {
		return c.makes(channel, action.(*deliver.Send))
	}
}

// makes makes the file that is to be sent, for who may see what is in it.
func (c *call) makes(channel govern.ID, s *deliver.Send) error {
	if err := c.mayViewOf(SendVerb, "channel", channel); err != nil {
		return err
	}
	if s.What == periodic.Reports.Name {
		return c.sentReport(s)
	}
	name, content, err := "audit", []byte(nil), error(nil)
	switch s.What {
	case "checkpoint":
		content, err = c.checkpointText()
		name = "checkpoint"
	default:
		content, err = c.auditExport(s)
	}
	if err != nil {
		return err
	}
	s.File.Size = int64(len(content))
	if s.File.SHA256, err = files.PutBytes(c.ctx, c.api.Files, content); err != nil {
		return err
	}
	s.File.Name = name + "-" + s.File.SHA256[:12] + map[bool]string{true: ".txt", false: ".jsonl"}[s.What == "checkpoint"]
	return nil
}

// sentReport takes a made report's file, for who could download it.
func (c *call) sentReport(s *deliver.Send) error {
	on, err := c.api.Engine.Target(c.ctx, periodic.Reports.Name, s.ReportMade)
	if err = c.sees(viewMade, periodic.Reports.Name, on, err); fault.Is(err, fault.NotFound) {
		return fault.Bad("report_made", "unknown_reference", "There is no report %.64q; report_made lists them.", s.ReportMade)
	}
	if err != nil {
		return err
	}
	m, err := periodic.Reports.Get(c.ctx, c.api.DB, s.ReportMade)
	if err != nil {
		return err
	}
	for _, permission := range []string{auditView, auditExport} {
		if err := c.reads(permission, m); err != nil {
			return err
		}
	}
	s.File = deliver.File{Name: m.Report + "-" + m.SHA256[:12] + ".csv", SHA256: m.SHA256, Size: m.Size}
	return nil
}

func (c *call) auditExport(s *deliver.Send) ([]byte, error) {
	if err := c.on(auditExport); err != nil {
		return nil, err
	}
	if s.Last != 0 && s.First > s.Last {
		return nil, fault.Bad("last", "bad_value", "The last entry %d comes before the first, %d.", s.Last, s.First)
	}
	var out bytes.Buffer
	err := audit.Export(c.ctx, c.api.DB, &out, audit.Range{First: s.First, Last: s.Last})
	return out.Bytes(), err
}

// checkpointText is the newest checkpoint as a note of C2SP tlog-checkpoint.
func (c *call) checkpointText() ([]byte, error) {
	var note string
	err := c.api.DB.QueryRow(c.ctx, []any{&note}, `SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1`)
	if errors.Is(err, store.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "audit_unsigned", "No checkpoint has been signed yet; it takes a second.")
	}
	return []byte(note + "\n"), err
}
