package ascode_test

import (
	"testing"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/testkit/house"
)

const divided = `
unit:
  - {id: advice, name: Advice, parent: Halvorn Group}
  - {id: trade, name: Trade, parent: Halvorn Group}
user:
  - {id: adam, email: adam@example.com, name: Adam, kind: person, status: active, unit: Halvorn Group/Advice}
  - {id: tara, email: tara@example.com, name: Tara, kind: person, status: active, unit: Halvorn Group/Trade}
group:
  - {id: traders, name: Traders, unit: Halvorn Group/Trade}
  - {id: readers, name: Readers}
member:
  - {group: /Readers, user: adam@example.com}
grant:
  - {group: Halvorn Group/Trade/Traders, role: Reader, scope: unit, scope_record: Halvorn Group/Trade}
duty_rule:
  - {id: wall, name: Wall, kind: wall, mode: refuse, enabled: true, left_unit: Halvorn Group/Advice, right_unit: Halvorn Group/Trade}
`

func TestAFileBringsNobodyToBothSidesOfAWall(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		must(t, h, divided)
		for _, text := range []string{
			"grant:\n  - {user: adam@example.com, role: Reader, scope: unit, scope_record: Halvorn Group/Trade}\n",
			"grant:\n  - {group: /Readers, role: Reader, scope: unit, scope_record: Halvorn Group/Trade}\n",
			"grant:\n  - {user: adam@example.com, role: Reader, scope: record, scope_table: group, scope_record: Halvorn Group/Trade/Traders}\n",
			"member:\n  - {group: Halvorn Group/Trade/Traders, user: adam@example.com}\n",
			"user:\n  - {id: adam, email: adam@example.com, name: Adam, kind: person, status: active, unit: Halvorn Group/Trade}\nmember:\n  - {group: /Readers, user: adam@example.com}\ngrant:\n  - {user: adam@example.com, role: Reader, scope: unit, scope_record: Halvorn Group/Advice}\n",
			"user:\n  - {email: adam2@example.com, name: Adam, kind: person, status: active, unit: Halvorn Group/Trade, personnel_id: adam}\n",
		} {
			if _, _, err := apply(t, h, house.Founder, files(text), false); fault.Code(err) != "duty_rule" {
				t.Errorf("%sis answered %v", text, err)
			}
		}
		must(t, h, "user:\n  - {id: adam, email: adam@example.com, name: Adam, kind: person, status: active, unit: Halvorn Group/Trade}\n")
	})
}
