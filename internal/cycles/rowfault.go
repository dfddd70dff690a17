package cycles

import (
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

// RowFault is why one row of a file cannot be taken. Line counts from 1, the
// header; Column is empty when it is the row as a whole. The codes are
// wrong_width, missing, too_long, bad_character, unknown_participant,
// foreign_payer, self_invoice, unknown_currency, bad_amount, zero_amount,
// too_many_decimals, overflow, bad_date, duplicate_in_file, already_entered.
type RowFault struct {
	Line                 int
	Column, Code, Detail string
}

func (f RowFault) String() string {
	if f.Column == "" {
		return fmt.Sprintf("line %d: %s: %s", f.Line, f.Code, f.Detail)
	}
	return fmt.Sprintf("line %d, %s: %s: %s", f.Line, f.Column, f.Code, f.Detail)
}

// RowFaults are the faults of a file, by line.
type RowFaults []RowFault

func (f RowFaults) Error() string { return plural(len(f), "fault") + " in the file" }

// lines are the numbers of the lines with faults, in order.
func (f RowFaults) lines() []int {
	var lines []int
	for _, x := range f {
		if len(lines) == 0 || lines[len(lines)-1] != x.Line {
			lines = append(lines, x.Line)
		}
	}
	return lines
}

// maxFaulty is how many bad rows are told, and so how many may be left out when
// the good ones are taken: none goes missing untold.
const maxFaulty = 100

// refusal names every bad row, up to 100; errors.As finds the RowFaults in it.
func (f RowFaults) refusal(file string, rows int, why string) error {
	bad := f.lines()
	var text strings.Builder
	fmt.Fprintf(&text, "%d of the %s of %s cannot be taken%s", len(bad), plural(rows, "row"), file, why)
	told := bad[min(len(bad), maxFaulty)-1]
	for _, x := range f {
		if x.Line <= told {
			text.WriteString("\n" + x.String())
		}
	}
	if len(bad) > maxFaulty {
		fmt.Fprintf(&text, "\nand %s more", plural(len(bad)-maxFaulty, "row"))
	}
	refused := fault.Bad(strings.TrimSuffix(fmt.Sprintf("csv[%d].%s", f[0].Line, f[0].Column), "."), "bad_rows", "%s", text.String())
	refused.Err = f
	return refused
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
