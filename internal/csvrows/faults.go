package csvrows

import (
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

// Fault is why one row of a file cannot be taken. Line counts from 1, the
// header; Column is empty when it is the row as a whole. Read itself gives
// wrong_width; the other codes are those of who takes the rows.
type Fault struct {
	Line                 int
	Column, Code, Detail string
}

func (f Fault) String() string {
	if f.Column == "" {
		return fmt.Sprintf("line %d: %s: %s", f.Line, f.Code, f.Detail)
	}
	return fmt.Sprintf("line %d, %s: %s: %s", f.Line, f.Column, f.Code, f.Detail)
}

// Faults are those of a file, by line.
type Faults []Fault

func (f Faults) Error() string { return Plural(len(f), "fault") + " in the file" }

// Lines are the numbers of the lines with faults, in order.
func (f Faults) Lines() []int {
	var lines []int
	for _, x := range f {
		if len(lines) == 0 || lines[len(lines)-1] != x.Line {
			lines = append(lines, x.Line)
		}
	}
	return lines
}

// MostFaulty is how many bad rows are told, and so how many may be left out when
// the good ones are taken: none goes missing untold.
const MostFaulty = 100

// Refusal names every bad row, up to MostFaulty; errors.As finds the Faults in
// it. field is the input that holds the file's text.
func (f Faults) Refusal(field, file string, rows int, why string) error {
	bad := f.Lines()
	var text strings.Builder
	fmt.Fprintf(&text, "%d of the %s of %s cannot be taken%s", len(bad), Plural(rows, "row"), file, why)
	told := bad[min(len(bad), MostFaulty)-1]
	for _, x := range f {
		if x.Line <= told {
			text.WriteString("\n" + x.String())
		}
	}
	if len(bad) > MostFaulty {
		fmt.Fprintf(&text, "\nand %s more", Plural(len(bad)-MostFaulty, "row"))
	}
	refused := fault.Bad(strings.TrimSuffix(fmt.Sprintf("%s[%d].%s", field, f[0].Line, f[0].Column), "."), "bad_rows", "%s", text.String())
	refused.Err = f
	return refused
}

// Plural is a number with its noun.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
