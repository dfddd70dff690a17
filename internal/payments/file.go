package payments

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/iso20022"
)

// File is the bank file of an accepted or sent package, made again from its
// rows: name, the bytes of its pain.001, and their SHA-256 in hexadecimal.
// Faults: wrong_state, and other_file (internal) when the bytes are not those
// that were signed; then nothing may leave.
func File(ctx context.Context, r store.Reader, pkg govern.ID) (name string, content []byte, digest string, err error) {
	p, err := Packages.Get(ctx, r, pkg)
	if err != nil {
		return "", nil, "", err
	}
	if err := p.in("delivered", frozen...); err != nil {
		return "", nil, "", err
	}
	return p.file(ctx, r)
}

// Preview is File for a package that waits for signatures: what a signatory is
// asked to sign.
func Preview(ctx context.Context, r store.Reader, pkg govern.ID) (name string, content []byte, digest string, err error) {
	p, err := Packages.Get(ctx, r, pkg)
	if err != nil {
		return "", nil, "", err
	}
	if err := p.in("shown as a file", append([]State{Awaiting}, frozen...)...); err != nil {
		return "", nil, "", err
	}
	return p.file(ctx, r)
}

// file renders a submitted package and holds the bytes against its digest.
func (p *Package) file(ctx context.Context, r store.Reader) (name string, content []byte, digest string, err error) {
	orders, err := OrdersOf(ctx, r, p.ID)
	if err != nil {
		return "", nil, "", err
	}
	if content, digest, err = p.render(ctx, r, orders); err != nil {
		return "", nil, "", err
	}
	if digest != p.Digest {
		return "", nil, "", fault.New(fault.Internal, "other_file", "The file of the package %s has the digest %s; signed was %s. Nothing is sent; look in the audit log for what changed its rows.", p.Code, digest, p.Digest)
	}
	return p.Code + ".xml", content, digest, nil
}

// render makes the bytes from the package's rows alone, so that the same rows
// give the same bytes.
func (p *Package) render(ctx context.Context, r store.Reader, orders []*Order) (content []byte, digest string, err error) {
	accounts := map[govern.ID]*Account{}
	for _, o := range orders {
		if accounts[o.Account] == nil {
			if accounts[o.Account], err = Accounts.Get(ctx, r, o.Account); err != nil {
				return nil, "", err
			}
		}
	}
	m, err := message(p.Code, p.Debtor, p.SubmittedAt.UTC(), accounts, orders)
	if err != nil {
		return nil, "", err
	}
	if content, err = iso20022.WritePain001As(version(p.FileVersion), m); err != nil {
		return nil, "", unwritable(err)
	}
	sum := sha256.Sum256(content)
	return content, hex.EncodeToString(sum[:]), nil
}

// message has one payment block for each account and day, in the order in which
// the orders first name them. Accounts are told apart by their id: two that the
// file could not tell apart make two equal blocks, which the writer refuses.
func message(id, debtor string, at time.Time, accounts map[govern.ID]*Account, orders []*Order) (iso20022.Initiation, error) {
	m := iso20022.Initiation{MessageID: id, CreatedAt: at, Initiating: iso20022.Party{Name: debtor}}
	type block struct {
		account govern.ID
		day     string
	}
	blocks := map[block]int{}
	for _, o := range orders {
		t, err := o.transfer()
		if err != nil {
			return m, err
		}
		b := block{o.Account, o.ExecutionDate}
		i, known := blocks[b]
		if !known {
			i, blocks[b] = len(m.Payments), len(m.Payments)
			m.Payments = append(m.Payments, iso20022.Payment{ExecutionDate: iso20022.Date(o.ExecutionDate), Debit: accounts[o.Account].debit(debtor)})
		}
		m.Payments[i].Transfers = append(m.Payments[i].Transfers, t)
	}
	return m, nil
}

func (a *Account) debit(debtor string) iso20022.Debit {
	return iso20022.Debit{
		Party: iso20022.Party{Name: debtor}, Agent: iso20022.Agent{BIC: a.BIC},
		Account: iso20022.Account{IBAN: a.IBAN, Other: a.Number, Currency: string(a.Currency)},
	}
}

// purposes are the ISO 20022 category purposes of the kinds that banks treat
// in a way of their own.
var purposes = map[string]string{"intercompany": "INTC", "tax": "TAXS", "salary": "SALA"}

func (o *Order) transfer() (iso20022.Transfer, error) {
	amount, err := iso20022.NewAmount(o.Amount.Minor, string(o.Amount.Currency))
	if err != nil {
		return iso20022.Transfer{}, refused("amount", err)
	}
	t := iso20022.Transfer{
		EndToEndID: o.EndToEndID, Amount: amount, ChargeBearer: o.ChargeBearer, CategoryPurpose: purposes[o.Kind],
		Creditor: iso20022.Party{Name: o.CreditorName, Address: o.address()}, CreditorAgent: iso20022.Agent{BIC: o.CreditorBIC},
		CreditorAccount: iso20022.Account{IBAN: o.CreditorIBAN, Other: o.CreditorNumber},
		Remittance:      iso20022.Remittance{Text: o.Remittance},
	}
	o.fill(&t)
	return t, nil
}

// version is the written one where a customer sets none.
func version(v string) iso20022.Version {
	if v == "" {
		return iso20022.Pain00109
	}
	return iso20022.Version(v)
}

// writable refuses at entry what the bank file could not hold, by writing it.
func writable(debtor string, a *Account, o *Order) error {
	m, err := message("ENTRY", debtor, time.Unix(0, 0), map[govern.ID]*Account{a.ID: a}, []*Order{o})
	if err != nil {
		return err
	}
	if _, err := iso20022.WritePain001As(version(a.FileVersion), m); err != nil {
		return unwritable(err)
	}
	return nil
}

// places maps the writer's places to the fields that people enter; the first
// that fits counts.
var places = []struct{ in, field string }{
	{".Amount", "amount"},
	{".EndToEndID", "end_to_end_id"},
	{".Remittance.Reference", "reference"},
	{".Remittance", "remittance"},
	{".Purpose", "purpose"},
	{".ServiceLevel", "service_level"},
	{".UltimateDebtor", "ultimate_debtor"},
	{".ChargeBearer", "charge_bearer"},
	{".ExecutionDate", "execution_date"},
	{".Creditor", "bank_instruction"},
	{".Debit", "account"},
	{"Initiating", "customer"},
	{"Payments[", "account"},
}

func unwritable(err error) error {
	var e *iso20022.Error
	if !errors.As(err, &e) {
		return err
	}
	for _, p := range places {
		if strings.Contains(e.Place, p.in) {
			return fault.Bad(p.field, e.Code, "%s", e.Detail)
		}
	}
	return fault.Bad("code", e.Code, "%s", e.Detail)
}
