package iso20022

import (
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/testkit/soak"
)

// endless repeats a text after a beginning, as a hostile sender would.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	return n, nil
}

// hostileSeeds begin the fuzzing of every reader.
var hostileSeeds = []string{
	"", "\x00", "\ufeff", "\xff\xfe<\x00", "-}", "{1:}{2:O942}{4:",
	`<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Document>&b;</Document>`,
	`<?xml version="1.0" encoding="UTF-16"?><Document/>`,
	`<Document xmlns="` + urn + `camt.053.001.08"><BkToCstmrStmt><Stmt><Ntry><Amt Ccy="EUR">1e9</Amt>`,
	":20:A\n:25:1\n:28:1\n:60F:C000229EUR1,\n:61:0002290229RCRE1,NTRF" + "//\n:86:166?20",
}

// hostile is an endless file: a beginning, what repeats, and how it must end.
type hostile struct{ code, head, text string }

// costsLittle reads endless files: each ends with its reason within five
// seconds and 256 MiB.
func costsLittle(t *testing.T, read func(io.Reader, Limits) error, files map[string]hostile) {
	for name, c := range files {
		t.Run(name, func(t *testing.T) {
			limits := Limits{Bytes: 1 << 20}
			switch {
			case soak.Running():
				limits = Limits{} // as a program has them
			case c.code == "too_many_entries":
				limits = Limits{Entries: 2000}
			case testing.Short() && c.code == "file_too_large":
				limits.Bytes = 256 << 10
			}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			began := time.Now()
			err := read(io.MultiReader(strings.NewReader(c.head), &endless{text: c.text}), limits)
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			wantRefusal(t, err, c.code, "*")
			more := int64(after.Sys) - int64(before.Sys)
			t.Logf("%v, %d MiB more taken from the system", took, more>>20)
			if more > 256<<20 || took > 5*time.Second {
				t.Fatalf("%v and %d MiB more memory", took, more>>20)
			}
		})
	}
}

// cutAt is the text before the first of its element.
func cutAt(t *testing.T, text, element string) string {
	t.Helper()
	head, _, found := strings.Cut(text, element)
	if !found {
		t.Fatalf("the file holds no %s", element)
	}
	return head
}

func TestEndlessStatementsCostLittle(t *testing.T) {
	head := cutAt(t, ownStatement(t), "<b:Ntry>")
	costsLittle(t, func(from io.Reader, l Limits) error { _, err := ReadCamt053(from, l); return err }, map[string]hostile{
		"nesting":    {"too_deep", head, "<b:a>"},
		"text":       {"text_too_long", head + "<b:Ntry><b:NtryRef>", "x"},
		"CDATA":      {"text_too_long", head + "<b:Ntry><b:NtryRef>", "<![CDATA[y]]>"},
		"attributes": {"text_too_long", head + "<b:Ntry ", `a="1" `},
		"NULs":       {"bad_xml", head, "\x00"},
		"entries":    {"too_many_entries", head, `<b:Ntry><b:Amt Ccy="EUR">1</b:Amt><b:CdtDbtInd>CRDT</b:CdtDbtInd><b:Sts><b:Cd>BOOK</b:Cd></b:Sts></b:Ntry>`},
		"comments":   {"file_too_large", head, "<!-- c -->"},
		"unread":     {"too_many_elements", head + "<b:x>", "<b:y/>"},
		"balances":   {"file_too_large", head, strings.Repeat(" ", 99) + `<b:Bal><b:Tp><b:CdOrPrtry><b:Cd>X</b:Cd></b:CdOrPrtry></b:Tp><b:Amt Ccy="EUR">1</b:Amt><b:CdtDbtInd>CRDT</b:CdtDbtInd><b:Dt><b:Dt>2026-03-03</b:Dt></b:Dt></b:Bal>`},
	})
}

func TestEndlessPaymentFilesCostLittle(t *testing.T) {
	whole := golden(t, Pain00109)
	head := cutAt(t, whole, "<CdtTrfTxInf>")
	transfer := "<CdtTrfTxInf>" + cutAt(t, whole[len(head)+len("<CdtTrfTxInf>"):], "</CdtTrfTxInf>") + "</CdtTrfTxInf>"
	costsLittle(t, func(from io.Reader, l Limits) error { _, _, err := ReadPain001(from, l); return err }, map[string]hostile{
		"nesting":         {"too_deep", cutAt(t, whole, "</InitgPty>") + "<CtctDtls>", "<a>"},
		"text":            {"text_too_long", cutAt(t, whole, "CS-2026"), "x"},
		"transfers":       {"too_many_entries", head, `<CdtTrfTxInf><PmtId><EndToEndId>1</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">1</InstdAmt></Amt><Cdtr><Nm>A</Nm></Cdtr><CdtrAcct><Id><Othr><Id>1</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>`},
		"large transfers": {"file_too_large", head, transfer + strings.Repeat(" ", 2000)},
		"described":       {"too_many_elements", cutAt(t, whole, "</InitgPty>") + "<CtctDtls>", "<a/>"},
		"addresses":       {"too_long", cutAt(t, whole, "<AdrLine>"), "<AdrLine>a</AdrLine>"},
	})
}

func TestEndlessReportsCostLittle(t *testing.T) {
	whole := ownReport(t)
	costsLittle(t, func(from io.Reader, l Limits) error { _, err := ReadPain002(from, l); return err }, map[string]hostile{
		"reasons":      {"too_many_entries", cutAt(t, whole, "<StsRsnInf>"), "<StsRsnInf/>"},
		"counts":       {"too_many_entries", cutAt(t, whole, "<NbOfTxsPerSts>"), "<NbOfTxsPerSts><DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>A</DtldSts></NbOfTxsPerSts>"},
		"transactions": {"too_many_entries", cutAt(t, whole, "<TxInfAndSts>"), "<TxInfAndSts/>"},
		"payments":     {"too_many_entries", cutAt(t, whole, "<OrgnlPmtInfAndSts>"), "<OrgnlPmtInfAndSts><OrgnlPmtInfId>1</OrgnlPmtInfId></OrgnlPmtInfAndSts>"},
		"words":        {"file_too_large", cutAt(t, whole, "<AddtlInf>"), "<AddtlInf>a</AddtlInf>"},
		"text":         {"text_too_long", cutAt(t, whole, "BANK-R-7"), "x"},
	})
}

func TestEndlessMT940FilesCostLittle(t *testing.T) {
	whole := ownMT940(t)
	entry := cutAt(t, whole, ":61:")
	const detailed = ":61:260303C1,N001\n:86:"
	costsLittle(t, func(from io.Reader, l Limits) error { _, err := ReadMT940(from, l); return err }, map[string]hostile{
		"line":             {"text_too_long", whole, "x"},
		"further lines":    {"text_too_long", entry + detailed, "x\n"},
		"details":          {"text_too_long", entry + detailed, "\n:86:"},
		"closing words":    {"text_too_long", cutAt(t, whole, "-}") + ":86:" + strings.Repeat("x", 60_000), "\n:86:"},
		"entries":          {"too_many_entries", entry, ":61:260303C1,N001\n"},
		"statements":       {"too_many_entries", "", ":20:A\n:25:1\n:28:1\n:60F:C260303EUR1,\n:62F:C260303EUR1,\n"},
		"forward balances": {"too_many_entries", cutAt(t, whole, ":65:"), ":65:C260303EUR1,\n"},
		"empty lines":      {"too_many_entries", entry, "\n"},
		"lead lines":       {"too_many_entries", "", "ABC\n"},
		"NULs":             {"bad_character", entry, "\x00\n"},
		"subfields":        {"file_too_large", entry, detailed + "166" + strings.Repeat("?20?20", 9000) + "\n"},
		"separators":       {"file_too_large", entry, detailed + "166?20" + strings.Repeat("?", 60_000) + "\n"},
		"tags":             {"file_too_large", entry, detailed + "166" + strings.Repeat("?20EREF+x", 6000) + "\n"},
		"codes":            {"file_too_large", entry, detailed + strings.Repeat("/EREF/", 10_000) + "\n"},
		"slashes":          {"file_too_large", entry, detailed + "/EREF/" + strings.Repeat("/", 60_000) + "\n"},
		"broad letters":    {"file_too_large", entry, detailed + strings.Repeat("\xe9", 1000) + "\n"},
		"short lines":      {"file_too_large", entry, detailed + strings.Repeat("x\n", 30_000)},
	})
}
