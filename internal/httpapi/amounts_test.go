package httpapi_test

import (
	"strings"
	"testing"
)

// bankOffice has a customer in london and one in vienna, each with an account and
// an amount band that differ by their amounts. ben may read the whole log and no
// amounts, eva those of london's.
func bankOffice(o *office) {
	unitsOffice(o)
	o.hire("ben", "", "audit.view", "audit.export")
	o.hire("cora", "", "customer.insert", "account.insert", "amount_band.insert")
	for unit, from := range map[string]string{"london": "741852.00", "vienna": "963741.00"} {
		o.make("cora", "customer", unit+"-bank", map[string]any{"name": "Bank of " + unit, "unit": unit})
		o.make("cora", "account", unit+"-eur", map[string]any{"name": "Euro", "customer": unit + "-bank", "unit": unit, "number": unit, "bic": "COBADEFFXXX", "currency": "EUR"})
		o.make("cora", "amount_band", unit+"-band", map[string]any{"customer": unit + "-bank", "unit": unit, "account": unit + "-eur", "from": map[string]any{"value": from, "currency": "EUR"}, "required_points": 15})
	}
	o.make(ada, "role", "sums", map[string]any{"name": "Sums", "permissions": []string{"audit.view_amounts"}})
	o.make(ada, "grant", "sums-eva", map[string]any{"user": "eva", "role": "sums", "scope": "unit", "scope_record": "london"})
	o.make(ada, "role", "all-log", map[string]any{"name": "The log", "permissions": []string{"audit.view", "audit.export"}})
	o.make(ada, "grant", "log-eva", map[string]any{"user": "eva", "role": "all-log", "scope": "everything"})
}

// sums are which of the two amounts an answer of the log tells.
func sums(body []byte) string {
	var told []string
	for name, value := range map[string]string{"london": "741852.00", "vienna": "963741.00"} {
		if strings.Contains(string(body), value) {
			told = append(told, name)
		}
	}
	if len(told) == 2 {
		return "both"
	}
	return strings.Join(told, "")
}

func TestAmountsInTheLogTakeAPermissionOfTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		bankOffice(o)
		for user, want := range map[string]string{ada: "both", "ben": "", "eva": "london"} {
			list := o.ask(user, "GET", "/api/v1/audit?table=amount_band", nil).is(200)
			if got := sums(list.body); got != want || len(list.items()) != 2 {
				t.Errorf("%s is told %q of %d entries, want %q", user, got, len(list.items()), want)
			}
			if got := strings.Count(string(list.body), `"from":"withheld"`); got != map[string]int{"both": 0, "": 2, "london": 1}[want] {
				t.Errorf("%s sees %d amounts withheld: %s", user, got, list.body)
			}
			if got := sums(o.ask(user, "GET", "/api/v1/report/changes?user=cora", nil).is(200).body); got != want {
				t.Errorf("the report of changes tells %s %q, want %q", user, got, want)
			}
			for _, format := range []string{"jsonl", "csv"} {
				if got := sums(o.exported(user, "table=amount_band&format="+format, "vienna-band")); got != want {
					t.Errorf("the export as %s tells %s %q, want %q", format, user, got, want)
				}
			}
		}
	})
}

// A search must not be the way to guess what is withheld.
func TestNobodyFindsByAnAmountThatTheyAreNotTold(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		bankOffice(o)
		for _, ask := range []string{"value=EUR%20963741.00", "new=EUR%20963741.00", "word=963741", "value_word=963741.00"} {
			for user, want := range map[string]int{ada: 1, "ben": 0, "eva": 0} {
				page := o.ask(user, "GET", "/api/v1/audit?count=true&table=amount_band&"+ask, nil).is(200)
				if n := len(page.items()); n != want || !strings.Contains(string(page.body), `"total":`+string('0'+rune(want))) {
					t.Errorf("%s finds %d entries by %s, want %d: %s", user, n, ask, want, page.body)
				}
			}
			if n := len(o.ask("eva", "GET", "/api/v1/audit?table=amount_band&"+strings.Replace(ask, "963741", "741852", 1), nil).is(200).items()); n != 1 {
				t.Errorf("eva finds %d entries by the amount that she is told", n)
			}
		}
	})
}
