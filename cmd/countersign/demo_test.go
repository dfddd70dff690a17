package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/demo"
	"github.com/countersign/countersign/internal/testkit"
)

func TestTheWholeStoryHappens(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		args := []string{"demo", "--once", "--json", "--addr", "127.0.0.1:0", "--data", t.TempDir()}
		if !strings.HasPrefix(url, "sqlite:") {
			args = append(args, "--database", url)
		}
		var out, told bytes.Buffer
		if status := run(context.Background(), args, nil, &out, &told); status != done {
			t.Fatalf("status %d:\n%s", status, told.String())
		}
		var r demo.Report
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			t.Fatalf("%v in\n%s", err, out.String())
		}
		var refused, accepted struct{ Accepted bool }
		if json.Unmarshal(r.Signing.Refused, &refused) != nil || json.Unmarshal(r.Signing.Accepted, &accepted) != nil || refused.Accepted || !accepted.Accepted {
			t.Errorf("signing: %s, %s", r.Signing.Refused, r.Signing.Accepted)
		}
		if r.Audit.Entries < 100 || !r.Audit.Verified || r.Audit.TamperedEntryFound != r.Audit.Entries/2 {
			t.Errorf("audit: %+v", r.Audit)
		}
		if !r.FourEyes.Held || !r.FourEyes.Approved || !r.Delivery.Verified || r.Delivery.File != "NET-2026-11.xml" {
			t.Errorf("four eyes %+v, delivery %+v", r.FourEyes, r.Delivery)
		}
		// What examples/ is made to come to: its README names the differences.
		want := demo.Report{}
		want.Netting.Invoices, want.Netting.PaymentsBefore, want.Netting.PaymentsAfter = 2000, 2000, 12
		want.Reconciliation.Matched, want.Reconciliation.Partial, want.Reconciliation.UnmatchedLeft = 9, 2, 1
		want.Reconciliation.UnmatchedRight, want.Reconciliation.Bad, want.Reconciliation.Closed = 2, 1, 6
		if diff := cmp.Diff([]any{want.Netting, want.Reconciliation}, []any{r.Netting, r.Reconciliation}); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheDemoLeavesAnInstallationThatVerifiesWithoutItsKeys(t *testing.T) {
	folder := t.TempDir()
	var out, told bytes.Buffer
	if status := run(context.Background(), []string{"demo", "--once", "--addr", "127.0.0.1:0", "--data", folder}, nil, &out, &told); status != done {
		t.Fatalf("status %d: %s", status, told.String())
	}
	signaturesAreProved(t, folder)
	if err := os.Rename(filepath.Join(folder, "keys.json"), filepath.Join(t.TempDir(), "keys.json")); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if status := run(context.Background(), []string{"audit", "verify", "--data", folder, "--json"}, nil, &out, &told); status != done {
		t.Fatalf("status %d: %s %s", status, out.String(), told.String())
	}
	for _, g := range guide { // everybody who is offered can sign in
		out.Reset()
		if status := run(context.Background(), []string{"demo", "--data", folder, "--as", g[0]}, nil, &out, &told); status != done || !strings.Contains(out.String(), g[0]+"@") {
			t.Errorf("as %s: status %d, %s", g[0], status, out.String())
		}
	}
	told.Reset()
	if status := run(context.Background(), []string{"demo", "--once", "--addr", "127.0.0.1:0", "--data", folder}, nil, &out, &told); status != refused {
		t.Errorf("a second story in the same folder ended with %d: %s", status, told.String())
	}
}
