package notary_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/notary"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// witness is a real one, after C2SP tlog-witness: it checks the log's signature
// and the consistency with what it knows, and only then cosigns.
type witness struct {
	t       *testing.T
	name    string
	log     note.Verifier
	public  ed25519.PublicKey
	private ed25519.PrivateKey

	mu    sync.Mutex
	size  int64
	root  tlog.Hash
	asked int
}

func newWitness(t *testing.T, name, log string) (*witness, notary.Witness) {
	t.Helper()
	v, err := note.NewVerifier(log)
	if err != nil {
		t.Fatal(err)
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w := &witness{t: t, name: name, log: v, public: public, private: private}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", w.add)
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	list, err := notary.ParseWitnesses(w.vkey() + " " + srv.URL + "/")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	return w, list[0]
}

func (w *witness) key() []byte { return append([]byte{4}, w.public...) }

func (w *witness) id() []byte {
	sum := sha256.Sum256(append([]byte(w.name+"\n"), w.key()...))
	return sum[:4]
}

func (w *witness) vkey() string {
	return fmt.Sprintf("%s+%x+%s", w.name, w.id(), base64.StdEncoding.EncodeToString(w.key()))
}

func (w *witness) add(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked++
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.t.Error(err)
	}
	head, msg, _ := bytes.Cut(body, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	var old int64
	if _, err := fmt.Sscanf(lines[0], "old %d", &old); err != nil {
		http.Error(rw, "bad", http.StatusBadRequest)
		return
	}
	c, err := tree.OpenCheckpoint(msg, w.log)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusForbidden)
		return
	}
	if old != w.size {
		rw.Header().Set("Content-Type", "text/x.tlog.size")
		rw.WriteHeader(http.StatusConflict)
		_, _ = fmt.Fprintf(rw, "%d\n", w.size)
		return
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			http.Error(rw, "bad", http.StatusBadRequest)
			return
		}
		proof = append(proof, h)
	}
	if old > 0 && tlog.CheckTree(proof, c.Size, c.Root, old, w.root) != nil || old == 0 && len(proof) > 0 {
		http.Error(rw, "inconsistent", http.StatusUnprocessableEntity)
		return
	}
	w.size, w.root = c.Size, c.Root
	_, _ = io.WriteString(rw, w.cosign(1700000000, c.Text()))
}

func (w *witness) cosign(at uint64, text string) string {
	sig := ed25519.Sign(w.private, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", at, text))
	full := append(binary.BigEndian.AppendUint64(w.id(), at), sig...)
	return "— " + w.name + " " + base64.StdEncoding.EncodeToString(full) + "\n"
}

// log is a small one with a keeper.
type log struct {
	t      *testing.T
	db     store.DB
	ring   *secret.Ring
	keeper *audit.Keeper
	n      int64
}

func newLog(t *testing.T, db store.DB) *log {
	t.Helper()
	dir := t.TempDir()
	ring, err := secret.Create(filepath.Join(dir, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	return &log{t: t, db: db, ring: ring, keeper: audit.NewKeeper(db, ring, filepath.Join(dir, "checkpoints"))}
}

func (l *log) grow(n int) {
	l.t.Helper()
	sealer := audit.NewSealer(l.ring)
	var list []audit.Entry
	for range n {
		l.n++
		e, err := sealer.Seal(l.n, l.n, &audit.Event{Actor: "anna", Action: "unit.insert", Outcome: audit.Applied})
		if err != nil {
			l.t.Fatal(err)
		}
		list = append(list, e)
	}
	if err := l.db.Write(l.t.Context(), func(tx store.Tx) error { return audit.Append(l.t.Context(), tx, list) }); err != nil {
		l.t.Fatal(err)
	}
	if err := l.keeper.Tick(l.t.Context()); err != nil {
		l.t.Fatal(err)
	}
}

func (l *log) newest() audit.Signed {
	l.t.Helper()
	s, err := audit.Newest(l.t.Context(), l.db)
	if err != nil {
		l.t.Fatal(err)
	}
	return s
}

// wall is a place that remembers what was posted to it.
type wall struct {
	mu   sync.Mutex
	got  []string
	sign []string
}

func (w *wall) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.got, w.sign = append(w.got, string(body)), append(w.sign, r.Header.Get("Countersign-Signature"))
}

func newNotary(l *log, ws []notary.Witness, places ...notary.Place) *notary.Notary {
	return &notary.Notary{DB: l.db, Witnesses: ws, Places: places, Client: notary.Client(), Sent: map[string]int64{}}
}

func TestWitnessesCosignCheckpointsAndTheWebhookGetsThem(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		l := newLog(t, db)
		one, w1 := newWitness(t, "witness.example/w1", l.ring.Verifier())
		two, w2 := newWitness(t, "witness.example/w2", l.ring.Verifier())
		board := &wall{}
		srv := httptest.NewServer(board)
		defer srv.Close()
		n := newNotary(l, []notary.Witness{w1, w2}, &notary.Webhook{URL: srv.URL, Secret: "key of the hook", Client: notary.Client()})
		if err := n.Round(t.Context()); err != nil {
			t.Fatalf("nothing is signed yet: %v", err)
		}
		for i, more := range []int{3, 300, 1} {
			l.grow(more)
			for range 2 { // the second has nothing to do
				if err := n.Round(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			signed := l.newest()
			log, err := note.NewVerifier(l.ring.Verifier())
			if err != nil {
				t.Fatal(err)
			}
			opened, err := note.Open([]byte(signed.Note), note.VerifierList(log, w1, w2))
			if err != nil || len(opened.Sigs) != 3 {
				t.Fatalf("%v of\n%s", err, signed.Note)
			}
			if _, err := tree.OpenCheckpoint([]byte(signed.Note), log); err != nil {
				t.Errorf("the cosigned checkpoint is no checkpoint: %v", err)
			}
			if one.asked != i+1 || two.asked != i+1 || one.size != l.n {
				t.Errorf("the witnesses were asked %d and %d times, and know %d of %d", one.asked, two.asked, one.size, l.n)
			}
			if len(board.got) != i+1 || board.got[i] != signed.Note || !strings.HasPrefix(board.sign[i], "sha256=") {
				t.Errorf("the webhook got %q", board.got)
			}
		}
		// A witness that this database forgot about, as after a restored backup.
		again := newNotary(l, []notary.Witness{{Witness: w1.Witness, URL: w1.URL}})
		one.size, one.root = 0, tlog.Hash{}
		l.grow(1)
		if err := again.Round(t.Context()); err != nil {
			t.Errorf("a witness that says what it knows: %v", err)
		}
	})
}

func TestAWitnessThatContradictsOrForgesIsToldApart(t *testing.T) {
	l := newLog(t, testkit.Open(t, testkit.SQLiteURL(t)))
	l.grow(5)
	honest, w := newWitness(t, "witness.example/w1", l.ring.Verifier())
	other, foreign := newWitness(t, "witness.example/w1", l.ring.Verifier())
	_ = other
	ask := func(w notary.Witness) error { return newNotary(l, []notary.Witness{w}).Round(t.Context()) }

	honest.size, honest.root = 3, tlog.Hash{1} // it knows another log
	if err := ask(w); fault.Code(err) != "witness_contradicts" {
		t.Errorf("another log: %v", err)
	}
	honest.size = 50
	if err := ask(w); fault.Code(err) != "witness_ahead" {
		t.Errorf("a log that was turned back: %v", err)
	}
	if err := ask(notary.Witness{Witness: w.Witness, URL: foreign.URL}); fault.Code(err) != "cosignature_missing" {
		t.Errorf("a cosignature by another key: %v", err)
	}
	liar := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(rw, honest.cosign(1700000000, "another text\n"))
	}))
	defer liar.Close()
	if err := ask(notary.Witness{Witness: w.Witness, URL: liar.URL}); fault.Code(err) != "cosignature_bad" {
		t.Errorf("a cosignature of another text: %v", err)
	}
	if err := ask(notary.Witness{Witness: w.Witness, URL: "http://127.0.0.1:1"}); fault.Code(err) != "unreachable" {
		t.Errorf("a witness that is away: %v", err)
	}
	if s := l.newest(); strings.Contains(s.Note, "witness.example") {
		t.Errorf("something was kept:\n%s", s.Note)
	}
}

func TestAPlaceThatFailsHoldsUpNoOther(t *testing.T) {
	l := newLog(t, testkit.Open(t, testkit.SQLiteURL(t)))
	l.grow(2)
	board := &wall{}
	srv := httptest.NewServer(board)
	defer srv.Close()
	n := newNotary(l, nil, broken{}, &notary.Webhook{URL: srv.URL, Client: notary.Client()})
	for range 3 {
		if err := n.Round(t.Context()); fault.Code(err) != "broken" {
			t.Errorf("got %v", err)
		}
	}
	if len(board.got) != 1 || board.sign[0] != "" {
		t.Errorf("the webhook got %q", board.got)
	}
}

type broken struct{}

func (broken) Name() string { return "broken" }

func (broken) Send(context.Context, int64, string) error {
	return fault.New(fault.Unavailable, "broken", "It is broken.")
}

func TestSettingsOfWitnessesAndFoldersAreRefusedWhenTheyAreWrong(t *testing.T) {
	for _, bad := range []string{"a", "a b", "a+b+c https://x", "w+00000000+BAAA https://x"} {
		if _, err := notary.ParseWitnesses(bad); fault.Code(err) != "bad_setting" {
			t.Errorf("%q gives %v", bad, err)
		}
	}
	if list, err := notary.ParseWitnesses(" , "); err != nil || len(list) != 0 {
		t.Errorf("none gives %v, %v", list, err)
	}
	for _, bad := range []string{"", "https://u@h/x", "sftp://h/x", "sftp://u:secret@h/x", "sftp://u@h/x"} {
		if _, err := notary.NewFolder(bad, "/none", "/none", nil); fault.Code(err) != "bad_setting" || strings.Contains(fmt.Sprint(err), "secret") {
			t.Errorf("%q gives %v", bad, err)
		}
	}
}
