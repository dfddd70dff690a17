// Package heap says in one place how a server uses memory for garbage, so that
// what is measured is what is run.
package heap

import (
	"os"
	"runtime/debug"
)

// growth is how many percent of what is in use may become garbage before it is
// collected. A server's heap is small beside what requests leave behind: at Go's
// own 100 collecting takes a good part of the processor time of a write. Under
// bench/governed the process grew from 55 MiB to 93 by this.
const growth = 400

// Set has this process collect as a server does. What the environment says in
// GOGC stands, and Go itself keeps to GOMEMLIMIT.
func Set() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(growth)
	}
}
