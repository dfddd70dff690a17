package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/login/visitor"
	"github.com/countersign/countersign/internal/testkit"
)

// ended is what one command line came to.
type ended struct {
	status    int
	out, errs string
}

func call(t *testing.T, in string, args ...string) ended {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(t.Context(), args, strings.NewReader(in), &out, &errs)
	return ended{status, out.String(), errs.String()}
}

// is stops the test unless it ended with that status, and with one line of
// error when something was wrong.
func (e ended) is(t *testing.T, status int) ended {
	t.Helper()
	if e.status != status {
		t.Fatalf("the status is %d, want %d; it said %q and complained %q", e.status, status, e.out, e.errs)
	}
	if strings.Count(e.errs, "\n") > 1 {
		t.Errorf("it complained on several lines: %q", e.errs)
	}
	return e
}

// founded makes an installation whose first administrator has set a password,
// and gives her, who has not signed in yet.
func founded(t *testing.T, flags ...string) (data string, ada *visitor.Visitor) {
	t.Helper()
	data = filepath.Join(t.TempDir(), "data")
	args := append([]string{"init", "--json", "--data", data, "--admin", "ada@example.com=Ada", "--admin", "bela@example.com=Béla, Dr."}, flags...)
	var made struct {
		Administrators []struct{ User, Email, Link string }
	}
	if err := json.Unmarshal([]byte(call(t, "", args...).is(t, done).out), &made); err != nil || len(made.Administrators) != 2 {
		t.Fatalf("the founders are %v, %v", made, err)
	}
	ada = &visitor.Visitor{Email: "ada@example.com", Password: "quartz-otter-lantern-42", Now: time.Now}
	_, link, ok := strings.Cut(made.Administrators[0].Link, "/link/")
	if !ok || made.Administrators[0].Email != ada.Email {
		t.Fatalf("the founders are %v", made)
	}
	serving(t, data, func(url string) {
		ada.URL = url
		if err := ada.Accept(t.Context(), "/link/"+link); err != nil {
			t.Fatal(err)
		}
	}, flags...)
	return data, ada
}

func TestWrongUseEndsWithTwoAndALineThatSaysWhatToDo(t *testing.T) {
	for want, args := range map[string][]string{
		"--help":             {"frobnicate"},
		"administrators":     {"init", "--admin", "ada@example.com=Ada"},
		"EMAIL=NAME":         {"init", "--admin", "ada", "--admin", "bela"},
		"--export":           {"audit", "verify"},
		"--checkpoints":      {"audit", "verify", "--export", "x.jsonl"},
		"nearest is log.lev": {"serve", "--config", write(t, "c.yaml", "log: {levl: info}")},
		"log.level":          {"serve", "--log-level", "loud"},
	} {
		if got := call(t, "", args...).is(t, wrongUse); !strings.Contains(got.errs, want) || !strings.HasSuffix(got.errs, "\n") {
			t.Errorf("%v complains %q, which does not name %s", args, got.errs, want)
		}
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestHelpAndVersionEndWithZero(t *testing.T) {
	if got := call(t, "", "--help").is(t, done); !strings.Contains(got.out, "audit verify") {
		t.Errorf("the help is %s", got.out)
	}
	if got := call(t, "", "version").is(t, done); !strings.HasPrefix(got.out, "countersign ") {
		t.Errorf("the version is %s", got.out)
	}
}

func TestAccessIsAskedOnTheCommandLine(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		flags := []string{"--database", url}
		data, _ := founded(t, flags...)
		ask := func(verb string, args ...string) ended {
			return call(t, "", append(append([]string{verb, "--data", data}, flags...), args...)...)
		}
		if got := ask("check", "--user", "ada", "--permission", "user.insert").is(t, done); got.out != "yes\n" {
			t.Errorf("it says %q", got.out)
		}
		if got := ask("check", "--user", "ada", "--permission", "package.sign").is(t, refused); got.out != "no\n" || got.errs != "" {
			t.Errorf("it says %q and complains %q", got.out, got.errs)
		}
		if got := ask("why", "--user", "ada", "--permission", "user.view", "--table", "user", "--id", "bela").is(t, done); !strings.Contains(got.out, "Administrator") {
			t.Errorf("it says %q", got.out)
		}
		if got := ask("why", "--user", "installation", "--permission", "package.sign").is(t, done); !strings.Contains(got.out, "who could give one: ") || !strings.Contains(got.out, "(ada)") {
			t.Errorf("it says %q", got.out)
		}
		if got := ask("why", "--user", "ada", "--permission", "package.sign").is(t, done); strings.Contains(got.out, "who could give") {
			t.Errorf("of who could give ada a role, with nobody else there, it says %q", got.out)
		}
		if got := ask("why", "--json", "--user", "nobody", "--permission", "user.view").is(t, done); !strings.Contains(got.out, `"unknown_user"`) {
			t.Errorf("it says %q", got.out)
		}
		ask("why", "--user", "ada", "--permission", "user.view", "--table", "user", "--id", "none").is(t, refused)
		about := []string{"--user", "ada", "--permission", "user.view", "--table", "user", "--id", "bela", "--as-of"}
		ask("check", append(about, "2020-01-01T00:00:00Z")...).is(t, refused) // there was no bela
		if got := ask("check", append(about, time.Now().UTC().Format(time.RFC3339Nano))...).is(t, done); got.out != "yes\n" {
			t.Errorf("it says %q", got.out)
		}
		if got := ask("why", "--json", "--user", "ada", "--permission", "user.view", "--as-of", "2020-01-01T00:00:00Z").is(t, done); !strings.Contains(got.out, `"unknown_user"`) {
			t.Errorf("before there was anybody it says %q", got.out)
		}
		ask("why", append(about, "yesterday")...).is(t, wrongUse)
		// The role that nobody is given before a sponsor answers for it is no answer.
		for _, then := range [][]string{nil, {"--as-of", time.Now().UTC().Format(time.RFC3339Nano)}} {
			for _, form := range [][]string{nil, {"--json"}} {
				got := ask("why", slices.Concat([]string{"--user", "ada", "--permission", "process.delete"}, then, form)...).is(t, done)
				if strings.Contains(got.out, "global-process-administrator") || !strings.Contains(got.out, "process-deletor") {
					t.Errorf("of who could delete a process it says %q", got.out)
				}
			}
		}
	})
	got := call(t, "", "check", "--data", t.TempDir(), "--user", "ada", "--permission", "user.view").is(t, refused)
	if !strings.Contains(got.errs, "no installation") {
		t.Errorf("an empty folder gives %q", got.errs)
	}
}

func TestAnInstallationIsFoundedOnce(t *testing.T) {
	data, _ := founded(t)
	got := call(t, "", "init", "--data", data, "--admin", "eva@example.com=Eva", "--admin", "tom@example.com=Tom").is(t, refused)
	if got.out != "" || got.errs == "" {
		t.Errorf("a second founding says %q and complains %q", got.out, got.errs)
	}
}

func TestALogIsVerifiedAndATamperedOneNamed(t *testing.T) {
	data, ada := founded(t)
	if got := call(t, "", "audit", "verify", "--data", data).is(t, done); !strings.HasPrefix(got.out, "whole: entries 1 to ") {
		t.Errorf("it says %q", got.out)
	}
	export := filepath.Join(t.TempDir(), "audit.jsonl")
	serving(t, data, func(url string) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", url+"/api/v1/audit/export?to=2", nil)
		if err != nil {
			t.Fatal(err)
		}
		ada.Cookie(r)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		var b bytes.Buffer
		if _, err := b.ReadFrom(res.Body); err != nil || res.StatusCode != 200 {
			t.Fatalf("the export gives %d %s, %v", res.StatusCode, b.Bytes(), err)
		}
		if err := os.WriteFile(export, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	key := filepath.Join(data, "audit.pub")
	if err := os.Rename(filepath.Join(data, "keys.json"), filepath.Join(data, "keys.away")); err != nil { // no key that opens is needed
		t.Fatal(err)
	}
	call(t, "", "audit", "verify", "--data", data).is(t, done)
	call(t, "", "audit", "verify", "--export", export, "--key", key).is(t, done)
	text, err := os.ReadFile(export)
	if err != nil {
		t.Fatal(err)
	}
	entries := regexp.MustCompile(`"sealed":"`).FindAllIndex(text, -1)
	if len(entries) != 2 {
		t.Fatalf("the export does not hold two entries: %s", text)
	}
	text[entries[1][1]+20] ^= 1
	if err := os.WriteFile(export, text, 0o600); err != nil {
		t.Fatal(err)
	}
	got := call(t, "", "audit", "verify", "--json", "--export", export, "--key", key).is(t, refused)
	var report struct{ First struct{ Seq int64 } }
	if err := json.Unmarshal([]byte(got.out), &report); err != nil || report.First.Seq != 2 {
		t.Errorf("the tampered export gives %s, %v", got.out, err)
	}
}

// serving runs the server on a folder while f works.
func serving(t *testing.T, data string, f func(url string), flags ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	logs := &waiting{found: make(chan string, 1)}
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, append([]string{"serve", "--data", data, "--addr", "127.0.0.1:0"}, flags...), strings.NewReader(""), &bytes.Buffer{}, logs)
	}()
	select {
	case url := <-logs.found:
		f(url)
	case s := <-status:
		t.Fatalf("the server ended with %d", s)
	case <-time.After(20 * time.Second):
		t.Fatal("the server does not start")
	}
	cancel()
	if s := <-status; s != done {
		t.Errorf("told to stop, the server ended with %d", s)
	}
}

// waiting finds the address in the server's lines.
type waiting struct{ found chan string }

var served = regexp.MustCompile(`msg=serving url=(\S+)`)

func (w *waiting) Write(b []byte) (int, error) {
	if m := served.FindSubmatch(b); m != nil {
		w.found <- string(m[1])
	}
	return len(b), nil
}

func TestASecondServerOnTheFolderIsRefused(t *testing.T) {
	data, _ := founded(t)
	serving(t, data, func(string) {
		if got := call(t, "", "serve", "--data", data, "--addr", "127.0.0.1:0").is(t, refused); !strings.Contains(got.errs, "Another countersign") {
			t.Errorf("a second server complains %q", got.errs)
		}
		if got := call(t, "", "audit", "verify", "--data", data).is(t, done); !strings.HasPrefix(got.out, "whole") {
			t.Errorf("beside a running server verify says %q", got.out)
		}
	})
}

func TestPureDecisionsReadLinesAndAnswerLines(t *testing.T) {
	got := call(t, `{"id":1,"accounts":{"A":{"anna":10}},"jobs":{},"exclusions":[],"signers":["anna"],"account":"A"}`+"\nnonsense\n", "signing", "check").is(t, done)
	if lines := strings.Split(strings.TrimSpace(got.out), "\n"); len(lines) != 2 || !strings.Contains(lines[0], `"accepted":true`) || !strings.Contains(lines[1], `"BAD_JSON"`) {
		t.Errorf("signing check answers %q", got.out)
	}
	got = call(t, `{"id":1,"accounts":{"A":{"anna":4,"bela":6}},"jobs":{},"exclusions":[],"signers":["anna"],"account":"A"}`+"\n", "signing", "check", "--explain").is(t, done)
	if !strings.Contains(got.out, `"missing":6`) || !strings.Contains(got.out, `"completions":[["bela"]]`) {
		t.Errorf("signing check --explain answers %q", got.out)
	}
	got = call(t, `{"id":1,"base":"EUR","rates":{},"participants":{"A":"EUR","B":"EUR"},"invoices":[{"id":"1","payer":"A","payee":"B","currency":"EUR","amount":"5.00"}]}`+"\n", "netting", "compute").is(t, done)
	if !strings.Contains(got.out, `"payments_before":1`) {
		t.Errorf("netting compute answers %q", got.out)
	}
}

func TestTwoFilesAreMatched(t *testing.T) {
	left, right := write(t, "l.csv", "ref,amount\na,1.00\nb,2.00\n"), write(t, "r.csv", "ref,amount\na,1.00\nc,3.00\n")
	rules := write(t, "match.yaml", "keys: ref\namount: amount\n")
	out := filepath.Join(t.TempDir(), "out")
	got := call(t, "", "match", "--json", "--config", rules, "--left", left, "--right", right, "--out", out).is(t, done)
	var s struct{ Matched, Unmatched_left, Unmatched_right int } //nolint:revive // as the summary names them
	if err := json.Unmarshal([]byte(got.out), &s); err != nil || s.Matched != 1 || s.Unmatched_left != 1 || s.Unmatched_right != 1 {
		t.Errorf("the summary is %s, %v", got.out, err)
	}
	if _, err := os.Stat(filepath.Join(out, "matched.csv")); err != nil {
		t.Error(err)
	}
	call(t, "", "match", "--format", "parquet", "--memory", "128MiB", "--config", rules, "--left", left, "--right", right, "--out", out).is(t, done)
	if _, err := os.Stat(filepath.Join(out, "matched.parquet")); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "", "match", "--memory", "127MiB", "--config", rules, "--left", left, "--right", right, "--out", out).is(t, wrongUse); !strings.Contains(got.errs, "128MiB") {
		t.Errorf("too little memory complains %q", got.errs)
	}
	if got := call(t, "", "match", "--config", rules, "--left", write(t, "bad.csv", "other\n1\n"), "--right", right, "--out", out).is(t, refused); !strings.Contains(got.errs, "bad.csv") {
		t.Errorf("a file without the column complains %q", got.errs)
	}
}

func TestACycleInFilesIsNettedAsTheSameCycleInALine(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"invoices.csv":     "id,payer,payee,currency,amount\n1,A,B,EUR,100000\n2,B,C,USD,80000\n3,C,A,GBP,50000\n4,B,A,EUR,30000\n5,C,B,USD,33333.33\n",
		"participants.csv": "id,currency\nA,EUR\nB,USD\nC,GBP\n",
		"rates.csv":        "currency,rate\nUSD,0.92\nGBP,1.17\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	args := []string{"netting", "compute", "--invoices", in("invoices.csv"), "--participants", in("participants.csv"), "--rates", in("rates.csv"), "--base", "EUR"}
	var out, errs bytes.Buffer
	if status := run(context.Background(), args, nil, &out, &errs); status != done {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	if !strings.Contains(out.String(), `"A":{"currency":"EUR","amount":"-11500.00","direction":"pay"`) || !strings.Contains(out.String(), `"payments_before":5,"payments_after":3`) {
		t.Errorf("answered %s", out.String())
	}
	if status := run(context.Background(), append(args, "--out", in("result")), nil, &out, &errs); status != done {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	if _, err := os.Stat(in("result/settlement.csv")); err != nil {
		t.Error(err)
	}
	if status := run(context.Background(), args[:4], nil, &out, &errs); status != wrongUse {
		t.Errorf("files named by half ended with %d", status)
	}
}
