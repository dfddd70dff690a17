package payments

import (
	"fmt"
	"strings"

	"github.com/countersign/countersign/iso20022"
)

// said maps the bank's statuses; those that are not here leave it open what
// becomes of an order. Source: ISO 20022 external payment status codes.
var said = map[string]string{
	"ACTC": OutcomeAccepted, "ACCP": OutcomeAccepted, "ACSP": OutcomeAccepted, "ACSC": OutcomeAccepted, "ACCC": OutcomeAccepted,
	"ACWC": OutcomeAccepted, "ACWP": OutcomeAccepted, "ACFC": OutcomeAccepted, "PART": OutcomePartly, "PATC": OutcomePartly, "RJCT": OutcomeRejected,
}

// status applies the bank's answer to one package.
func (b *book) status(s *iso20022.StatusReport) error {
	p, err := Packages.One(b.ctx, b.q, `code = $1 AND customer = $2`, s.OriginalMessageID, string(b.report.Customer))
	if err != nil {
		return err
	}
	if p == nil {
		return b.strange(s)
	}
	g, err := b.page(p)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, before := range g.orders {
		o := b.orders[before.ID]
		known[o.EndToEndID] = true
		status, reasons := s.StatusOf(g.blocks[o.ID], o.EndToEndID)
		if status == "" {
			status, reasons = partly(s, g.blocks[o.ID])
		}
		if status == "" {
			continue
		}
		l := Line{Reference: o.EndToEndID, Said: status, Amount: o.Amount.Decimal().String(), Currency: string(o.Amount.Currency)}
		l.reason(reasons)
		b.move(p, o, said[status], &l)
		if err := b.say(l); err != nil {
			return err
		}
	}
	for i := range s.Payments {
		for _, t := range s.Payments[i].Transactions {
			if known[t.OriginalEndToEndID] {
				continue
			}
			l := Line{Reference: t.OriginalEndToEndID, Said: t.Status, Result: LineUnknown}
			l.reason(t.Reasons)
			l.Detail = with(l.Detail, fmt.Sprintf("The package %s has no such order.", p.Code))
			if err := b.say(l); err != nil {
				return err
			}
		}
	}
	if len(b.lines) == 0 {
		return b.say(Line{Reference: p.Code, Said: s.Status, Result: LineUnchanged})
	}
	return nil
}

// partly is the status of an order that the bank does not name in a block or
// message that it accepted in part.
func partly(s *iso20022.StatusReport, block string) (string, []iso20022.StatusReason) {
	for i := range s.Payments {
		if p := &s.Payments[i]; p.OriginalID == block && p.Status != "" {
			return p.Status, p.Reasons
		}
	}
	return s.Status, s.Reasons
}

// strange lists what an answer to something else says.
func (b *book) strange(s *iso20022.StatusReport) error {
	l := Line{Reference: s.OriginalMessageID, Said: s.Status, Result: LineUnknown}
	l.reason(s.Reasons)
	l.Detail = with(l.Detail, "There is no package of this name.")
	if err := b.say(l); err != nil {
		return err
	}
	for i := range s.Payments {
		for _, t := range s.Payments[i].Transactions {
			l := Line{Reference: t.OriginalEndToEndID, Said: t.Status, Result: LineUnknown}
			l.reason(t.Reasons)
			if err := b.say(l); err != nil {
				return err
			}
		}
	}
	return nil
}

// reason keeps the bank's first code and all its words.
func (l *Line) reason(reasons []iso20022.StatusReason) {
	var words []string
	for _, r := range reasons {
		if l.Code == "" {
			l.Code = r.Code
		} else if r.Code != "" {
			words = append(words, r.Code)
		}
		words = append(words, r.Information...)
	}
	l.Detail = strings.Join(words, " ")
}
