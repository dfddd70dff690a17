package iso20022

import (
	"strings"
	"testing"
)

func TestBadMT940FilesAreRefusedWithTheirPlace(t *testing.T) {
	const s = "Statement[1]/"
	for _, c := range []struct{ name, code, place, old, new string }{
		{"no reference", "missing", s + ":20:", ":20:S-2026-43", ":20:"},
		{"no account", "missing_field", s + ":60F:", ":25:COBADEFFXXX/DE89370400440532013000\r\n", ""},
		{"empty account", "missing", s + ":25:", "COBADEFFXXX/DE89370400440532013000", ""},
		{"no number", "missing_field", s + ":60F:", ":28C:43/1\r\n", ""},
		{"number of letters", "bad_number", s + ":28C:", ":28C:43/1", ":28C:43a/1"},
		{"no opening balance", "missing_field", s + ":61:[1]", ":60F:D260303EUR100,00\r\n", ""},
		{"no closing balance", "missing_field", s + ":64:", ":62F:C260303EUR904,44\r\n", ""},
		{"two opening balances", "unexpected_field", s + ":60M:", ":61:2603040303", ":60M:D260303EUR1,\r\n:61:2603040303"},
		{"entry behind the closing balance", "unexpected_field", s + ":61:[5]", "-}", ":61:260303C1,NTRFNONREF\r\n-}"},
		{"side of a balance", "bad_direction", s + ":60F:", "D260303EUR100", "X260303EUR100"},
		{"day of a balance", "bad_date", s + ":62F:", "C260303EUR904,44\r\n:64:", "C260230EUR904,44\r\n:64:"},
		{"currency of a balance", "bad_currency", s + ":60F:", "EUR100,00", "EUX100,00"},
		{"point in a balance", "bad_amount", s + ":60F:", "EUR100,00", "EUR100.00"},
		{"balance without comma", "bad_amount", s + ":60F:", "EUR100,00", "EUR10000"},
		{"short balance", "bad_balance", s + ":60F:", "D260303EUR100,00", "D260303EUR"},
		{"value date", "bad_date", s + ":61:[1]", ":61:2603040303", ":61:2602300303"},
		{"short entry", "bad_date", s + ":61:[2]", ":61:260303D300,05N191NONREF", ":61:2603"},
		{"entry date", "bad_date", s + ":61:[1]", ":61:2603040303", ":61:2603041303"},
		{"side of an entry", "bad_direction", s + ":61:[2]", ":61:260303D300", ":61:260303X300"},
		{"entry without side", "bad_direction", s + ":61:[2]", ":61:260303D300,05N191NONREF", ":61:260303R"},
		{"amount of an entry", "bad_amount", s + ":61:[2]", "D300,05N", "D300.05N"},
		{"two commas", "bad_amount", s + ":61:[2]", "D300,05N", "D3,00,05N"},
		{"no amount", "bad_amount", s + ":61:[2]", "D300,05N", "D,05N"},
		{"too many decimals", "too_many_decimals", s + ":61:[2]", "D300,05N", "D300,051N"},
		{"too many digits", "amount_too_large", s + ":61:[2]", "D300,05N", "D30000000000000000000,05N"},
		{"no type", "bad_entry", s + ":61:[2]", "D300,05N191NONREF", "D300,05"},
		{"other type", "bad_entry", s + ":61:[2]", "D300,05N191NONREF", "D300,05X191NONREF"},
		{"details of no entry", "unexpected_field", s + ":86:[1]", ":61:2603040303", ":86:x\r\n:61:2603040303"},
		{"field of an MT942", "unknown_field", s + ":34F:", ":61:2603040303", ":34F:EURD0,\r\n:61:2603040303"},
		{"field outside", "unexpected_field", ":25:", ":20:S-2026-43\r\n:21:NONREF\r\n", ""},
		{"line of no field", "stray_text", "Statement[1]", ":28C:43/1", ":28C:43/1\r\nhello"},
		{"line of no field behind the end", "stray_text", "", "-}", "-}\r\n<html>"},
		{"another message by its block", "other_message", "", "{2:O940", "{2:O942"},
		{"another message by its head", "other_message", "", "{1:", "950 00\r\n{1:"},
		{"no end", "truncated", "Statement[1]", "\r\n-}", ""},
		{"end too early", "missing_field", "Statement[1]", ":62F:", "-}\r\n:62F:"},
		{"NUL", "bad_character", "*", "Thank", "Th\x00nk"},
		{"escape", "bad_character", "*", "Thank", "Th\x1bnk"},
		{"two encodings", "bad_encoding", "*", "Thank", "Th\xe9nk"},
		{"Windows-1252", "bad_encoding", "*", "COBADEFFXXX/", "\x80"},
		{"XML", "stray_text", "", "{1:", "<?xml version=\"1.0\"?>\r\n{1:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole := ownMT940(t)
			if !strings.Contains(whole, c.old) {
				t.Fatalf("the file holds no %q", c.old)
			}
			statements, err := ReadMT940(strings.NewReader(strings.Replace(whole, c.old, c.new, 1)), Limits{})
			if refusal := wantRefusal(t, err, c.code, c.place); refusal.Line == 0 {
				t.Fatal("the refusal names no line")
			}
			if statements != nil {
				t.Fatal("half a file came with the refusal")
			}
		})
	}
}

func TestARefusalOfAnMT940NamesTheLine(t *testing.T) {
	_, err := ReadMT940(strings.NewReader(strings.Replace(ownMT940(t), "D300,05N", "D300.05N", 1)), Limits{})
	if r := wantRefusal(t, err, "bad_amount", "Statement[1]/:61:[2]"); r.Line != 12 {
		t.Fatalf("got line %d, want 12", r.Line)
	}
}

func TestWideEncodingsAndEmptyFilesAreNoMT940(t *testing.T) {
	for text, code := range map[string]string{
		"\xff\xfe:\x00": "bad_encoding", "\xfe\xff\x00:": "bad_encoding", "": "truncated", "\r\n\r\n": "missing_field", "{1:F01}{2:O940}": "missing_field",
	} {
		_, err := ReadMT940(strings.NewReader(text), Limits{})
		wantRefusal(t, err, code, "")
	}
}

func TestAnMT940CutAnywhereIsRefused(t *testing.T) {
	whole := strings.TrimSpace(ownMT940(t))
	for n := range len(whole) {
		if _, err := ReadMT940(strings.NewReader(whole[:n]), Limits{}); err == nil {
			t.Fatalf("the first %d of %d bytes were taken for a whole file", n, len(whole))
		}
	}
	head, _, _ := strings.Cut(whole, "04,44")
	_, err := ReadMT940(strings.NewReader(head), Limits{})
	wantRefusal(t, err, "truncated", "Statement[1]")
}

func TestAFileWhoseStatementsEndWithAMarkEndsWithOne(t *testing.T) {
	one := ":20:A\n:25:1\n:28C:1\n:60F:C260303EUR1,00\n:62F:C260303EUR1,00\n"
	for text, whole := range map[string]bool{one: true, one + one: true, one + "-\n" + one + "-\n": true, one + "-\n" + one: false} {
		if _, err := ReadMT940(strings.NewReader(text), Limits{}); (err == nil) != whole {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestEachLimitOfAnMT940IsKept(t *testing.T) {
	whole := ownMT940(t)
	for _, c := range []struct {
		code   string
		limits Limits
	}{
		{"file_too_large", Limits{Bytes: int64(len(whole)) - 1}},
		{"text_too_long", Limits{Text: 60}},
		{"text_too_long", Limits{Text: 140}}, // of a field, none of whose lines is so long
		{"too_many_entries", Limits{Entries: 5}},
	} {
		_, err := ReadMT940(strings.NewReader(whole), c.limits)
		wantRefusal(t, err, c.code, "*")
	}
	readMT(t, whole)
	if _, err := ReadMT940(strings.NewReader(whole), Limits{Bytes: int64(len(whole)), Entries: 6}); err != nil {
		t.Fatalf("limits that just suffice: %v", err)
	}
}

func FuzzReadMT940(f *testing.F) {
	f.Add(ownMT940(f))
	f.Add(":940:\n:20:A\n:25:1\n:28:0/0\n:60F:C260303EUR1,00\n:61:260303D1,N044 x\n:86:a\n:86:020~00b~31c\n:62F:C260303EUR0,\n")
	for _, seed := range hostileSeeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		statements, err := ReadMT940(strings.NewReader(text), Limits{Bytes: 1 << 20})
		if err != nil {
			wantReason(t, err)
			return
		}
		for _, s := range statements {
			_ = s.CheckConsistency()
			if s.Account == (StatementAccount{}) || len(s.Balances) < 2 {
				t.Fatalf("half a statement: %+v", s)
			}
			for i := range s.Entries {
				e := &s.Entries[i]
				if e.Amount.Minor < 0 || e.Amount.Currency != s.Currency || e.Direction == "" || !e.Value.check() || e.Booked != "" && !e.Booked.check() {
					t.Fatalf("read %+v", e)
				}
				for j := range e.Transactions {
					_ = e.Counterparty(j)
				}
			}
		}
	})
}
