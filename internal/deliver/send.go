package deliver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
)

// SendFile is the kind of outbox messages by which any area has a file sent that
// is no record's own: an export, a checkpoint, a report. The subject is the
// channel, the body a File.
const SendFile = "send_file"

// fileTable stands as the subject's table of files that are sent for their own
// sake.
const fileTable = "file"

// packageTable is that of the records whose area waits for news of the arrival.
const packageTable = "package"

// File is a file of the files' store under the name that it is sent by.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Message has the file sent by a channel.
func (f File) Message(channel govern.ID) govern.Message {
	body, _ := json.Marshal(f) // texts and a number always can be written
	return govern.Message{Kind: SendFile, Subject: string(channel), Body: string(body)}
}

// subject is one for each content, name and channel: asked twice, it is sent once.
func (f File) subject(channel govern.ID) govern.ID {
	sum := sha256.Sum256([]byte(f.SHA256 + "\x00" + f.Name + "\x00" + string(channel)))
	return govern.ID(hex.EncodeToString(sum[:]))
}

// queue is the command that sends it.
func (f File) queue(channel govern.ID) *Queue {
	return &Queue{Channel: channel, SubjectTable: fileTable, Subject: f.subject(channel), FileName: f.Name, SHA256: f.SHA256, Size: f.Size}
}

// DoFile queues what a SendFile message asks for. Asked again it finds the
// delivery there.
func (c *Courier) DoFile(ctx context.Context, m outbox.Message) error {
	var f File
	if err := json.Unmarshal([]byte(m.Body), &f); err != nil {
		return outbox.GiveUp(err)
	}
	if _, err := files.ReadAll(ctx, c.Files, f.SHA256, f.Size); err != nil {
		return err
	}
	out, err := c.Door.Submit(ctx, c.Actor, govern.Note{}, f.queue(m.Subject))
	switch {
	case fault.Code(err) == "already_queued":
		return nil
	case err == nil && out.State != govern.Applied:
		return fault.New(fault.Unavailable, "step_held", "A four-eyes rule holds this step as change %s.", out.Change)
	case lasting(err):
		return outbox.GiveUp(err)
	}
	return err
}

// Send has a file of the installation's sent by a channel.
type Send struct {
	What  string `json:"what" enum:"audit_export,checkpoint,report_made" doc:"An export of the log with its proof, its newest checkpoint, or a report that was made by itself."`
	First int64  `json:"first" required:"false" minimum:"0" doc:"Of an export: the first entry; 0: the first of all."`
	Last  int64  `json:"last" required:"false" minimum:"0" doc:"Of an export: the last entry; 0: the newest that is signed."`

	ReportMade govern.ID `json:"report_made" required:"false" ref:"report_made" doc:"Of a report: which one."`

	// File is what the way in has made of that, and put into the files' store.
	File        File `json:"-"`
	channel, id govern.ID
}

// Name is the command's name.
func (*Send) Name() string { return "channel.send" }

// On names the channel.
func (c *Send) On(id govern.ID) { c.channel = id }

// Draw draws the delivery's id.
func (c *Send) Draw(newID func() govern.ID) { c.id = newID() }

// Targets is the channel.
func (c *Send) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Channels.Targets(ctx, q, c.channel)
}

// Plan queues the file. Faults: no_file when nobody made it, already_queued when that content was sent by that
// name and channel before.
func (c *Send) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if _, err := Channels.Get(ctx, q, c.channel); err != nil {
		return govern.Plan{}, err
	}
	if c.File.SHA256 == "" {
		return govern.Plan{}, fault.New(fault.Conflict, "no_file", "The file to be sent was not made; ask for it again.")
	}
	queue := c.File.queue(c.channel)
	queue.id = c.id
	return queue.Plan(ctx, q, who)
}
