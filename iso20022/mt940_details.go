package iso20022

import (
	"slices"
	"strings"
)

// tell reads :86: in whichever of its forms it is.
func (e *Entry) tell(t *Transaction, lines []string) {
	// One text for both: a hostile file of tiny lines costs no more than itself.
	e.Information = strings.TrimSpace(strings.Join(lines, "\n"))
	whole := strings.Join(lines, "")
	var other Counterparty
	if code, subfields, ok := cutSubfields(whole); ok {
		e.Code += "+" + code
		other = tellSubfields(t, subfields)
	} else if parts := cutCodes(whole); len(parts) > 0 {
		other = tellCodes(t, parts)
	} else if e.Information != "" {
		t.Text = []string{e.Information}
	}
	// In a reversal the parties keep the roles of the first booking.
	if paid := (e.Direction == Debited) != e.Reversal; paid {
		t.Creditor = other
	} else {
		t.Debtor = other
	}
}

type subfield struct{ name, text string }

// cutSubfields splits the German form: a business code of three digits, then
// subfields of a separator, two digits and a text.
func cutSubfields(whole string) (code string, subfields []subfield, ok bool) {
	if len(whole) < 6 || !isDigits(whole[:3]) || strings.IndexByte("?><~^@", whole[3]) < 0 || !isDigits(whole[4:6]) {
		return "", nil, false
	}
	separator, from := whole[3], 0
	for i := 3; i+2 < len(whole); i++ {
		// Without two digits behind it, it is a question mark of the text.
		if whole[i] != separator || !isDigits(whole[i+1:i+3]) {
			continue
		}
		if n := len(subfields); n > 0 {
			subfields[n-1].text = whole[from:i]
		}
		subfields = append(subfields, subfield{name: whole[i+1 : i+3]})
		from = i + 3
		i += 2
	}
	subfields[len(subfields)-1].text = whole[from:]
	return whole[:3], subfields, true
}

// sepaTags begin the parts of the purpose lines.
var sepaTags = []string{"EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC", "PURP", "ANAM", "RREF"}

// tellSubfields reads ?20 to ?29 and ?60 to ?63 as purpose, ?31 as account, ?32
// and ?33 as name.
func tellSubfields(t *Transaction, subfields []subfield) (other Counterparty) {
	parts := map[string][]string{}
	tag := ""
	for _, s := range subfields {
		switch {
		case s.name >= "20" && s.name <= "29" || s.name >= "60" && s.name <= "63":
			text := s.text
			if head, rest, ok := strings.Cut(text, "+"); ok && slices.Contains(sepaTags, head) {
				tag, text = head, rest
			}
			parts[tag] = append(parts[tag], text)
		case s.name == "31" || s.name == "32":
			parts[s.name] = append(parts[s.name], s.text)
		case s.name == "33":
			parts["32"] = append(parts["32"], s.text)
		}
	}
	joined := func(tag string) string { return strings.TrimSpace(strings.Join(parts[tag], "")) }
	t.EndToEndID, t.PaymentID = joined("EREF"), joined("KREF")
	// Lines without a tag stand for themselves; those behind a tag are one text.
	if text := strings.TrimSpace(strings.Join(append(parts[""], joined("SVWZ")), "\n")); text != "" {
		t.Text = []string{text}
	}
	if other.number(joined("31")); other == (Counterparty{}) {
		other.number(joined("IBAN"))
	}
	other.Name = joined("32")
	return other
}

// number takes an account number for an IBAN if it is one.
func (c *Counterparty) number(account string) {
	account = strings.TrimSpace(account)
	if checkIBAN(account) == nil {
		c.IBAN = account
	} else {
		c.Other = account
	}
}

// codes are the words between slashes that begin a part of the other form.
var codes = []string{
	"EREF", "PREF", "IREF", "RREF", "MARF", "CSID", "CNTP", "REMI", "PURP", "ULTC", "ULTD", "ULTB", "EXCH", "CHGS", "RTRN",
	"ORDP", "BENM", "TRTP", "IBAN", "BIC", "NAME", "ADDR", "ISDT", "TRCD", "SVCL", "OCMT", "SUBJ", "ACCW", "OAMT", "BO", "ID",
}

// cutCodes splits /EREF/text/REMI/text; nil when it does not begin so.
func cutCodes(whole string) (parts []subfield) {
	from := 0
	for i := 0; i < len(whole); {
		length := codeAt(whole[i:])
		if length == 0 {
			if i == 0 {
				return nil
			}
			i++
			continue
		}
		if n := len(parts); n > 0 {
			parts[n-1].text = whole[from:i]
		}
		parts = append(parts, subfield{name: whole[i+1 : i+length-1]})
		i += length
		from = i
	}
	if n := len(parts); n > 0 {
		parts[n-1].text = whole[from:]
	}
	return parts
}

// codeAt is the length of "/EREF/" at the beginning of a text, or 0.
func codeAt(text string) int {
	if text == "" || text[0] != '/' {
		return 0
	}
	end := strings.IndexByte(text[1:min(len(text), 6)], '/')
	if end < 0 || !slices.Contains(codes, text[1:1+end]) {
		return 0
	}
	return end + 2
}

// tellCodes lets the first of several parts of one code count.
func tellCodes(t *Transaction, parts []subfield) (other Counterparty) {
	said := map[string]string{}
	for _, p := range parts {
		if _, again := said[p.name]; !again {
			said[p.name] = strings.TrimSpace(strings.Trim(strings.TrimSpace(p.text), "/"))
		}
	}
	t.EndToEndID, t.PaymentID, t.InstructionID, t.ReturnReason = said["EREF"], said["PREF"], said["IREF"], said["RTRN"]
	if text, free := strings.CutPrefix(said["REMI"], "USTD//"); free || !strings.HasPrefix(text, "STRD/") {
		if text != "" {
			t.Text = []string{text}
		}
	} else {
		t.Reference = []string{text[strings.LastIndexByte(text, '/')+1:]}
	}
	// IBAN, BIC, name and town of the counterparty in one part, or each in its own.
	account, name := said["IBAN"], said["NAME"]
	if all := strings.Split(said["CNTP"], "/"); len(all) > 2 {
		account, name = all[0], all[2]
	}
	other.number(account)
	other.Name = strings.TrimSpace(name)
	return other
}
