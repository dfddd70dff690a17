package deliver

import (
	"context"

	"github.com/countersign/countersign/internal/deliver/cipher"
	"github.com/countersign/countersign/internal/deliver/folder"
	"github.com/countersign/countersign/internal/deliver/hook"
	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Tried is what a channel's test came to. The steps are taken in their order;
// those after one that failed are not.
type Tried struct {
	OK      bool   `json:"ok"`
	Steps   []Step `json:"steps"`
	HostKey string `json:"host_key,omitempty" doc:"Fingerprint of the server's key, when it was spoken to."`
	Server  string `json:"server,omitempty" doc:"What the server calls itself."`
}

// Step is one step of a test.
type Step struct {
	Name   string `json:"name" enum:"recipient,connection,directory,address"`
	OK     bool   `json:"ok"`
	Code   string `json:"code,omitempty"`
	Detail string `json:"detail,omitempty" doc:"Why it failed, and what to do."`
}

// Try looks whether a channel could deliver: its recipient's key, the server and
// its host key, signing in, the directory. It writes nothing there. Fault
// not_found.
func (c *Courier) Try(ctx context.Context, channel govern.ID) (*Tried, error) {
	row, err := Channels.Get(ctx, c.DB, channel)
	if err != nil {
		return nil, err
	}
	t := &Tried{OK: true, Steps: []Step{}}
	if row.Encryption != plainText && !t.step("recipient", cipher.Kind(row.Encryption).Check(row.Recipient, c.Door.Now())) {
		return t, nil
	}
	if row.Kind == folderKind {
		t.step("directory", folder.Look(c.Folder, row.Directory))
		return t, nil
	}
	if row.Kind == webhookKind {
		return t, t.hook(ctx, c, row)
	}
	ch, err := row.open(c.Ring)
	if err != nil {
		return nil, err
	}
	seen, connected, err := sftp.Try(ctx, ch)
	t.HostKey, t.Server = seen.HostKey, seen.Server
	if !connected {
		t.step("connection", err)
		return t, nil
	}
	t.step("connection", nil)
	t.step("directory", err)
	return t, nil
}

// hook tries a receiver of posted files.
func (t *Tried) hook(ctx context.Context, c *Courier, row *Channel) error {
	ch, err := row.openHook(c.Ring)
	if err != nil {
		return err
	}
	seen, connected, err := hook.Try(ctx, ch, c.Door.Now())
	t.HostKey, t.Server = seen.HostKey, seen.Server
	if !connected {
		t.step("connection", err)
		return nil
	}
	t.step("connection", nil)
	t.step("address", err)
	return nil
}

// step notes what a step came to, and whether to go on.
func (t *Tried) step(name string, err error) bool {
	s := Step{Name: name, OK: err == nil}
	if err != nil {
		f := fault.From(err)
		s.Code, s.Detail = f.Code, f.Detail
	}
	t.Steps, t.OK = append(t.Steps, s), t.OK && s.OK
	return s.OK
}
