package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// channel enters the way to the bank. The key is sealed on its way in.
func (s *story) channel(ctx context.Context) error {
	return s.people["otto.frei"].put(ctx, "channel", channelID, map[string]any{
		"name": "Hausbank", "bic": "HVBKATWWXXX", "kind": "sftp", "host": s.Bank.Host, "port": s.Bank.Port, "user": s.Bank.User, "private_key": s.Bank.ClientKey,
		"host_keys": s.Bank.HostKey, "directory": "inbox", "mode": "read_back",
	})
}

// deliver waits for the worker to carry the accepted file to the bank, and
// compares what the bank has with what was signed.
func (s *story) deliver(ctx context.Context) error {
	type delivery struct {
		Subject, State, SHA256, Detail string
		File                           string `json:"file_name"`
	}
	var sent *delivery
	err := until(ctx, 30*time.Second, func() (bool, error) {
		all, err := list[delivery](ctx, s.people["otto.frei"], "delivery")
		if err != nil {
			return false, err
		}
		for _, d := range all {
			if d.Subject == s.pkg.id && d.State == "failed" {
				return false, fmt.Errorf("the delivery failed: %s", d.Detail)
			}
			if d.Subject == s.pkg.id && d.State == "sent" {
				sent = &d
				return true, nil
			}
		}
		return false, nil
	})
	if err != nil {
		return fmt.Errorf("waiting for the delivery: %w", err)
	}
	received, err := fs.ReadFile(s.Bank.Inbox, sent.File)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(received)
	r := &s.report.Delivery
	r.File, r.SHA256 = sent.File, hex.EncodeToString(sum[:])
	r.Verified = r.SHA256 == s.pkg.digest && sent.SHA256 == s.pkg.digest
	if !r.Verified {
		return fmt.Errorf("the bank has %s, signed was %s", r.SHA256, s.pkg.digest)
	}
	s.tell.say("%s, %d bytes, stands at the bank; its SHA-256 %s… is the one that was signed", r.File, len(received), r.SHA256[:8])
	return until(ctx, 30*time.Second, func() (bool, error) {
		var pkg struct{ State string }
		err := s.people["petra.lang"].get(ctx, "/api/v1/package/"+s.pkg.id, &pkg)
		return pkg.State == "sent", err
	})
}

// until asks again until it is so, an error ends it, or the time is over.
func until(ctx context.Context, limit time.Duration, so func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		if done, err := so(); done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func lines(text string) int { return strings.Count(text, "\n") }
