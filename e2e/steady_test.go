package e2e

import (
	"fmt"
	"os"
	"strconv"

	"github.com/countersign/countersign/internal/govern"
)

// steadyInChild asks for one change after the other and says each when it is
// answered. With "early" it boasts: it says so before it asks.
func steadyInChild() error {
	w, err := open(placeOfChild())
	if err != nil {
		return err
	}
	defer w.close()
	n, err := strconv.Atoi(os.Getenv("COUNTERSIGN_E2E_COUNT"))
	if err != nil {
		return err
	}
	early := os.Getenv("COUNTERSIGN_E2E_EARLY") != ""
	for i := range n {
		if early {
			fmt.Printf("acknowledged %d\n", i)
		}
		out, err := w.ask("founder", unit(govern.ID(fmt.Sprintf("unit-%t-%d", early, i)), "steady"))
		if err != nil || out.State != govern.Applied {
			return fmt.Errorf("%d: %+v, %w", i, out, err)
		}
		if !early {
			fmt.Printf("acknowledged %d\n", i)
		}
	}
	return nil
}
