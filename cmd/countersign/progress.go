package main

import (
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-isatty"
)

// progress shows how far long work has come when somebody watches, and nothing
// when nobody does. A call without a stage clears the line.
func progress(w io.Writer) func(stage string, done, total int64) {
	f, ok := w.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return func(string, int64, int64) {}
	}
	last := ""
	return func(stage string, done, total int64) {
		line := stage
		if total > 0 {
			line = fmt.Sprintf("%s %3d %%", stage, done*100/total)
		}
		if line != last {
			_, _ = fmt.Fprintf(f, "\r\x1b[K%s", line) // clears the line first
		}
		last = line
	}
}
