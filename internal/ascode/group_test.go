package ascode_test

import (
	"context"
	"encoding/csv"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/examples"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

func folder(t *testing.T, name string) []ascode.File {
	t.Helper()
	in, err := fs.Sub(examples.Files, "group/"+name)
	if err != nil {
		t.Fatal(err)
	}
	list, err := ascode.Folder(in)
	if err != nil || len(list) == 0 {
		t.Fatalf("%s has %d files, %v", name, len(list), err)
	}
	return list
}

// settled applies the demo group, with whatever approvals that takes.
func settled(t *testing.T, h *house.House) {
	t.Helper()
	for _, name := range []string{"organisation", "payments", "instructions", "netting"} {
		out, _, err := apply(t, h, house.Founder, folder(t, name), false)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if out.State == govern.Held {
			out, err = h.Engine.Approve(context.Background(), govern.Actor{User: house.Second}, govern.Note{}, out.Change, out.Digest)
		}
		h.Must(out, err)
	}
}

func TestTheDemoGroupIsWhatItsFilesSay(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		settled(t, h)
		for _, name := range []string{"organisation", "payments", "instructions", "netting"} {
			out, cmd, err := apply(t, h, house.Founder, folder(t, name), false)
			h.Must(out, err)
			if got := changed(t, h, cmd); len(got) > 0 {
				t.Errorf("applied again, %s changes %v", name, got)
			}
		}
		written := export(t, h)
		out, cmd, err := apply(t, h, house.Founder, written, true)
		h.Must(out, err)
		if got := changed(t, h, cmd); len(got) > 0 {
			t.Errorf("applying the export changes %v", got)
		}
	})
}

func TestTheDemoGroupIsThatOfTheOtherExamples(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		settled(t, h)
		ctx := context.Background()
		var participants, instructions, accounts [][]string
		companies, err := cycles.Participants.Find(ctx, h.DB, `id <> '' ORDER BY code`)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range companies {
			pay, err := payments.BankInstructions.Get(ctx, h.DB, c.BankInstruction)
			if err != nil {
				t.Fatal(err)
			}
			participants = append(participants, []string{c.Code, c.Name, pay.Country, string(c.Currency)})
			instructions = append(instructions, []string{c.Code, pay.IBAN, pay.Number, pay.BIC})
		}
		centre, err := payments.Accounts.Find(ctx, h.DB, `customer = 'halvorn' ORDER BY currency`)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range centre {
			accounts = append(accounts, []string{string(a.Currency), a.IBAN, a.BIC})
		}
		for name, got := range map[string][][]string{"netting/participants.csv": participants, "bank/instructions.csv": instructions, "bank/accounts.csv": accounts} {
			if diff := cmp.Diff(table(t, name), got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}

// table is a CSV file of the examples without its head.
func table(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := examples.Files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
