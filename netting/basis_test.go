package netting_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

var bases = []netting.Basis{"", netting.NetParticipant, netting.NetTransaction, netting.GrossTransaction, netting.GrossParticipant}

// naiveBases settles a sound cycle once more, invoice by invoice and with
// fractions, and gives the lines that settlements and deals print as.
func naiveBases(c netting.Cycle) (settlements, deals []string) {
	rate, digits := map[money.Currency]*big.Rat{c.Base: big.NewRat(1, 1)}, map[money.Currency]int{c.Base: c.Base.Digits()}
	for _, r := range c.Rates {
		rate[r.Currency], _ = new(big.Rat).SetString(r.Value.String())
		digits[r.Currency] = r.Currency.Digits()
	}
	for _, m := range c.MinorUnits {
		digits[m.Currency] = m.Digits
	}
	held, kept := map[money.Currency]*big.Rat{}, new(big.Rat)
	for _, code := range codes {
		held[code] = new(big.Rat)
	}
	for _, p := range c.Participants {
		basis := p.Basis
		if basis == "" {
			basis = c.Basis
		}
		owed := map[string]*big.Rat{} // what is owed, in the currency it is settled in
		if basis == "" || basis == netting.NetParticipant {
			owed[string(p.Currency)] = new(big.Rat)
		}
		for _, in := range c.Invoices {
			if in.Payer != p.ID && in.Payee != p.ID {
				continue
			}
			amount, _ := new(big.Rat).SetString(in.Amount)
			if in.Payer == p.ID {
				amount.Neg(amount)
			}
			where := in.Currency
			if basis != netting.NetTransaction && basis != netting.GrossTransaction {
				amount.Mul(amount, rate[in.Currency])
				amount.Quo(amount, rate[p.Currency])
				where = p.Currency
			}
			key := string(where)
			if basis == netting.GrossTransaction || basis == netting.GrossParticipant {
				key += map[int]string{-1: " out", 1: " in"}[amount.Sign()]
			}
			if owed[key] == nil {
				owed[key] = new(big.Rat)
			}
			owed[key].Add(owed[key], amount)
		}
		for key, amount := range owed {
			code := money.Currency(key[:3])
			rounded := halfEven(amount, digits[code])
			held[code].Sub(held[code], rounded)
			rest := new(big.Rat).Sub(rounded, amount)
			settlements = append(settlements, fmt.Sprint(p.ID, " ", code, " ", rounded.FloatString(digits[code]), " ", exact(rest.Mul(rest, rate[code]))))
		}
	}
	for _, code := range codes {
		if code == c.Base || held[code].Sign() == 0 {
			continue
		}
		worth := halfEven(new(big.Rat).Mul(held[code], rate[code]), digits[c.Base])
		kept.Add(kept, worth)
		side := map[int]string{1: "sell", -1: "buy"}[held[code].Sign()]
		deals = append(deals, fmt.Sprint(side, " ", new(big.Rat).Abs(held[code]).FloatString(digits[code]), " ", code, " for ", new(big.Rat).Abs(worth).FloatString(digits[c.Base])))
	}
	slices.Sort(settlements)
	return settlements, append(deals, "kept "+exact(kept.Add(kept, held[c.Base])))
}

func printBases(r netting.Result) (settlements, deals []string) {
	for _, n := range r.Participants {
		for _, s := range n.Settlements {
			settlements = append(settlements, fmt.Sprint(n.ID, " ", s.Currency, " ", s.Amount.Fixed(s.Digits), " ", s.ResidueBase))
		}
	}
	for _, d := range r.DealSheet.Deals {
		deals = append(deals, fmt.Sprint(d.Side, " ", d.Amount.Fixed(d.Digits), " ", d.Currency, " for ", d.BaseAmount.Fixed(d.BaseDigits)))
	}
	slices.Sort(settlements)
	return settlements, append(deals, "kept "+r.DealSheet.Kept.String())
}

// mixed is a random cycle whose participants settle on any basis.
func mixed(r *rand.Rand) netting.Cycle {
	c := random(r)
	c.Basis = bases[r.IntN(len(bases))]
	for i := range c.Participants {
		if r.IntN(2) == 0 {
			c.Participants[i].Basis = bases[r.IntN(len(bases))]
		}
	}
	return c
}

func TestEveryBasisAgreesWithItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range cycles() {
		c := mixed(r)
		result, err := netting.Compute(c)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		wantSettlements, wantDeals := naiveBases(c)
		settlements, deals := printBases(result)
		if d := cmp.Diff(wantSettlements, settlements) + cmp.Diff(wantDeals, deals); d != "" {
			t.Fatalf("%+v:\n%s", c, d)
		}
	}
}

func TestEveryBasisSettlesTheSameNet(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range cycles() {
		c := mixed(r)
		result, _ := netting.Compute(c)
		worth := map[money.Currency]money.Decimal{c.Base: money.NewDecimal(1, 0)}
		for _, q := range c.Rates {
			worth[q.Currency] = q.Value
		}
		var residue money.Decimal
		for _, n := range result.Participants {
			var settled money.Decimal
			for _, s := range n.Settlements {
				settled = settled.Add(s.Amount.Mul(worth[s.Currency])).Sub(s.ResidueBase)
				residue = residue.Add(s.ResidueBase)
			}
			if !settled.Equal(n.BaseNet) {
				t.Fatalf("%+v: %s is owed %s and settles %s", c, n.ID, n.BaseNet, settled)
			}
		}
		if !residue.Equal(result.ResidueBase) {
			t.Fatalf("%+v: residues of %s in all, said to be %s", c, residue, result.ResidueBase)
		}
	}
}

func TestCreditNoteIsTheInvoiceReversed(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for range cycles() {
		c := mixed(r)
		before, err := netting.Compute(c)
		for i := range c.Invoices {
			in := &c.Invoices[i]
			if text, negative := strings.CutPrefix(in.Amount, "-"); negative {
				in.Amount = text
			} else {
				in.Amount = "-" + text
			}
			in.Payer, in.Payee = in.Payee, in.Payer
		}
		after, err2 := netting.Compute(c)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		wantSettlements, wantDeals := printBases(before)
		settlements, deals := printBases(after)
		if d := cmp.Diff(wantSettlements, settlements) + cmp.Diff(wantDeals, deals) + cmp.Diff(print(before), print(after)); d != "" {
			t.Fatalf("%+v:\n%s", c, d)
		}
	}
}

func TestGrossSavesNothingAndTransactionCurrencyLeavesNoResidue(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	for range cycles() {
		c := random(r)
		for _, basis := range []netting.Basis{netting.NetTransaction, netting.GrossTransaction, netting.GrossParticipant} {
			c.Basis = basis
			result, _ := netting.Compute(c)
			if basis != netting.NetTransaction && (result.SavingsPct.Sign() != 0 || !result.NetBase.Equal(result.GrossBase)) {
				t.Fatalf("%s of %+v saves %s", basis, c, result.SavingsPct)
			}
			if basis != netting.GrossParticipant && (result.ResidueBase.Sign() != 0 || len(result.DealSheet.Deals) != 0) {
				t.Fatalf("%s of %+v leaves %s and deals %v", basis, c, result.ResidueBase, result.DealSheet.Deals)
			}
		}
	}
}

func TestBasisIsNamedInALineAndItsSettlementsAreLists(t *testing.T) {
	got := answer(t, strings.Replace(worked, `"base"`, `"basis":"gross_participant","base"`, 1))
	for _, want := range []string{
		`"settlements":{"A":[{"currency":"EUR","amount":"88500.00","direction":"receive","residue_base":"0"},{"currency":"EUR","amount":"-100000.00","direction":"pay","residue_base":"0"}],`,
		`"savings_pct":"0","payments_before":5,"payments_after":6}`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s has no %s", got, want)
		}
	}
	for _, bad := range []string{`"both"`, `""`, `7`} {
		if got := answer(t, strings.Replace(worked, `"base"`, `"basis":`+bad+`,"base"`, 1)); got != `{"id":"2026-05","error":"BAD_BASIS","at":"basis"}`+"\n" {
			t.Errorf("%s gives %s", bad, got)
		}
	}
	if got := answer(t, strings.Replace(worked, `"base"`, `"basis":null,"base"`, 1)); got != answer(t, worked) {
		t.Errorf("no basis gives %s", got)
	}
}
