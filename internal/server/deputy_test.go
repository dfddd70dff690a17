package server_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/internal/config"
)

func TestAFounderNamesADeputyForWhoIsAbsentAndTheOtherAgrees(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		o, _ := founded(t, c)
		for _, id := range []string{"eva", "tom"} {
			person := map[string]any{"email": id + "@example.com", "name": id, "kind": "person", "status": "active"}
			if got := o.ask(o.ada, "PUT", "/api/v1/user/"+id, person); o.lastStatus >= 300 {
				t.Fatalf("%s: %d %v", id, o.lastStatus, got)
			}
		}
		until := time.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)
		held := o.ask(o.ada, "PUT", "/api/v1/deputy/leave", map[string]any{"user": "eva", "deputy": "tom", "until_at": until, "reason": "ill"})
		if o.lastStatus != 202 {
			t.Fatalf("the deputy named for another: %d %v, want held", o.lastStatus, held)
		}
		digest := map[string]any{"digest": held["digest"]}
		change := "/api/v1/change/" + held["change"].(string) + "/approve"
		if got := o.ask(o.ada, "POST", change, digest); o.lastStatus != 403 {
			t.Errorf("its maker agrees: %d %v", o.lastStatus, got)
		}
		if got := o.ask(o.bela, "POST", change, digest); o.lastStatus != 200 || got["state"] != "applied" {
			t.Errorf("the other founder agrees: %d %v", o.lastStatus, got)
		}
		if got := o.ask(o.bela, "GET", "/api/v1/deputy/leave", nil); got["user"] != "eva" || got["deputy"] != "tom" {
			t.Errorf("the deputyship is %v", got)
		}
	})
}
