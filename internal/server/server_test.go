package server_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit"
)

var admins = []server.Admin{{Email: "ada@example.com", Name: "Ada"}, {Email: "bela@example.com", Name: "Béla"}}

func settings(t *testing.T, url string) *config.Config {
	t.Helper()
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"data": filepath.Join(t.TempDir(), "data"), "database": url}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func open(t *testing.T, c *config.Config) *server.Server {
	t.Helper()
	s, err := server.Open(context.Background(), c, server.Options{Version: "test", Look: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func shut(t *testing.T, s *server.Server) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// each runs f on a data folder with SQLite and on one beside PostgreSQL.
func each(t *testing.T, f func(t *testing.T, c *config.Config)) {
	testkit.EachURL(t, func(t *testing.T, url string) { f(t, settings(t, url)) })
}

func TestAnInstallationIsFoundedOnceByTwoPeople(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		defer shut(t, s)
		if s.Founded() {
			t.Error("a new installation has users")
		}
		if _, err := s.Found(t.Context(), admins[:1]); fault.Code(err) != "too_few_founders" {
			t.Errorf("one founder gives %v", err)
		}
		made, err := s.Found(t.Context(), admins)
		if err != nil || len(made) != 2 || made[0].User != "ada" || !strings.HasPrefix(made[0].Link, "/link/") || made[0].Link == made[1].Link {
			t.Fatalf("the invitations are %v, %v", made, err)
		}
		if !s.Founded() {
			t.Error("after the founding there are no users")
		}
		if _, err := s.Found(t.Context(), admins); fault.Code(err) == "" {
			t.Errorf("it was founded twice: %v", err)
		}
	})
}

func TestTheDeliveryServiceMayDeliverAndNothingElse(t *testing.T) {
	s := open(t, settings(t, testkit.SQLiteURL(t)))
	defer shut(t, s)
	if _, err := s.Found(t.Context(), admins); err != nil {
		t.Fatal(err)
	}
	now := s.Engine.Now().UnixMicro()
	var may []string
	for _, p := range s.Engine.Permissions() {
		if s.Engine.Access().Holds(server.DeliveryUser, p, now) {
			may = append(may, p)
		}
	}
	if want := []string{"delivery.queue", "delivery.record", "package.sent"}; !slices.Equal(may, want) {
		t.Errorf("the service may %v, want %v", may, want)
	}
}

func TestEveryTableAndCommandIsServed(t *testing.T) {
	s := open(t, settings(t, testkit.SQLiteURL(t)))
	defer shut(t, s)
	asked := map[string]bool{}
	for _, r := range s.API.Routes() {
		asked[r.Permission] = true
		if (r.Permission == "") == (r.Asks == "") {
			t.Errorf("%s %s must name its permission, or who may", r.Method, r.Path)
		}
	}
	for _, p := range s.Engine.Permissions() {
		if strings.HasSuffix(p, ".view") && !asked[p] {
			t.Errorf("nothing serves %s", p)
		}
	}
	for _, v := range s.Engine.Verbs() {
		if v.New != nil && !asked[v.Name] {
			t.Errorf("nothing serves the command %s", v.Name)
		}
	}
}

func TestASecondServerOnTheSameFolderIsRefused(t *testing.T) {
	c := settings(t, testkit.SQLiteURL(t))
	s := open(t, c)
	if _, err := server.Open(t.Context(), c, server.Options{}); fault.Code(err) != "data_in_use" {
		t.Errorf("a second server gives %v", err)
	}
	shut(t, s)
	shut(t, open(t, c))
}

func TestAnInstallationWithALogIsNotStartedWithoutItsKeys(t *testing.T) {
	c := settings(t, testkit.SQLiteURL(t))
	shut(t, open(t, c))
	if err := os.Rename(c.Keys(), c.Keys()+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Open(t.Context(), c, server.Options{}); fault.Code(err) != "keys_missing" {
		t.Errorf("without its keys: %v", err)
	}
}

func TestDataAndKeysAreReadableByTheOwnerAlone(t *testing.T) {
	c := settings(t, testkit.SQLiteURL(t))
	shut(t, open(t, c))
	for path, want := range map[string]os.FileMode{c.Data: 0o700, c.Keys(): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", path, info.Mode(), err, want)
		}
	}
}

func TestTheServerStopsWhenAskedAndSignsItsLastEntries(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Serve(ctx, ln) }()
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("the server does not stop")
		}
		shut(t, s)
		text, err := os.ReadFile(c.Checkpoints())
		if err != nil || !strings.Contains(string(text), "\n2\n") { // start and stop of the node
			t.Errorf("the checkpoints are %q, %v; want one over two entries", text, err)
		}
	})
}
