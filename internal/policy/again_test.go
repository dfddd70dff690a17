package policy_test

import (
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestACommandIsAskedAnewWithWhatItWasMadeFrom(t *testing.T) {
	house.Each(t, append(directory.Tables, policy.Tables...), policy.Verbs, func(t *testing.T, h *house.House) {
		h.User("approver", "access_policy.approve")
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "watch", &policy.Rule{
			Name: "watch", Subject: "access_policy", Operations: []string{"insert", "update"}, Enabled: true,
			Factors: []approval.Factor{{Permission: "access_policy.approve", People: 1}},
		})))
		maker := govern.Actor{User: house.Second, Method: "test"}
		domains := func(note govern.Note) govern.Outcome {
			cmd := &policy.SetDomains{AllowedEmailDomains: []string{"example.com"}}
			cmd.On(policy.AccessID)
			return h.MustHold(h.Engine.Submit(t.Context(), maker, note, cmd))
		}
		ask, err := govern.Asked(policy.AccessID, &policy.SetDomains{AllowedEmailDomains: []string{"example.com"}})
		if err != nil || ask == nil {
			t.Fatalf("got %v, %v", ask, err)
		}
		end := func(held govern.Outcome) {
			if _, err := h.Engine.Withdraw(t.Context(), maker, govern.Note{}, held.Change); err != nil {
				t.Fatal(err)
			}
		}
		unkept := domains(govern.Note{})
		end(unkept)
		if _, err := h.Engine.Again(t.Context(), maker, govern.Note{}, unkept.Change, govern.Repeat{}); fault.Code(err) != "not_again" {
			t.Errorf("what it was asked with is not kept, and it gives %v", err)
		}
		kept := domains(govern.Note{Ask: ask})
		end(kept)
		anew := h.MustHold(h.Engine.Again(t.Context(), maker, govern.Note{Key: "k", Fingerprint: "f"}, kept.Change, govern.Repeat{}))
		same, err := h.Engine.Again(t.Context(), maker, govern.Note{Key: "k", Fingerprint: "f"}, kept.Change, govern.Repeat{})
		if err != nil || same.Change != anew.Change {
			t.Errorf("the same request again gives %+v, %v; want the first answer", same, err)
		}
		end(anew)
		third := h.MustHold(h.Engine.Again(t.Context(), maker, govern.Note{}, anew.Change, govern.Repeat{}))
		h.Must(agree(t, h, "approver", third))
		if p, err := policy.ReadAccess(t.Context(), h.DB); err != nil || len(p.AllowedEmailDomains) != 1 {
			t.Errorf("got %+v, %v", p, err)
		}
	})
}
