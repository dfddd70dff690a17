package matching_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/countersign/countersign/matching"
)

// A bank's MT940 is matched with a ledger of fixed width. Formats are told by
// the config, or by the ending of the name.
func ExampleFile() {
	ledger := strings.NewReader("P1          100.00\nP2           20.00\n")
	statement := strings.NewReader(":20:S1\n:25:DE1\n:28C:1\n:60F:C250331EUR0,\n:61:2503310331C100,NTRFP1\n:62F:C250331EUR100,\n")
	config, err := matching.ReadConfig("match.yaml", []byte(`
keys: {left: id, right: id}
amount: amount
format: {left: fixed}
columns: {left: [{name: id, from: 1, to: 10}, {name: amount, from: 11, to: 18}]}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := matching.Match(context.Background(), config,
		matching.File("ledger.txt", ledger, ledger.Size()), matching.File("march.sta", statement, statement.Size()))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Summary.Exact, "matched,", result.Summary.UnmatchedLeft, "open")
	// Output: 1 matched, 1 open
}

// What is paid in parts stays open, with what is left of it.
func ExampleResult_Sets() {
	config := matching.Config{Passes: []matching.Pass{{
		Keys: []matching.Field{{Sides: matching.Both("customer")}}, Amount: matching.Field{Sides: matching.Both("amount")}, Parts: "left",
	}}}
	invoices := matching.Table{Name: "invoices", Columns: []string{"customer", "amount"}, Rows: [][]string{{"C1", "100"}, {"C2", "50"}}}
	payments := matching.Table{Name: "payments", Columns: []string{"customer", "amount"}, Rows: [][]string{{"C1", "30"}, {"C1", "45"}, {"C2", "50"}}}
	result, err := matching.Match(context.Background(), config, invoices, payments)
	if err != nil {
		fmt.Println(err)
		return
	}
	for s := range result.Sets(matching.PartPaid) {
		fmt.Println("invoice", s.Left, "paid by", s.Right, "leaves", s.Residual)
	}
	for s := range result.Sets(matching.Matched) {
		fmt.Println("invoice", s.Left, "paid by", s.Right)
	}
	// Output:
	// invoice [0] paid by [0 1] leaves 25
	// invoice [1] paid by [2]
}

// Files in, files out: here as Parquet, within 64 MiB of records in memory.
func ExampleRunWith() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(folder) }()
	for name, text := range map[string]string{
		"match.yaml": "lookups: {names: {file: names.csv, key: short, value: long}}\npasses: [{keys: {left: bank, right: bank, transform: {left: {lookup: names}}}}]\n",
		"names.csv":  "short,long\nA,Bank A\n", "left.csv": "bank\nA\nB\n", "right.csv": "bank\nBank A\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			fmt.Println(err)
			return
		}
	}
	config, err := matching.ReadConfigFile(filepath.Join(folder, "match.yaml"))
	if err != nil {
		fmt.Println(err)
		return
	}
	summary, err := matching.RunWith(context.Background(), config, filepath.Join(folder, "left.csv"), filepath.Join(folder, "right.csv"),
		filepath.Join(folder, "out"), matching.Memory(256<<20), matching.InParquet())
	if err != nil {
		fmt.Println(err)
		return
	}
	files, _ := filepath.Glob(filepath.Join(folder, "out", "*"))
	fmt.Println(summary.Matched, filepath.Base(files[0]))
	// Output: 1 ambiguous.parquet
}
