package ascode_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestAFileIsReadInOneWayOnly(t *testing.T) {
	for name, c := range map[string]struct{ text, code, words string }{
		"unknown field":      {"unit:\n  - name: A\n    nam: B\n", "unknown_field", "house.yaml, line 3: There is no field nam in unit. Is name meant?"},
		"unknown table":      {"untis: []\n", "unknown_table", "line 1: There is no configuration named \"untis\". Is unit meant?"},
		"table of commands":  {"package: []\n", "unknown_table", "no configuration named \"package\""},
		"invoices":           {"invoice: []\n", "unknown_table", "no configuration named \"invoice\""},
		"tokens":             {"api_token: []\n", "unknown_table", "no configuration named \"api_token\""},
		"field twice":        {"unit:\n  - name: A\n    name: B\n", "repeated_field", "line 3: name is given twice, first on line 2."},
		"table twice":        {"unit: []\nunit: []\n", "repeated_field", "line 2"},
		"anchor":             {"unit:\n  - &a {name: A}\n", "alias", "line 2"},
		"alias":              {"unit: []\nrole: *a\n", "bad_yaml", "unknown anchor 'a'"},
		"merge":              {"unit:\n  - <<: {name: A}\n", "alias", "line 2"},
		"tag":                {"unit:\n  - {name: !!str 1}\n", "tagged", "line 2: The tag !!str"},
		"null":               {"unit:\n  - {name: A, parent: }\n", "null", "line 2"},
		"number for a text":  {"unit:\n  - {name: 12}\n", "bad_value", "line 2: Here stands text; put a number in quotes."},
		"float for a number": {"four_eyes_rule:\n  - {name: A, subject: unit, operations: [insert], factors: [{permission: unit.approve, people: 1.0}], enabled: true}\n", "bad_value", "line 2: Here stands a whole number."},
		"octal":              {"account:\n  - {name: A, required_points: 010}\n", "bad_value", "whole number"},
		"yes for a truth":    {"four_eyes_rule:\n  - {enabled: yes}\n", "bad_value", "line 2: Here stands true or false."},
		"unknown in a list":  {"four_eyes_rule:\n  - factors: [{permision: unit.approve, people: 1}]\n", "unknown_field", "Is permission meant?"},
		"missing field":      {"unit:\n  - name: A\n  - id: b\n", "missing_field", "line 3: This unit lacks the field name."},
		"bad id":             {"unit:\n  - {id: a b, name: A}\n", "bad_id", "line 2"},
		"secret":             {"channel:\n  - {name: A, private_key: x}\n", "secret", "line 2: private_key is a secret"},
		"two documents":      {"unit: []\n---\nunit: []\n", "several_documents", "more than one"},
		"a list":             {"- unit\n", "bad_value", "line 1"},
		"not a list":         {"unit: {name: A}\n", "bad_value", "line 1: Under unit stands a list"},
		"no YAML":            {"unit: [\n", "bad_yaml", "house.yaml is not YAML: line 1"},
		"not text":           {"unit: \xff\n", "not_utf8", "UTF-8"},
	} {
		_, err := book.Apply(files(c.text), false)
		if fault.Code(err) != c.code || !strings.Contains(fault.From(err).Detail, c.words) {
			t.Errorf("%s: got %v, want %s with %q", name, err, c.code, c.words)
		}
	}
}

func TestABombOfAliasesIsRefusedUnopened(t *testing.T) {
	var b strings.Builder
	b.WriteString("a: &a [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 26; i++ {
		last := string(rune('a' + i - 1))
		b.WriteString(string(rune('a'+i)) + ": &" + string(rune('a'+i)) + " [" + strings.Repeat("*"+last+", ", 9) + "*" + last + "]\n")
	}
	if _, err := book.Apply(files(b.String()), false); fault.Code(err) != "alias" {
		t.Errorf("got %v", err)
	}
}

func TestWhatDoesNotHoldTogetherIsRefusedWithItsPlace(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		for name, c := range map[string]struct{ text, code, words string }{
			"no such unit":        {"unit:\n  - {name: Legal, parent: Halvorn Group}\nuser:\n  - {email: a@example.com, name: A, kind: person, status: active,\n     unit: Halvorn Group/Lagel}\n", "unknown_reference", `house.yaml, line 5: There is no unit "Halvorn Group/Lagel" that you may see here, nor one in these files; is Halvorn Group/Legal meant?`},
			"no such id":          {"user:\n  - {email: a@example.com, name: A, kind: person, status: active, unit: =nowhere}\n", "unknown_reference", "line 2: user.unit: There is no unit nowhere."},
			"twice by key":        {"role:\n  - {name: A, permissions: []}\n  - {name: A, permissions: []}\n", "repeated_record", "line 3"},
			"twice by id":         {"role:\n  - {id: a, name: A, permissions: []}\n  - {id: a, name: B, permissions: []}\n", "repeated_record", "line 3"},
			"another id":          {"role:\n  - {id: other, name: Clerk, permissions: []}\n", "other_id", `The role "Clerk" has the id`},
			"refused by its kind": {"role:\n  - {name: A, permissions: []}\n  - {name: B, permissions: [unit.fly]}\n", "unknown_permission", "house.yaml, line 3: role.permissions: There is no permission"},
			"a new channel":       {"channel:\n  - {name: A, bic: COBADEFF, kind: sftp, host: localhost, port: 22, user: u, host_keys: k, mode: read_back}\n", "no_way_in", "house.yaml, line 2: channel.private_key"},
			"not a value":         {"user:\n  - {email: a@example.com, name: A, kind: person, status: gone}\n", "unknown_value", "line 2: user.status"},
			"a time":              {"user:\n  - {email: a@example.com, name: A, kind: person, status: active, ends_at: tomorrow}\n", "bad_value", "line 2: user.ends_at"},
			"other than a record": {"account_signatory:\n  - {customer: Holding, unit: Halvorn Group, account: NL91ABNA0417164300//ABNANL2A/EUR, user: paul@example.com, points: 1}\n", "other_unit", "line 2: account_signatory.unit"},
		} {
			_, cmd, err := apply(t, h, house.Founder, files(c.text), false)
			if fault.Code(err) != c.code || !strings.Contains(fault.From(err).Detail, c.words) {
				t.Errorf("%s: got %v, want %s with %q (%v)", name, err, c.code, c.words, cmd.Name())
			}
		}
	})
}

// TestARowIsCheckedAgainstNewRowsOfItsPlan: both are new, and do not belong together.
func TestARowIsCheckedAgainstNewRowsOfItsPlan(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		_, _, err := apply(t, h, house.Founder, files(`
unit:
  - {name: Elsewhere}
customer:
  - {name: Other, unit: Elsewhere}
account:
  - {name: Theirs, customer: Other, unit: Elsewhere, iban: DE89370400440532013000, bic: COBADEFF, currency: EUR}
account_signatory:
  - {customer: Holding, unit: Halvorn Group/Treasury, account: DE89370400440532013000//COBADEFF/EUR, user: paul@example.com, points: 9}
`), false)
		if fault.Code(err) != "other_customer" {
			t.Errorf("got %v", err)
		}
	})
}

func TestFilesOfOneNameAreRefused(t *testing.T) {
	if _, err := book.Apply([]ascode.File{{Name: "a.yaml"}, {Name: "a.yaml"}}, false); fault.Code(err) != "repeated_file" {
		t.Errorf("got %v", err)
	}
}
