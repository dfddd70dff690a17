package demo

import (
	"encoding/json"
	"fmt"
	"io"
)

// Report is what the story came to, every figure as the server answered it.
type Report struct {
	Netting struct {
		Invoices       int `json:"invoices"`
		PaymentsBefore int `json:"payments_before"`
		PaymentsAfter  int `json:"payments_after"`
	} `json:"netting"`
	FourEyes struct {
		Held     bool `json:"held"`
		Approved bool `json:"approved"`
	} `json:"four_eyes"`
	Signing struct {
		Refused  json.RawMessage `json:"refused"`
		Accepted json.RawMessage `json:"accepted"`
	} `json:"signing"`
	Delivery struct {
		File     string `json:"file"`
		SHA256   string `json:"sha256"`
		Verified bool   `json:"verified"`
	} `json:"delivery"`
	Reconciliation struct {
		Matched        int `json:"matched"`
		Partial        int `json:"partial"`
		UnmatchedLeft  int `json:"unmatched_left"`
		UnmatchedRight int `json:"unmatched_right"`
		Bad            int `json:"bad"`
		Closed         int `json:"closed"`
	} `json:"reconciliation"`
	Audit struct {
		Entries            int64 `json:"entries"`
		Verified           bool  `json:"verified"`
		TamperedEntryFound int64 `json:"tampered_entry_found"`
	} `json:"audit"`
	URL string `json:"url"`
}

// teller writes the story as people read it.
type teller struct{ w io.Writer }

func (t teller) step(n int, title string) { _, _ = fmt.Fprintf(t.w, "\n%d  %s\n", n, title) }

func (t teller) say(format string, args ...any) { _, _ = fmt.Fprintf(t.w, "   "+format+"\n", args...) }
