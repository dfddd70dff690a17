package demo

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/audit/verify"
)

// verify asks the log who changed the instruction, takes the log out, proves it
// without any key that opens it, and shows that one altered byte is found.
func (s *story) verify(ctx context.Context) error {
	auditor := s.people["ruth.adler"]
	var found struct {
		Items []struct {
			Event struct{ Actor, Action, Outcome string }
		} `json:"items"`
	}
	if err := auditor.get(ctx, "/api/v1/audit?table=bank_instruction&record=pay-HU02", &found); err != nil {
		return err
	}
	var newest struct{ Items []struct{ Seq int64 } }
	if err := auditor.get(ctx, "/api/v1/audit?limit=1", &newest); err != nil {
		return err
	}
	for _, e := range found.Items {
		s.tell.say("found: %s %s, %s", e.Event.Actor, e.Event.Action, e.Event.Outcome)
	}
	if len(found.Items) < 3 {
		return fmt.Errorf("the log tells %d things of the bank instruction, expected its insertion, the held change and the approval", len(found.Items))
	}
	outside, err := s.checkpoint(ctx, newest.Items[0].Seq)
	if err != nil {
		return err
	}
	export, err := auditor.ask(ctx, http.MethodGet, "/api/v1/audit/export", nil)
	if err != nil {
		return err
	}
	return s.prove(export.Body, []byte(outside.Checkpoints), outside.Key)
}

// checkpoint is a signed statement of the log, and the key that it is signed
// with, as somebody outside would keep them.
type checkpoint struct {
	Checkpoints string `json:"checkpoints"`
	Key         string `json:"key"`
}

// checkpoint waits for one that covers everything up to now.
func (s *story) checkpoint(ctx context.Context, seq int64) (c checkpoint, err error) {
	return c, until(ctx, 5*time.Second, func() (bool, error) {
		if err := s.people["ruth.adler"].get(ctx, "/api/v1/audit/checkpoint", &c); err != nil {
			return false, err
		}
		var size int64
		_, rest, _ := strings.Cut(c.Checkpoints, "\n") // the origin; then the size
		_, err := fmt.Sscan(rest, &size)
		return size >= seq, err
	})
}

func (s *story) prove(export, checkpoints []byte, key string) error {
	report, err := verify.Verify(verify.Export(bytes.NewReader(export)), checkpoints, key)
	if err != nil {
		return err
	}
	r := &s.report.Audit
	r.Entries, r.Verified = report.Entries, report.Whole()
	if !r.Verified {
		return fmt.Errorf("the export does not verify: %+v", report.First)
	}
	s.tell.say("%d entries exported and verified against the signed checkpoints", r.Entries)
	altered, err := alter(export, int(r.Entries/2))
	if err != nil {
		return err
	}
	if report, err = verify.Verify(verify.Export(bytes.NewReader(altered)), checkpoints, key); err != nil {
		return err
	}
	if report.First == nil {
		return fmt.Errorf("an altered byte was not found")
	}
	r.TamperedEntryFound = report.First.Seq
	s.tell.say("one byte altered in entry %d: found, %s", r.TamperedEntryFound, report.First.Detail)
	return nil
}

// alter changes one byte of the sealed content of the n-th entry of an export.
func alter(export []byte, n int) ([]byte, error) {
	list := bytes.SplitAfter(export, []byte("\n"))
	for i, line := range list {
		var entry struct{ Header, Sealed []byte }
		if json.Unmarshal(line, &entry) != nil || len(entry.Header) < 9 || binary.BigEndian.Uint64(entry.Header[1:9]) != uint64(n) {
			continue
		}
		was := base64.StdEncoding.EncodeToString(entry.Sealed)
		entry.Sealed[len(entry.Sealed)/2] ^= 1
		list[i] = bytes.Replace(line, []byte(was), []byte(base64.StdEncoding.EncodeToString(entry.Sealed)), 1)
		return bytes.Join(list, nil), nil
	}
	return nil, fmt.Errorf("the export has no entry %d", n)
}
