package cycles_test

import (
	"fmt"
	"testing"

	"github.com/countersign/countersign/internal/cycles"
)

func (w *town) flows() *cycles.Flows {
	w.t.Helper()
	f, err := cycles.FlowsOf(ctx, w.DB, "2026-11")
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

func lines(f *cycles.Flows) string {
	var text string
	for _, x := range f.Flows {
		text += fmt.Sprintf("%s>%s %d %s; ", x.Payer, x.Payee, x.Invoices, x.Base)
	}
	for _, m := range f.Members {
		text += fmt.Sprintf("%s %s %s; ", m.Code, m.Direction, m.Base)
	}
	return text
}

func TestFlowsAreWhatEverybodyOwesAndHowItSettles(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.Calculated)
		want := "a>b 1 100000; b>a 1 30000; b>c 1 73600; c>a 1 58500; c>b 1 30666.6636; A pay 11500; B receive 27066.6668; C pay 15566.6628; "
		if got := lines(w.flows()); got != want {
			w.t.Errorf("got %s\nwant %s", got, want)
		}
	})
}

func TestFlowsDoNotTellARateThatIsToBeKeyedBlind(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.InputClosed)
		w.must("dealer", &cycles.KeyRate{Currency: "USD", Value: w.decimal("0.92")})
		want := "a>b 1 100000; b>a 1 30000; b>c 1 0; c>a 1 0; c>b 1 0; A  0; B  0; C  0; "
		f := w.flows()
		if got := lines(f); got != want || f.Unvalued != 3 {
			w.t.Errorf("got %s with %d unvalued\nwant %s with 3", got, f.Unvalued, want)
		}
	})
}
