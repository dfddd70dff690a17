package iso20022_test

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/countersign/countersign/iso20022"
)

func ExampleWritePain001() {
	message := iso20022.Initiation{
		MessageID:  "CS-1",
		CreatedAt:  time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC),
		Initiating: iso20022.Party{Name: "Nordwind Treasury"},
	}
	debit := iso20022.Debit{
		Party:   iso20022.Party{Name: "Nordwind Süd"},
		Account: iso20022.Account{IBAN: "DE89370400440532013000"},
		Agent:   iso20022.Agent{BIC: "COBADEFFXXX"},
	}
	message.Add(debit, "2026-03-03", iso20022.Transfer{
		EndToEndID:      "E-1",
		Amount:          iso20022.Amount{Minor: 123450, Exponent: 2, Currency: "EUR"},
		Creditor:        iso20022.Party{Name: "株式会社"},
		CreditorAccount: iso20022.Account{IBAN: "NL91ABNA0417164300"},
	})
	_, err := iso20022.WritePain001(message)
	fmt.Println(err)
	message.Payments[0].Transfers[0].Creditor.Name = "Café Kita"
	file, err := iso20022.WritePain001(message)
	fmt.Println(strings.Contains(string(file), "<Nm>Cafe Kita</Nm>"), strings.Contains(string(file), "<CtrlSum>1234.50</CtrlSum>"), err)
	// Output:
	// bad_character at Payments[0].Transfers[0].Creditor.Name: Character 1 ('株', U+682A) has no place in the bank's character set; write it another way.
	// true true <nil>
}

func ExampleCheckIBAN() {
	fmt.Println(iso20022.CheckIBAN("DE89370400440532013000"))
	fmt.Println(iso20022.CheckIBAN("DE89370400440532031000"))
	// Output:
	// <nil>
	// iban_check: "DE89370400440532031000": the check digits are wrong; look for a mistyped or swapped character.
}

func ExampleReadCamt053() {
	_, err := iso20022.ReadCamt053(strings.NewReader(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>
    <Ntry><Amt Ccy="JPY">12.5</Amt></Ntry></Stmt></BkToCstmrStmt></Document>`), iso20022.Limits{})
	fmt.Println(err)
	// Output:
	// too_many_decimals at Document/BkToCstmrStmt/Stmt[1]/Ntry[1]/Amt (line 3): "12.5" has more decimals than the 0 of JPY.
}

func ExampleReadPain001() {
	message := iso20022.Initiation{
		MessageID:  "CS-1",
		CreatedAt:  time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC),
		Initiating: iso20022.Party{Name: "Nordwind Treasury"},
	}
	message.Add(iso20022.Debit{Party: iso20022.Party{Name: "Nordwind"}, Account: iso20022.Account{IBAN: "DE89370400440532013000"}}, "2026-03-03", iso20022.Transfer{
		EndToEndID:      "E-1",
		Amount:          iso20022.Amount{Minor: 123450, Exponent: 2, Currency: "EUR"},
		Creditor:        iso20022.Party{Name: "Cafe Kita"},
		CreditorAccount: iso20022.Account{IBAN: "NL91ABNA0417164300"},
	})
	file, err := iso20022.WritePain001As(iso20022.Pain00103, message)
	if err != nil {
		fmt.Println(err)
		return
	}
	read, version, err := iso20022.ReadPain001(bytes.NewReader(file), iso20022.Limits{})
	fmt.Println(version, read.Payments[0].ID, read.Payments[0].Transfers[0].Amount, err)
	mistyped := strings.Replace(string(file), "NL91ABNA0417164300", "NL91ABNA0417164030", 1)
	_, _, err = iso20022.ReadPain001(strings.NewReader(mistyped), iso20022.Limits{})
	fmt.Println(err)
	// Output:
	// pain.001.001.03 CS-1-1 EUR 1234.50 <nil>
	// iban_check at Document/CstmrCdtTrfInitn/PmtInf[1]/CdtTrfTxInf[1]/CdtrAcct/Id/IBAN (line 53): "NL91ABNA0417164030": the check digits are wrong; look for a mistyped or swapped character.
}

func ExampleReadPain002() {
	report, err := iso20022.ReadPain002(strings.NewReader(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">
  <CstmrPmtStsRpt>
    <GrpHdr><MsgId>R-1</MsgId><CreDtTm>2026-03-03T08:00:00Z</CreDtTm></GrpHdr>
    <OrgnlGrpInfAndSts><OrgnlMsgId>CS-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts><OrgnlPmtInfId>CS-1-1</OrgnlPmtInfId>
      <TxInfAndSts><OrgnlEndToEndId>E-1</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>
    </OrgnlPmtInfAndSts>
  </CstmrPmtStsRpt></Document>`), iso20022.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	status, reasons := report.StatusOf("CS-1-1", "E-1")
	fmt.Println(report.OriginalMessageID, status, reasons[0].Code)
	status, _ = report.StatusOf("CS-1-1", "E-2")
	fmt.Printf("%q\n", status)
	// Output:
	// CS-1 RJCT AC04
	// ""
}

func ExampleReadMT940() {
	const file = `:20:S-43
:25:DE89370400440532013000
:28C:43/1
:60F:C260303EUR100,00
:61:2603040303D12,5NTRFNONREF//BANK-1
:86:177?00PAYMENT?20EREF+E-1?21SVWZ+Invoice 17?32Cafe Kita
:62F:C260303EUR87,50
-
`
	statements, err := iso20022.ReadMT940(strings.NewReader(file), iso20022.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	entry := statements[0].Entries[0]
	fmt.Println(entry.Direction, entry.Amount, entry.Booked, entry.EndToEndIDs(), entry.Counterparty(0).Name, statements[0].CheckConsistency())
	_, err = iso20022.ReadMT940(strings.NewReader(strings.Replace(file, "D12,5N", "D12.5N", 1)), iso20022.Limits{})
	fmt.Println(err)
	// Output:
	// DBIT EUR 12.50 2026-03-03 [E-1] Cafe Kita <nil>
	// bad_amount at Statement[1]/:61:[1] (line 5): In "2603040303D12.5NTRFNONREF//BANK-1", "12" is not an amount: digits with a comma before the decimals are expected.
}
