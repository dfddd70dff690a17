package httpapi_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/testkit"
)

// TestTheTilesGiveTheRootOfTheCheckpointAndTheBundlesTheirHashes reads the log as a
// stranger to the program does, by C2SP tlog-tiles alone.
func TestTheTilesGiveTheRootOfTheCheckpointAndTheBundlesTheirHashes(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	const base = "/api/v1/audit/tlog"
	var c tree.Checkpoint
	for begun := time.Now(); c.Size == 0; time.Sleep(50 * time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatal("nothing is signed")
		}
		got := o.ask(ada, "GET", base+"/checkpoint", nil)
		if got.status != 200 {
			got.refused(404, "audit_unsigned")
			continue
		}
		if n, err := fmt.Sscanf(string(got.body), "%s\n%d\n", &c.Origin, &c.Size); n != 2 || err != nil {
			t.Fatalf("the checkpoint is %q", got.body)
		}
		root, err := tlog.ParseHash(strings.Split(string(got.body), "\n")[2])
		if err != nil {
			t.Fatal(err)
		}
		c.Root = root
	}
	if c.Size >= tree.Run {
		t.Fatalf("%d entries are more than one tile", c.Size)
	}
	hashes, ok := tree.UnpackHashes(o.ask(ada, "GET", fmt.Sprintf("%s/tile/0/000.p/%d", base, c.Size), nil).is(200).body)
	var edge tree.Edge
	for _, h := range hashes {
		edge.Append(h)
	}
	if !ok || edge.Size() != c.Size || edge.Root() != c.Root {
		t.Errorf("the tile of %d hashes does not give the root over %d", edge.Size(), c.Size)
	}
	bundle := o.ask(ada, "GET", fmt.Sprintf("%s/tile/entries/000.p/%d", base, c.Size), nil).is(200).body
	for i, h := range hashes {
		long := int(binary.BigEndian.Uint16(bundle))
		if tlog.RecordHash(bundle[2:2+long]) != h {
			t.Errorf("entry %d of the bundle has another hash than its tile", i+1)
		}
		bundle = bundle[2+long:]
	}
	if len(bundle) != 0 {
		t.Errorf("the bundle goes on for %d bytes", len(bundle))
	}
	for _, none := range []string{"0/000", "0/000.p/256", "0/000.p/0", "0/x000/000", "0/00", "9/000.p/1", "-1/000.p/1", "entries/001.p/1", "entries/000", "other/000", "0/001.p/1"} {
		o.ask(ada, "GET", base+"/tile/"+none, nil).refused(404, "no_tile")
	}
	var grown struct{ Proof, Key string }
	if err := json.Unmarshal(o.ask(ada, "GET", "/api/v1/audit/consistency?from=1", nil).is(200).body, &grown); err != nil || !strings.HasPrefix(grown.Proof, "old 1\n") || !strings.HasPrefix(grown.Key, c.Origin+"+") {
		t.Errorf("the consistency is %+v, %v", grown, err)
	}
	o.ask(ada, "GET", "/api/v1/audit/consistency?from=900000", nil).refused(422, "audit_unsigned")
}
