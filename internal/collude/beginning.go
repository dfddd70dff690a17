package collude

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/money"
)

// beginning is one manner in which a bank instruction comes to say what nobody
// looked at before.
type beginning struct {
	name, on string
	id       string // of the instruction that is there
	target   access.Target
	steps    []*doing
	netted   bool // a participant of netting is paid there
}

// beginnings are the insertion of an instruction in each unit, and the change of
// those that are there; a new one can also be made a participant's.
func (t *transfer) beginnings() ([]beginning, error) {
	var units []string
	for _, u := range t.facts().Units {
		units = append(units, u.ID)
	}
	var list []beginning
	for _, unit := range t.units(units, "bank_instruction.insert", "bank_instruction.view", "bank_instruction.approve") {
		on := access.Target{Unit: unit}
		for _, d := range t.put("bank_instruction", "insert", []access.Target{on}, row{"bank_instruction", "insert", nil, map[string]any{"unit": unit}}) {
			b := beginning{name: "a bank instruction entered", on: "the unit " + unit, target: on, steps: []*doing{d}}
			list = append(list, b)
			list = append(list, t.assigned(b)...)
		}
	}
	there, err := t.instructions()
	if err != nil {
		return nil, err
	}
	for _, i := range there {
		on := i.Target()
		known := map[string]any{"unit": string(i.Unit)}
		for _, d := range t.put("bank_instruction", "update", []access.Target{on}, row{"bank_instruction", "update", known, known}) {
			list = append(list, beginning{
				name: "a bank instruction changed", on: "the unit " + string(i.Unit), id: string(i.ID), target: on, steps: []*doing{d}, netted: len(t.cycles) > 0 && t.pays(i),
			})
		}
	}
	if t.ask.Kind == payments.Intercompany && len(t.parties) == 0 {
		return t.forNew(list, units), nil
	}
	return list, nil
}

// forNew enters the participant first without whom no instruction can name one, and
// no payment is of one company of the group to another. One that is there already is
// named by whoever writes the instruction.
func (t *transfer) forNew(begin []beginning, units []string) (list []beginning) {
	for _, unit := range t.units(units, "participant.insert", "participant.approve") {
		for _, d := range t.put("participant", "insert", []access.Target{{Unit: unit}}, row{"participant", "insert", nil, map[string]any{"unit": unit}}) {
			for _, b := range begin {
				next := b
				next.name = "a participant entered; " + b.name
				next.steps = append([]*doing{d}, b.steps...)
				list = append(list, next)
			}
		}
	}
	return list
}

// assigned makes a new instruction that of a participant.
func (t *transfer) assigned(b beginning) []beginning {
	if len(t.cycles) == 0 {
		return nil
	}
	var units []string
	for _, p := range t.parties {
		units = append(units, string(p.Unit))
	}
	var list []beginning
	for _, unit := range t.units(units, "participant.update", "participant.approve") {
		known := map[string]any{"unit": unit}
		for _, d := range t.put("participant", "update", []access.Target{{Unit: unit}}, row{"participant", "update", known, known}) {
			next := b
			next.name, next.netted = b.name+" and made a participant's", true
			next.steps = append(append([]*doing{}, b.steps...), d)
			list = append(list, next)
		}
	}
	return list
}

// instructions are those whose change may be somebody else's than that of
// another: one of each unit, and those that grants name.
func (t *transfer) instructions() ([]*payments.BankInstruction, error) {
	all, err := payments.BankInstructions.Find(t.ctx, t.Read, `1 = 1 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	single := map[string]bool{}
	for _, p := range []string{"bank_instruction.update", "bank_instruction.view", "bank_instruction.approve"} {
		for id := range t.recordsNamed("bank_instruction", p) {
			single[id] = true
		}
	}
	type alike struct {
		unit   string
		netted bool
	}
	seen := map[alike]bool{}
	var list []*payments.BankInstruction
	for _, i := range all {
		same := alike{string(i.Unit), t.pays(i)}
		if single[string(i.ID)] || !seen[same] {
			list = append(list, i)
		}
		if !single[string(i.ID)] {
			seen[same] = true
		}
	}
	return list, nil
}

// pays reports whether a participant is paid there.
func (t *transfer) pays(i *payments.BankInstruction) bool {
	for _, p := range t.parties {
		if p.BankInstruction == i.ID {
			return true
		}
	}
	return false
}

func amount(m money.Money) approval.Amount {
	return approval.Amount{Minor: m.Minor, Currency: string(m.Currency)}
}
