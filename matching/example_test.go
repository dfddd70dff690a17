package matching_test

import (
	"context"
	"fmt"

	"github.com/countersign/countersign/matching"
)

// Payments that are expected are matched with what the bank booked. The bank
// writes money that went out with the opposite sign.
func ExampleMatch() {
	expected := matching.Table{
		Name: "payments", Columns: []string{"id", "amount", "due"},
		Rows: [][]string{{"P1", "100.00", "2025-03-31"}, {"P2", "20", "2025-03-31"}, {"P3", "7.50", "2025-03-31"}},
	}
	booked := matching.Table{
		Name: "statement", Columns: []string{"end_to_end", "booked", "value_date"},
		Rows: [][]string{{"P2", "-19.00", "2025-04-01"}, {"P1", "-100", "2025-04-01"}},
	}
	result, err := matching.Match(context.Background(), matching.Config{
		Keys:              []matching.Sides{{Left: "id", Right: "end_to_end"}},
		Amount:            matching.Sides{Left: "amount", Right: "booked"},
		Date:              matching.Sides{Left: "due", Right: "value_date"},
		DateToleranceDays: 1,
		OppositeSign:      true,
	}, expected, booked)
	if err != nil {
		fmt.Println(err)
		return
	}
	for p := range result.Matched() {
		fmt.Println("matched", p.Left, p.Right, p.AmountDiff, p.DateDiff)
	}
	for p := range result.Partial() {
		fmt.Println("partial", p.Left, p.Right, p.AmountDiff, p.Fails())
	}
	for row := range result.UnmatchedLeft() {
		fmt.Println("unmatched", expected.Rows[row])
	}
	// Output:
	// matched 0 1 0 -1
	// partial 1 0 1 [amount]
	// unmatched [P3 7.50 2025-03-31]
}

func ExampleReadConfig() {
	_, err := matching.ReadConfig("match.yaml", []byte("keys: [reference]\namount: amount\namount_tolerence: 0.05\n"))
	fmt.Println(err)
	// Output: match.yaml, "amount_tolerence": line 3: there is no such setting; the nearest is amount_tolerance
}
