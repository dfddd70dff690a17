package govern

import (
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
)

// Bringer is a command that takes files from outside. That one was refused stands
// in the log as well as that one was taken.
type Bringer interface {
	Command
	// Brought tells of the files of a refused command: name, size, SHA-256 and, where
	// they can be counted, the rows.
	Brought(refusal error) []audit.Fact
}

// Turned reports whether a fault refuses what was sent, so that it stays refused
// when it is sent again: not that the program or its machine failed.
func Turned(err error) bool {
	return err != nil && !fault.Is(fault.From(err), fault.Internal) && !fault.Is(err, fault.Unavailable)
}

// brought are the facts of the files of a refused job, nil when it has none.
func (j *job) brought(refusal error) []audit.Fact {
	if b, ok := j.cmd.(Bringer); ok && Turned(refusal) {
		return b.Brought(refusal)
	}
	return nil
}
