package netting

import (
	"io"
	"slices"
	"strconv"

	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/strictjson"
)

// Run computes one cycle a line,
//
//	{"id":…,"base":"EUR","rates":{"USD":"0.92"},"participants":{"P1":"EUR"},
//	 "invoices":[{"id","payer","payee","currency","amount"}],"minor_units":{"XYZ":2}}
//
// and answers each with a line,
//
//	{"id":…,"positions":{p:{c:"…"}},"base_net":{p:"…"},
//	 "settlement":{p:{"currency","amount","direction","residue_base"}},
//	 "residue_base","gross_base","net_base","savings_pct","payments_before","payments_after"}
//
// participants by id and currencies by code, or {"id":…,"error":Code,"at":…}. A
// settlement's amount is negative for who pays. A member "basis" may name another
// Basis than the default for all; the answer then has "settlements" in place of
// "settlement", a list of such settlements for each participant. id is any JSON and comes back as
// it was written, null when there is none or the line cannot be read. Of the
// other members only minor_units and basis may be missing or null; members of other names
// are passed over. at is what Error says, for BadJSON the member or the byte
// where reading stopped. Blank lines get no answer. The error is that of reading
// or writing alone.
func Run(r io.Reader, w io.Writer) error {
	return strictjson.Lines(r, w, func(out []byte, v strictjson.Value, bad *strictjson.Error) []byte {
		var members [7]strictjson.Value
		misspelt := v.Fields(members[:], "id", "base", "rates", "participants", "invoices", "minor_units", "basis")
		out = append(out, `{"id":`...)
		twice := bad != nil && bad.Name == "id" // then neither is the id
		if id := members[0].Raw(); len(id) > 0 && !twice {
			out = append(out, id...)
		} else {
			out = append(out, "null"...)
		}
		if bad == nil {
			bad = misspelt
		}
		if bad == nil && v.Kind() != '{' {
			bad = &strictjson.Error{Detail: "a cycle is an object"}
		}
		if bad != nil {
			return append(appendError(out, &Error{BadJSON, bad.Place(), bad.Detail}), '}')
		}
		result, err := compute(members)
		if err != nil {
			return append(appendError(out, err), '}')
		}
		return append(appendResult(out, result), '}')
	})
}

func appendError(out []byte, err *Error) []byte {
	out = append(append(out, `,"error":"`...), err.Code...)
	return strictjson.AppendText(append(out, `","at":`...), err.At)
}

func appendResult(out []byte, r Result) []byte {
	out = appendEach(append(out, `,"positions":`...), r, func(out []byte, n Net) []byte {
		out = append(out, '{')
		for i, p := range n.Positions {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(strictjson.AppendText(out, string(p.Currency)), ':')
			out = strictjson.AppendText(out, p.Amount.Fixed(p.Digits))
		}
		return append(out, '}')
	})
	out = appendEach(append(out, `,"base_net":`...), r, func(out []byte, n Net) []byte {
		return strictjson.AppendText(out, n.BaseNet.String())
	})
	if slices.ContainsFunc(r.Participants, func(n Net) bool { return n.Basis != NetParticipant }) {
		out = appendEach(append(out, `,"settlements":`...), r, func(out []byte, n Net) []byte {
			out = append(out, '[')
			for i, s := range n.Settlements {
				if i > 0 {
					out = append(out, ',')
				}
				out = appendSettlement(out, s)
			}
			return append(out, ']')
		})
	} else {
		out = appendEach(append(out, `,"settlement":`...), r, func(out []byte, n Net) []byte {
			return appendSettlement(out, n.Settlement)
		})
	}
	for _, total := range [...]struct {
		name  string
		value money.Decimal
	}{
		{"residue_base", r.ResidueBase}, {"gross_base", r.GrossBase}, {"net_base", r.NetBase}, {"savings_pct", r.SavingsPct},
	} {
		out = append(append(append(out, `,"`...), total.name...), `":`...)
		out = strictjson.AppendText(out, total.value.String())
	}
	out = strconv.AppendInt(append(out, `,"payments_before":`...), int64(r.PaymentsBefore), 10)
	return strconv.AppendInt(append(out, `,"payments_after":`...), int64(r.PaymentsAfter), 10)
}

func appendSettlement(out []byte, s Settlement) []byte {
	out = strictjson.AppendText(append(out, `{"currency":`...), string(s.Currency))
	out = strictjson.AppendText(append(out, `,"amount":`...), s.Amount.Fixed(s.Digits))
	out = strictjson.AppendText(append(out, `,"direction":`...), string(s.Direction))
	return append(strictjson.AppendText(append(out, `,"residue_base":`...), s.ResidueBase.String()), '}')
}

// appendEach writes an object with a member for each participant.
func appendEach(out []byte, r Result, value func(out []byte, n Net) []byte) []byte {
	out = append(out, '{')
	for i, n := range r.Participants {
		if i > 0 {
			out = append(out, ',')
		}
		out = value(append(strictjson.AppendText(out, n.ID), ':'), n)
	}
	return append(out, '}')
}
