package iso20022_test

import (
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
