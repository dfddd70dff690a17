package recon_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestARunIsOneEntryForItsStartAndOneForItsEndWithAnExceptionForEveryItemThatDidNotMatch(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		before := o.Count(`SELECT seq FROM audit_head`)
		left, right := sides(ledgerCSV, bankCSV)
		run, list := o.run(house.Founder, p, left, right)
		if entries := o.Count(`SELECT seq FROM audit_head`) - before; entries != 2 {
			t.Errorf("%d entries, want 2", entries)
		}
		got := [...]int64{run.Number, run.LeftRows, run.RightRows, run.Matched, run.Exact, run.Partial, run.UnmatchedLeft, run.UnmatchedRight, run.BadLeft, run.BadRight}
		if want := [...]int64{1, 4, 3, 1, 0, 1, 1, 1, 1, 0}; got != want || run.State != "done" || run.Consistency != "not_checked" {
			t.Errorf("counts %v, want %v; %+v", got, want, run)
		}
		var told []string
		for _, x := range list {
			told = append(told, fmt.Sprintf("%s %d %d %v %s %s diff %s days %s: %s", x.Kind, x.LeftRow, x.RightRow, x.Key, x.LeftAmount, x.RightAmount, x.AmountDiff, x.DateDiff, strings.Join(x.Fails, "+")))
		}
		want := map[string]bool{
			"partial 1 1 [B] 20.00 25.00 diff -5 days -2: amount+date": true,
			"unmatched_left 2 -1 [C] 30.00  diff  days : ":             true,
			"unmatched_right -1 2 [E]  7.00 diff  days : ":             true,
		}
		for _, line := range told {
			if !want[line] && !strings.HasPrefix(line, "bad 3 -1 [D] 4x  diff  days : BAD_AMOUNT: ") {
				t.Errorf("unexpected exception %q", line)
			}
		}
		if len(told) != 4 {
			t.Errorf("exceptions: %q", told)
		}
	})
}

func TestTheRowsOfAnExceptionStandBesideIt(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: "keys: ref\ndelimiter: {left: ;, right: ','}\n"})
		long := strings.Repeat("ä", 600)
		left, right := sides("\xef\xbb\xbfref;text\r\n\r\nA;\"a \"\"word\"\"; and\nanother\"\r\nB;"+long+"\r\n", "ref\nX\n")
		_, list := o.run(house.Founder, p, left, right)
		byRow := map[int64][]recon.Field{}
		for _, x := range list {
			if x.Kind == "unmatched_left" {
				byRow[x.LeftRow] = x.LeftFields
			}
		}
		want := map[int64][]recon.Field{
			0: {{Name: "ref", Value: "A"}, {Name: "text", Value: "a \"word\"; and\nanother"}},
			1: {{Name: "ref", Value: "B"}, {Name: "text", Value: strings.Repeat("ä", 500) + "…"}},
		}
		if diff := cmp.Diff(want, byRow); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatARunReadAndGaveIsKeptUnderItsDigests(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		p := o.process("P", recon.Process{Configuration: byReference})
		left, right := sides(ledgerCSV, bankCSV)
		run, _ := o.run(house.Founder, p, left, right)
		for digest, want := range map[string]string{run.LeftDigest: ledgerCSV, run.RightDigest: bankCSV, run.ConfigurationDigest: byReference} {
			if text, err := files.ReadAll(ctx, o.keep, digest, 1<<20); err != nil || string(text) != want {
				t.Errorf("%s: %q %v", digest, text, err)
			}
		}
		text, err := files.ReadAll(ctx, o.keep, run.ResultDigest, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		var list map[string]string
		if err := json.Unmarshal(text, &list); err != nil || len(list) != 6 {
			t.Fatalf("%s: %v", text, err)
		}
		matched, err := files.ReadAll(ctx, o.keep, list["matched.csv"], 1<<20)
		if err != nil || string(matched) != "l,r,amount_diff,date_diff,exact\n0,0,-0.01,0,false\n" {
			t.Errorf("matched.csv: %q %v", matched, err)
		}
	})
}

func TestAMalformedFileChangesNothingAndNamesItsPlace(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		cases := []struct {
			left, right, format, code, field, detail string
		}{
			{ledgerCSV + `F,1.00,2026-03-01,"open`, bankCSV, recon.CSV, "open_quote", "left", "ledger.csv, row 4"},
			{ledgerCSV, "reference,amount,date\nA,1,2026-03-01\n", recon.CSV, "missing_column", "right", "ref"},
			{"", bankCSV, recon.CSV, "empty_file", "left", "ledger.csv"},
			{ledgerCSV, strings.Replace(statement(t), "1234.5<", "12a<", 1), recon.Camt053, "bad_amount", "right", "line 16"},
			{ledgerCSV, strings.TrimSuffix(statement(t), "</b:Document>\n"), recon.Camt053, "truncated", "right", "line"},
			{ledgerCSV, "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + statement(t), recon.Camt053, "doctype_refused", "right", "line"},
			{ledgerCSV, bankCSV, "mt940", "unknown_format", "right", "mt940"},
		}
		before := o.Count(`SELECT seq FROM audit_head`)
		for _, c := range cases {
			left, right := sides(c.left, c.right)
			right.Format = c.format
			_, err := o.prepare(p, left, right)
			f := fault.From(err)
			if f.Field != c.field || f.Kind != fault.Invalid || !strings.Contains(f.Detail, c.detail) || f.Code != c.code {
				t.Errorf("%s: got %v", c.code, err)
			}
		}
		if n := o.kept(); n != 0 {
			t.Errorf("%d files were kept", n)
		}
		if o.Count(`SELECT seq FROM audit_head`) != before || o.Count(`SELECT count(*) FROM run`) != 0 {
			t.Error("something was written")
		}
	})
}

func TestTheSameComparisonIsRecordedOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		left, right := sides(ledgerCSV, bankCSV)
		o.run(house.Founder, p, left, right)
		cmd, err := o.prepare(p, left, right)
		if err != nil {
			t.Fatal(err)
		}
		_, err = o.Submit(house.Founder, cmd)
		wantFault(t, err, "already_run", "", "Run 1")
		right.Content = append(right.Content, "F,1.00,2026-03-01\n"...)
		if run, _ := o.run(house.Founder, p, left, right); run.Number != 2 {
			t.Errorf("the next run has number %d", run.Number)
		}
	})
}

func TestARunIsRefusedWhenItsProcessChangedMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		left, right := sides(ledgerCSV, bankCSV)
		cmd, err := o.prepare(p, left, right)
		if err != nil {
			t.Fatal(err)
		}
		row, err := recon.Processes.Get(context.Background(), o.DB, p)
		if err != nil {
			t.Fatal(err)
		}
		row.Configuration = "keys: ref\n"
		o.Must(o.Submit(house.Founder, govern.Put(recon.Processes, p, row.Version, row)))
		_, err = o.Submit(house.Founder, cmd)
		wantFault(t, err, "stale", "", "changed while")
	})
}

func TestOnlyWhoMayRunTheProcessRecordsARun(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		left, right := sides(ledgerCSV, bankCSV)
		cmd, err := o.prepare(p, left, right)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Submit(o.User("reader", "process.view", "run.view"), cmd); !fault.Is(err, fault.Denied) {
			t.Fatalf("got %v, want a denial", err)
		}
		o.Must(o.Submit(o.User("analyst", "process.run"), cmd))
	})
}

func TestAConfigurationThatMeansNothingIsRefusedWithItsPlace(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		for text, code := range map[string]string{"keys: ref\namuont: x\n": "unknown_key", "{": "config_syntax", "keys: ref\namount: a\namount_tolerance: -1\n": "config_value", "passes: [{keys: ref}]\n": "passes_not_taken"} {
			_, err := o.Submit(house.Founder, govern.PutNew(recon.Processes, "Q", &recon.Process{Code: "Q", Name: "q", Kind: "data", OnInconsistency: "warn", Configuration: text}))
			wantFault(t, err, code, "configuration", "")
		}
		_, err := o.Submit(house.Founder, govern.PutNew(recon.Processes, "Q", &recon.Process{Code: "Q", Name: "q", Kind: "cash", OnInconsistency: "warn", Configuration: byReference}))
		wantFault(t, err, "account_missing", "account_number", "")
	})
}

func TestFilesThatDoNotBelongTogetherOpenNoFloodOfExceptions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: "keys: ref\n"})
		var text strings.Builder
		text.WriteString("ref\n")
		for n := range 10_001 {
			fmt.Fprintf(&text, "L%d\n", n)
		}
		left, right := sides(text.String(), "ref\n")
		run, list := o.run(house.Founder, p, left, right)
		if run.State != "failed" || len(list) != 0 || run.UnmatchedLeft != 10_001 || run.ResultDigest == "" || !strings.Contains(run.Detail, "10001 items") {
			t.Errorf("%+v with %d exceptions", run, len(list))
		}
	})
}

func TestAFourEyesRuleHoldsARunUntilAnotherPersonAgrees(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		o.rule("process.run")
		left, right := sides(ledgerCSV, bankCSV)
		cmd, err := o.prepare(p, left, right)
		if err != nil {
			t.Fatal(err)
		}
		out := o.MustHold(o.Submit(house.Founder, cmd))
		if n := o.Count(`SELECT count(*) FROM run`) + o.Count(`SELECT count(*) FROM exception`); n != 0 {
			t.Fatalf("%d rows stand before anybody agreed", n)
		}
		o.approve(house.Second, out)
		if run, list := o.read(cmd.RunID()); run.State != recon.Running || run.AskedBy != house.Founder || len(list) != 0 {
			t.Errorf("approved: %+v with %d exceptions", run, len(list))
		}
		o.work()
		if run, list := o.read(cmd.RunID()); run.Number != 1 || len(list) != 4 {
			t.Errorf("%+v with %d exceptions", run, len(list))
		}
	})
}

func TestTheSameFilesGiveTheSameResultBytes(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		left, right := sides(ledgerCSV, bankCSV)
		run, _ := o.read(o.start(house.Founder, p, left, right))
		first, err := recon.Compute(context.Background(), o.keep, "", run, nil)
		if err != nil {
			t.Fatal(err)
		}
		second, err := recon.Compute(context.Background(), o.keep, "", run, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first.Run, second.Run); diff != "" || first.Run.ResultDigest == "" {
			t.Error(diff)
		}
	})
}
