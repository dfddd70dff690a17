package iso20022

import (
	"encoding/xml"
	"io"
	"math/big"
)

var pain001 = message{
	versions: map[string]string{
		urn + string(Pain00103): string(Pain00103), urn + string(Pain00109): string(Pain00109),
		swissPrefix + "pain.001.001.03.ch.02.xsd": string(Pain00103),
	},
	named:      "pain.001.001.03 and .09 (" + urn + "pain.001.001.03 …)",
	repeatable: []string{"PmtInf", "CdtTrfTxInf", "AdrLine", "OrgId/Othr"},
	strict:     true,
}

// initiation collects what is read and what the file says of itself.
type initiation struct {
	Initiation
	stated
}

// stated are a count and a control sum of the file, with what was found.
type stated struct {
	count    int // -1 when the file states none
	sum      string
	found    int
	foundSum controlSum
}

// ReadPain001 reads a pain.001.001.03 or .09 file and tells its version. What
// WritePain001As wrote comes back as the message it wrote, texts in the bank's
// character set. What is meant for all transfers of a payment (charge bearer,
// service level, category purpose, ultimate debtor) is given to each of them.
// A time of creation without zone is taken as UTC. Blocks stand as in the file,
// also two of the same account and day.
//
// Counts and control sums must agree with the transfers; IBANs, BICs, creditor
// references, LEIs, currencies and amounts must be right. Elements that say how,
// when or to whom else to pay and that an Initiation does not carry are refused
// with unsupported_element. Left out are only what describes: contact details,
// the country of residence, the scheme of an organisation's number, name and
// type of an account, and name, address and branch of an agent that a BIC or
// clearing code names.
//
// The error is an *Error with element path and line; nothing is returned then.
// Source: as for WritePain001As.
func ReadPain001(from io.Reader, limits Limits) (*Initiation, Version, error) {
	m, version, err := readPain001(from, limits)
	if err != nil {
		return nil, "", err
	}
	return m, version, nil
}

func readPain001(from io.Reader, limits Limits) (*Initiation, Version, *Error) {
	r, start, err := openXML(from, limits, pain001)
	if err != nil {
		return nil, "", err
	}
	m := initiation{stated: stated{count: -1}}
	if err := r.document(start, "CstmrCdtTrfInitn", func() *Error { return r.initiation(&m) }); err != nil {
		return nil, "", err
	}
	return &m.Initiation, Version(r.version), nil
}

func (r *xmlReader) initiation(m *initiation) *Error {
	hasHeader := false
	err := r.children(fields{
		"GrpHdr": func(xml.StartElement) *Error { hasHeader = true; return r.initiationHeader(m) },
		"PmtInf": func(xml.StartElement) *Error { return r.payment(m) },
	})
	switch {
	case err != nil:
		return err
	case !hasHeader:
		return r.missing("GrpHdr")
	case len(m.Payments) == 0:
		return r.refuse("missing_element", "The file holds no payment (PmtInf).")
	}
	return r.here(m.agree())
}

func (r *xmlReader) initiationHeader(m *initiation) *Error {
	err := r.children(fields{
		"MsgId":    r.bounded(&m.MessageID, 35),
		"CreDtTm":  r.instant(&m.CreatedAt),
		"NbOfTxs":  r.count(&m.count),
		"CtrlSum":  r.decimal(&m.sum),
		"InitgPty": r.party(&m.Initiating),
	})
	switch {
	case err != nil:
		return err
	case m.MessageID == "":
		return r.missing("MsgId")
	case m.CreatedAt.IsZero():
		return r.missing("CreDtTm")
	case m.count < 0:
		return r.missing("NbOfTxs")
	case m.Initiating == (Party{}):
		return r.missing("InitgPty")
	}
	return nil
}

// agree compares what the file says with what it holds.
func (s *stated) agree() *Error {
	if s.count >= 0 && s.count != s.found {
		return refuse("", "count_mismatch", "NbOfTxs states %d transfers, %d are there.", s.count, s.found)
	}
	if s.sum == "" {
		return nil
	}
	want, ok := new(big.Rat).SetString(s.sum)
	got := new(big.Rat).SetFrac(&s.foundSum.total, powerOfTen(s.foundSum.exponent))
	if !ok || want.Cmp(got) != 0 {
		return refuse("", "sum_mismatch", "CtrlSum states %s, the transfers give %s.", s.sum, decimal(&s.foundSum.total, s.foundSum.exponent))
	}
	return nil
}

func (s *stated) add(a Amount) {
	s.found++
	s.foundSum.add(a)
}
