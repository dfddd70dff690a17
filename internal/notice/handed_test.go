package notice_test

import (
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/postbox"
)

// TestASuccessorIsToldOfWhatIsHandedOver, once, and again when more is.
func TestASuccessorIsToldOfWhatIsHandedOver(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		o.User("lena", "unit.insert")
		o.User("leo")
		o.Must(o.Submit(house.Founder, govern.PutNew(policy.Rules, "r", &policy.Rule{Name: "Units", Subject: "unit", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "unit.approve", People: 1}}, Enabled: true})))
		asked := func(id govern.ID) {
			o.MustHold(o.Submit("lena", govern.PutNew(directory.Units, id, &directory.Unit{Name: string(id)})))
		}
		suspend := func() {
			cmd := &directory.Suspend{Successor: "leo"}
			cmd.On("lena")
			o.Must(o.Submit(house.Founder, cmd))
		}
		told := func(times int) {
			t.Helper()
			o.look()
			o.send()
			letters := o.to("leo")
			if len(letters) != times || times > 0 && (!strings.Contains(textOf(t, letters[times-1]), "What lena had is handed over to you") || strings.Contains(textOf(t, letters[times-1]), "/user/")) {
				t.Fatalf("leo has %d letters, not %d: %+v", len(letters), times, letters)
			}
		}
		asked("one")
		told(0)
		suspend()
		told(1)
		told(1)

		reactivate := &directory.Reactivate{}
		reactivate.On("lena")
		list, err := directory.Handovers.Find(t.Context(), o.DB, `successor = 'leo'`)
		if err != nil || len(list) != 1 {
			t.Fatalf("leo's list is %+v, %v", list, err)
		}
		o.Must(o.Submit("leo", &directory.Settle{ID: list[0].ID}))
		told(1)
		o.Clock.Advance(time.Minute)
		if _, err := o.Submit(house.Founder, reactivate); err != nil {
			t.Fatal(err)
		}
		o.Grant("lena", "unit.insert")
		asked("two")
		o.Clock.Advance(time.Minute)
		asked("three")
		suspend()
		told(2)
		list, err = directory.Handovers.Find(t.Context(), o.DB, `successor = 'leo' AND settled_at = 0 ORDER BY id`)
		if err != nil || len(list) != 2 {
			t.Fatalf("leo's list is %+v, %v", list, err)
		}
		o.Must(o.Submit("leo", &directory.Settle{ID: list[0].ID}))
		told(2)
	})
}
