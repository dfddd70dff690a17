// Command bank makes the files of examples/bank anew: the netting centre's
// accounts, the companies' bank instructions, and the statement that the bank
// sends after the settlement day, with differences that are known.
//
//	go run ./examples/internal/bank [examples folder]
package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	root := "examples"
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := generate(root); err != nil {
		fmt.Fprintln(os.Stderr, "bank:", err)
		os.Exit(1)
	}
}

// settlement is one line of examples/netting/expected.json.
type settlement struct {
	Currency  string `json:"currency"`
	Amount    string `json:"amount"`
	Direction string `json:"direction"`
}

type company struct{ code, name, country, currency string }

func generate(root string) error {
	text, err := os.ReadFile(filepath.Join(root, "netting", "expected.json"))
	if err != nil {
		return err
	}
	var expected struct {
		Settlement map[string]settlement `json:"settlement"`
	}
	if err := json.Unmarshal(text, &expected); err != nil {
		return err
	}
	group, err := companies(filepath.Join(root, "netting", "participants.csv"))
	if err != nil {
		return err
	}
	statement, err := statement(group, expected.Settlement)
	if err != nil {
		return err
	}
	files := map[string][]byte{"accounts.csv": accounts(), "instructions.csv": instructions(group), "statement.xml": statement}
	folder := filepath.Join(root, "bank")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func companies(path string) ([]company, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	var list []company
	for _, r := range rows[1:] {
		list = append(list, company{r[0], r[1], r[2], r[3]})
	}
	return list, nil
}

// currencies are those the centre has an account in, in this order.
var currencies = []string{"CHF", "EUR", "GBP", "HUF", "PLN", "USD"}

const centreBIC = "HVBKATWWXXX" // invented, of the right form

// centreIBAN is the centre's account in a currency: an Austrian number of an
// invented bank.
func centreIBAN(currency string) string {
	return iban("AT", fmt.Sprintf("99999%011d", 4200010+slices.Index(currencies, currency)))
}

// iban puts the check digits of ISO 13616 before a country's own number.
func iban(country, number string) string {
	rest := 0
	for _, c := range number + country + "00" {
		n := int(c - '0')
		if c >= 'A' {
			n = int(c-'A') + 10
			rest = (rest*10 + n/10) % 97
			n %= 10
		}
		rest = (rest*10 + n) % 97
	}
	return fmt.Sprintf("%s%02d%s", country, 98-rest, number)
}

// bban is the form of a country's own account number: letters of the bank, then
// so many digits.
var bban = map[string]struct {
	bank   string
	digits int
}{"AT": {"", 16}, "CH": {"", 17}, "DE": {"", 18}, "ES": {"", 20}, "FR": {"", 23}, "GB": {"HVBK", 14}, "HU": {"", 24}, "IT": {"X", 22}, "NL": {"HVBK", 10}, "PL": {"", 24}}

func instruction(i int, c company) []string {
	form, has := bban[c.country]
	if !has {
		return []string{c.code, "", fmt.Sprintf("99%010d", 7300100+i), "HVBKUS33XXX"}
	}
	number := fmt.Sprintf("%0*d", form.digits, 9900000000+int64(7300100+i))
	if len(number) > form.digits {
		number = number[len(number)-form.digits:]
	}
	return []string{c.code, iban(c.country, form.bank+number), "", "HVBK" + c.country + "22XXX"}
}

func instructions(group []company) []byte {
	rows := [][]string{{"code", "iban", "number", "bic"}}
	for i, c := range group {
		rows = append(rows, instruction(i, c))
	}
	return table(rows)
}

func accounts() []byte {
	rows := [][]string{{"currency", "iban", "bic"}}
	for _, c := range currencies {
		rows = append(rows, []string{c, centreIBAN(c), centreBIC})
	}
	return table(rows)
}

func table(rows [][]string) []byte {
	var out bytes.Buffer
	_ = csv.NewWriter(&out).WriteAll(rows) // a buffer takes everything
	return out.Bytes()
}

// minor reads an amount of two decimals.
func minor(amount string) (int64, error) {
	var whole, cents int64
	negative := strings.HasPrefix(amount, "-")
	if _, err := fmt.Sscanf(strings.TrimPrefix(amount, "-"), "%d.%02d", &whole, &cents); err != nil {
		return 0, fmt.Errorf("amount %q: %w", amount, err)
	}
	if n := whole*100 + cents; negative {
		return -n, nil
	} else {
		return n, nil
	}
}
