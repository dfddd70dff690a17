package ascode_test

import (
	"testing"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

const kept = `
duty_rule:
  - {id: kept, name: Kept, kind: static, mode: refuse, enabled: true, permissions: [unit.insert, unit.delete], too_many: 2}
`

func TestAFileLoosensNoDutyRuleByItself(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, kept)
		const looser = `
duty_rule:
  - {id: kept, name: Kept, kind: static, mode: report, enabled: true, permissions: [unit.insert, unit.delete], too_many: 2}
`
		for name, list := range map[string][]ascode.File{"that loosens it": files(looser), "that lacks it": files("duty_rule: []\n")} {
			out, _, err := apply(t, h, house.Founder, list, true)
			if err != nil || out.State != govern.Held {
				t.Errorf("a file %s is %s, %v", name, out.State, err)
				continue
			}
			if _, err := h.Engine.Reject(t.Context(), govern.Actor{User: house.Second}, govern.Note{Reason: "no"}, out.Change); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.Count(`SELECT count(*) FROM duty_rule WHERE enabled = 1 AND mode = 'refuse'`); n != 1 {
			t.Errorf("%d rules refuse after nobody agreed", n)
		}
	})
}

func TestABundleLoosensNoDutyRuleByItself(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, kept)
		there := installation(t, "testing.example/1")
		trust(h, "testing", there)
		out, _, err := take(t, h, house.Founder, there.seal(t, h, production, "duty_rule:\n  - {id: kept, name: Kept, kind: static, mode: refuse, enabled: false, permissions: [unit.insert, unit.delete], too_many: 2}\n"))
		held := h.MustHold(out, err)
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest))
		if n := h.Count(`SELECT count(*) FROM duty_rule WHERE enabled = 1`); n != 0 {
			t.Errorf("%d rules are in force after it was agreed to", n)
		}
	})
}
