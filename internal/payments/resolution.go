package payments

import (
	"fmt"
	"slices"

	"github.com/countersign/countersign/iso20022"
)

// granting are the words of banks that give an order back, refusing those of banks
// that do not; any other leaves it open (PDCR). Source: ISO 20022,
// CancellationIndividualStatus and InvestigationExecutionConfirmation codes.
var (
	granting = []string{"ACCR", "CNCL"}
	refusing = []string{"RJCR"}
)

// resolution applies what a bank says of requests to give orders back.
func (b *book) resolution(s *iso20022.Resolution) error {
	for i := range s.Items {
		if err := b.resolved(s, &s.Items[i]); err != nil {
			return err
		}
	}
	if len(b.lines) == 0 {
		return b.say(Line{Reference: s.ID, Said: s.Confirmation, Result: LineUnknown, Detail: "It names no payment."})
	}
	return nil
}

func (b *book) resolved(s *iso20022.Resolution, i *iso20022.ResolvedItem) error {
	l := Line{Reference: i.EndToEndID, Said: s.StatusOf(i), Result: LineUnknown}
	l.reason(i.Reasons)
	o, p, err := b.order(i.EndToEndID)
	if err != nil {
		return err
	}
	if o == nil {
		return b.say(l)
	}
	l.Order, l.Kind, l.Amount, l.Currency = o.ID, o.Kind, o.Amount.Decimal().String(), string(o.Amount.Currency)
	switch {
	case i.OriginalMessageID != "" && i.OriginalMessageID != p.Code:
		l.Result, l.Detail = LineContradicts, with(l.Detail, fmt.Sprintf("The order is of the package %s.", p.Code))
	case o.RecallState == "":
		l.Result, l.Detail = LineContradicts, with(l.Detail, "Nobody asked for it to be given back.")
	default:
		o.answer(&l, b)
	}
	return b.say(l)
}

// answer moves the recall on. The first word that decides it stays: files come
// twice and in any order. What was not booked yet is recalled by being granted;
// of the rest a statement says when the money is there.
func (o *Order) answer(l *Line, b *book) {
	state := ""
	switch {
	case slices.Contains(granting, l.Said):
		state = RecallGranted
	case slices.Contains(refusing, l.Said):
		state = RecallRefused
	}
	switch {
	case state == "" || o.RecallState == state:
		l.Result = LineUnchanged
		return
	case o.RecallState != RecallAsked:
		l.Result, l.Detail = LineContradicts, with(l.Detail, fmt.Sprintf("The bank has said before that it is %s.", o.RecallState))
		return
	}
	l.Result, o.RecallState, o.RecallAnswer = LineApplied, state, clipped(with(l.Code, l.Detail), 2000)
	if state == RecallGranted && ranks[o.Outcome] < ranks[OutcomeRejected] {
		o.Outcome, o.OutcomeCode, o.OutcomeText, o.OutcomeAt = OutcomeRecalled, l.Code, l.Detail, b.q.Now()
	}
}

func clipped(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
