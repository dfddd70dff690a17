package netting

import (
	"strconv"
	"strings"
)

// folderOf is a result as CSV files by name.
func folderOf(r Result) map[string][]byte {
	positions := csvRow(nil, "participant", "currency", "amount")
	nets := csvRow(nil, "participant", "base_net")
	settlements := csvRow(nil, "participant", "currency", "amount", "direction", "residue_base")
	for _, n := range r.Participants {
		for _, p := range n.Positions {
			positions = csvRow(positions, n.ID, string(p.Currency), p.Amount.Fixed(p.Digits))
		}
		nets = csvRow(nets, n.ID, n.BaseNet.String())
		for _, s := range n.Settlements {
			settlements = csvRow(settlements, n.ID, string(s.Currency), s.Amount.Fixed(s.Digits), string(s.Direction), s.ResidueBase.String())
		}
	}
	deals := csvRow(nil, "currency", "side", "amount", "rate", "base_amount")
	for _, d := range r.DealSheet.Deals {
		deals = csvRow(deals, string(d.Currency), string(d.Side), d.Amount.Fixed(d.Digits), d.Rate.String(), d.BaseAmount.Fixed(d.BaseDigits))
	}
	summary := csvRow(nil, "base", "residue_base", "gross_base", "net_base", "savings_pct", "payments_before", "payments_after", "kept")
	summary = csvRow(
		summary, string(r.Base), r.ResidueBase.String(), r.GrossBase.String(), r.NetBase.String(), r.SavingsPct.String(),
		strconv.Itoa(r.PaymentsBefore), strconv.Itoa(r.PaymentsAfter), r.DealSheet.Kept.String(),
	)
	return map[string][]byte{PositionsFile: positions, BaseNetFile: nets, SettlementFile: settlements, DealsFile: deals, SummaryFile: summary}
}

func csvRow(dst []byte, fields ...string) []byte {
	for i, field := range fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		if strings.ContainsAny(field, "\",\r\n") {
			field = `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
		}
		dst = append(dst, field...)
	}
	return append(dst, '\n')
}

// AppendJSON appends a result as an object in one line, without line end: what
// Run answers, but for the id.
func AppendJSON(dst []byte, r Result) []byte {
	start := len(dst)
	dst = appendResult(dst, r)
	dst[start] = '{' // for the comma
	return append(dst, '}')
}
