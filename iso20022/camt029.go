package iso20022

import (
	"encoding/xml"
	"io"
	"time"
)

// Resolution is one camt.029 message: what a bank says of a request to give
// payments back.
type Resolution struct {
	ID           string
	CreatedAt    time.Time // in UTC
	Confirmation string    // of the whole: CNCL, RJCR, PDCR …, "" when none
	Items        []ResolvedItem
}

// ResolvedItem is what the bank says of one transfer. Status is ACCR (given
// back), RJCR (refused) or PDCR (not decided yet), "" where only the whole is
// confirmed.
type ResolvedItem struct {
	StatusID          string // CxlStsId
	RequestID         string // id of the case, as far as it names one
	OriginalMessageID string
	EndToEndID        string
	Status            string
	Reasons           []StatusReason
	Line              int
}

// StatusOf is what became of the item: its own status, else that of the whole,
// where CNCL counts as ACCR.
func (s *Resolution) StatusOf(item *ResolvedItem) string {
	switch {
	case item.Status != "":
		return item.Status
	case s.Confirmation == "CNCL":
		return "ACCR"
	}
	return s.Confirmation
}

var camt029 = message{
	versions:   map[string]string{urn + "camt.029.001.03": "03", urn + "camt.029.001.08": "08", urn + "camt.029.001.09": "09"},
	named:      "camt.029.001.03, .08 and .09 (" + urn + "camt.029.001.03 …)",
	repeatable: []string{"CxlDtls", "OrgnlPmtInfAndSts", "TxInfAndSts", "CxlStsRsnInf", "AddtlInf"},
}

// ReadCamt029 reads a camt.029 file of version 03, 08 or 09. The error is an
// *Error with element path and line; nothing is returned then. Source: ISO 20022,
// ResolutionOfInvestigation V03, V08, V09.
func ReadCamt029(from io.Reader, limits Limits) (*Resolution, error) {
	s, err := readCamt029(from, limits)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func readCamt029(from io.Reader, limits Limits) (*Resolution, *Error) {
	r, start, err := openXML(from, limits, camt029)
	if err != nil {
		return nil, err
	}
	s := &Resolution{}
	err = r.document(start, "RsltnOfInvstgtn", func() *Error { return r.resolution(s) })
	return s, err
}

func (r *xmlReader) resolution(s *Resolution) *Error {
	err := r.children(fields{
		"Assgnmt": r.within(fields{"Id": r.bounded(&s.ID, 35), "CreDtTm": r.instant(&s.CreatedAt)}),
		"Sts":     r.within(fields{"Conf": r.shortCode(&s.Confirmation, 4)}),
		"CxlDtls": r.within(fields{
			"TxInfAndSts": func(xml.StartElement) *Error { return r.resolvedItem(s, "") },
			"OrgnlPmtInfAndSts": func(xml.StartElement) *Error {
				var message string
				return r.children(fields{
					"OrgnlGrpInf": r.within(fields{"OrgnlMsgId": r.bounded(&message, 35)}),
					"TxInfAndSts": func(xml.StartElement) *Error { return r.resolvedItem(s, message) },
				})
			},
		}),
	})
	if err == nil && s.ID == "" {
		return r.missing("Assgnmt/Id")
	}
	return err
}

func (r *xmlReader) resolvedItem(s *Resolution, message string) *Error {
	if err := r.countEntry(); err != nil {
		return err
	}
	i := ResolvedItem{OriginalMessageID: message}
	i.Line, _ = r.decoder.InputPos()
	err := r.children(fields{
		"CxlStsId":        r.bounded(&i.StatusID, 35),
		"RslvdCase":       r.within(fields{"Id": r.bounded(&i.RequestID, 35)}),
		"OrgnlGrpInf":     r.within(fields{"OrgnlMsgId": r.bounded(&i.OriginalMessageID, 35)}),
		"OrgnlEndToEndId": r.bounded(&i.EndToEndID, 35),
		"TxCxlSts":        r.shortCode(&i.Status, 4),
		"CxlStsRsnInf":    func(xml.StartElement) *Error { return r.statusReason(&i.Reasons) },
	})
	s.Items = append(s.Items, i)
	return err
}
