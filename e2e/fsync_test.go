package e2e

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// TestAnFsyncPrecedesEveryAnswerOnSQLite watches the system calls of a process
// that asks for one change after the other: between two answers the log must
// have been written and then forced to the disk.
func TestAnFsyncPrecedesEveryAnswerOnSQLite(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Fatal("strace is not installed: run 'make setup', or apt-get install strace")
	}
	p := place{testkit.DurableSQLiteURL(t), t.TempDir()}
	settle(t, p, 0).close()
	n := count(t, "COUNTERSIGN_E2E_FSYNCS", 50, 500)
	trace := func(env ...string) (answers, covered int) {
		file := filepath.Join(t.TempDir(), "trace")
		cmd := p.child("steady", strace, "-f", "-y", "-s", "32", "-e", "trace=fdatasync,fsync,pwrite64,write", "-o", file)
		cmd.Env = append(cmd.Env, append(env, fmt.Sprintf("COUNTERSIGN_E2E_COUNT=%d", n))...)
		if out, err := cmd.Output(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		if answers, covered, err = followForced(f); err != nil {
			t.Fatal(err)
		}
		return answers, covered
	}
	if answers, covered := trace(); answers != n || covered != n {
		t.Errorf("%d of %d answers were given after the log was forced to the disk, want %d", covered, answers, n)
	}
	if answers, covered := trace("COUNTERSIGN_E2E_EARLY=1"); answers != n || covered == n {
		t.Errorf("a process that answers early was not found out: %d of %d", covered, answers)
	}
}

var (
	callOf     = regexp.MustCompile(`^(\d+) +(\w+)\(\d+<([^>]*)>`)
	resumedOf  = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>`)
	answerOf   = regexp.MustCompile(`^\d+ +write\(1<[^>]*>, "acknowledged \d+`)
	unfinished = "<unfinished ...>"
)

// followForced reads a trace and counts the answers, and those before which
// the database's log was written and afterwards forced, since the answer before.
func followForced(trace io.Reader) (answers, covered int, err error) {
	written, forced := false, false
	waiting := map[string]bool{} // threads within a sync of the log
	lines := bufio.NewScanner(trace)
	for lines.Scan() {
		line := lines.Text()
		if answerOf.MatchString(line) {
			answers++
			if written && forced {
				covered++
			}
			written, forced = false, false
			continue
		}
		done := false
		if m := callOf.FindStringSubmatch(line); m != nil && strings.HasSuffix(m[3], ".db-wal") {
			switch {
			case m[2] == "pwrite64":
				written, forced = true, false
			case strings.HasSuffix(line, unfinished):
				waiting[m[1]] = true
			default:
				done = strings.HasSuffix(line, "= 0")
			}
		} else if m := resumedOf.FindStringSubmatch(line); m != nil && waiting[m[1]] && strings.HasSuffix(m[2], "sync") {
			delete(waiting, m[1])
			done = strings.HasSuffix(line, "= 0")
		}
		forced = forced || done
	}
	return answers, covered, lines.Err()
}

// TestAnAnswerOnPostgresMeansThatItsCommitIsFlushed compares the position up to
// which the server's log stood on the disk when the answer came with the end of
// the commit's own record.
func TestAnAnswerOnPostgresMeansThatItsCommitIsFlushed(t *testing.T) {
	database := testkit.PostgresURL(t, "durable")
	w := settle(t, place{database, t.TempDir()}, 0)
	for _, setting := range []string{"fsync", "synchronous_commit"} {
		var value string
		if err := w.db.QueryRow(ctx, []any{&value}, `SELECT current_setting($1)`, setting); err != nil || value != "on" {
			t.Fatalf("%s is %q, %v", setting, value, err)
		}
	}
	n := count(t, "COUNTERSIGN_E2E_FSYNCS", 50, 500)
	if flushed := flushedAnswers(t, w, "unit", n); flushed != n {
		t.Errorf("the commit of %d of %d answers was flushed", flushed, n)
	}
	lazy, err := open(place{database + "&synchronous_commit=off", w.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer lazy.close()
	if flushed := flushedAnswers(t, lazy, "lazy", n); flushed == n {
		t.Errorf("a server that answers before it flushes was not found out")
	}
}

// flushedAnswers asks for n changes, and counts those whose commit record ended
// within the flushed part of the log when they were answered.
func flushedAnswers(t *testing.T, w *town, name string, n int) int {
	t.Helper()
	err := w.db.Write(ctx, func(tx store.Tx) error { return tx.Exec(ctx, `CREATE EXTENSION IF NOT EXISTS pg_walinspect`) })
	if err != nil {
		t.Fatal(err)
	}
	begin := flushed(t, w, `pg_current_wal_flush_lsn()`)
	at := map[govern.ID]string{}
	for i := range n {
		id := govern.ID(fmt.Sprintf("%s-%d", name, i))
		w.must(t, "founder", unit(id, "steady"))
		at[id] = flushed(t, w, `pg_current_wal_flush_lsn()`)
	}
	w.must(t, "founder", unit(govern.ID(name+"-last"), "steady"))
	_ = w.db.Write(ctx, func(tx store.Tx) error { return tx.Exec(ctx, `SELECT pg_switch_wal()`) }) // flushes all
	covered := 0
	for id, lsn := range at {
		var within int64
		err := w.db.QueryRow(ctx, []any{&within}, `SELECT (r.end_lsn <= $2::text::pg_lsn)::int::bigint
			FROM pg_get_wal_records_info($3::text::pg_lsn, pg_current_wal_flush_lsn()) r
			WHERE r.resource_manager = 'Transaction' AND r.record_type LIKE 'COMMIT%' AND r.xid = (SELECT xmin FROM unit WHERE id = $1)`,
			string(id), lsn, begin)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		covered += int(within)
	}
	return covered
}

func flushed(t *testing.T, w *town, position string) string {
	t.Helper()
	var lsn string
	if err := w.db.QueryRow(ctx, []any{&lsn}, `SELECT `+position+`::text`); err != nil {
		t.Fatal(err)
	}
	return lsn
}
