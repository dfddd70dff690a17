package payments

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/iso20022"
)

// RecalledMessage is the kind of the outbox message by which the request to give
// an order back is sent to its bank. Its subject is the order.
const RecalledMessage = "order_recalled"

// Recall asks the bank to give an order back, by a file that is made of the order
// and leaves as the package's did. The bank grants or refuses it (camt.029), and
// gives it back by a booking.
type Recall struct {
	onOrder
	Why  string `json:"why" minLength:"1" maxLength:"500" doc:"For people here; the bank is told its first 105 characters."`
	Code string `json:"code" required:"false" enum:"CUST,DUPL,TECH,FRAD,AM09,AC03,UPAY,CURR,CUTA" doc:"The reason as the bank is told it: CUST asked for by the customer, DUPL paid twice, TECH technical, FRAD fraud, AM09 wrong amount, AC03 wrong account, UPAY undue, CURR wrong currency, CUTA as the bank asked; empty: CUST."`
}

// Name is the command's name.
func (*Recall) Name() string { return "order.recall" }

// Plan notes it and has the request sent. Faults: wrong_state, reason_missing,
// already_recalled, nothing_to_recall, and those of a file that cannot be written.
func (c *Recall) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	o, err := Orders.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	p, err := Packages.Get(ctx, q, o.Package)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("recalled", Sent, Acknowledged, Booked); err != nil {
		return govern.Plan{}, err
	}
	switch {
	case c.Why == "":
		return govern.Plan{}, fault.Bad("why", "reason_missing", "Say why it is to be given back.")
	case o.RecallWhy != "":
		return govern.Plan{}, fault.New(fault.Conflict, "already_recalled", "The order %s was recalled already: %s", o.EndToEndID, o.RecallWhy)
	case o.Removed, o.Outcome == OutcomeRejected || o.Outcome == OutcomeReturned:
		return govern.Plan{}, fault.New(fault.Conflict, "nothing_to_recall", "The order %s is %s; there is nothing to give back.", o.EndToEndID, o.Outcome)
	}
	next := *o
	next.RecallWhy, next.RecallCode, next.RecallState, next.RecallAskedAt = c.Why, c.Code, RecallAsked, q.Now()
	if next.RecallCode == "" {
		next.RecallCode = "CUST"
	}
	if _, _, err := next.recallFile(ctx, q, p); err != nil {
		return govern.Plan{}, err
	}
	return govern.Plan{Rows: []govern.RowChange{Orders.Update(o, &next)}, Outbox: []govern.Message{{Kind: RecalledMessage, Subject: string(o.ID)}}}, nil
}

// RecallFile is the request to give an order back, made from its rows: the same
// rows give the same bytes. Fault not_recalled.
func RecallFile(ctx context.Context, r store.Reader, order govern.ID) (name string, content []byte, digest string, err error) {
	o, err := Orders.Get(ctx, r, order)
	if err != nil {
		return "", nil, "", err
	}
	if o.RecallState == "" {
		return "", nil, "", fault.New(fault.Conflict, "not_recalled", "Nobody asked for the order %s to be given back.", o.EndToEndID)
	}
	p, err := Packages.Get(ctx, r, o.Package)
	if err != nil {
		return "", nil, "", err
	}
	if name, content, err = o.recallFile(ctx, r, p); err != nil {
		return "", nil, "", err
	}
	sum := sha256.Sum256(content)
	return name, content, hex.EncodeToString(sum[:]), nil
}

func (o *Order) recallFile(ctx context.Context, r store.Reader, p *Package) (name string, content []byte, err error) {
	a, err := Accounts.Get(ctx, r, o.Account)
	if err != nil {
		return "", nil, err
	}
	orders, err := OrdersOf(ctx, r, p.ID)
	if err != nil {
		return "", nil, err
	}
	t, err := o.transfer()
	if err != nil {
		return "", nil, err
	}
	kind := iso20022.CancelVersion(a.RecallVersion)
	if kind == "" {
		kind = iso20022.Camt05608
	}
	debit := a.debit(p.Debtor)
	content, err = iso20022.WriteRecall(kind, iso20022.Recall{
		ID: o.recallID(), CreatedAt: o.RecallAskedAt.UTC(), From: iso20022.Party{Name: p.Debtor}, To: debit.Agent,
		MessageID: p.Code, MessageName: string(version(p.FileVersion)), PaymentID: blocksOf(p.Code, orders)[o.ID],
		EndToEndID: o.EndToEndID, Amount: t.Amount, ExecutionDate: iso20022.Date(o.ExecutionDate), Debit: debit,
		CreditorAgent: t.CreditorAgent, Creditor: t.Creditor, CreditorAcct: t.CreditorAccount,
		Code: o.RecallCode, Text: o.recallText(),
	})
	if err != nil {
		return "", nil, unwritable(err)
	}
	return fmt.Sprintf("%s-recall-%d.xml", p.Code, o.Number), content, nil
}

// recallID names the request for ever, in at most 35 characters: one order is
// asked for once.
func (o *Order) recallID() string {
	sum := sha256.Sum256([]byte(o.ID))
	return "R" + strings.ToUpper(hex.EncodeToString(sum[:15]))
}

// recallText is as much of the reason as the bank is told: characters that its
// set does not have are left out, for the reason is written for people here.
func (o *Order) recallText() string {
	text := ""
	for _, word := range strings.Fields(o.RecallWhy) {
		known := ""
		for _, c := range word {
			if mapped, err := iso20022.Latin(string(c)); err == nil {
				known += mapped
			}
		}
		if next := strings.TrimSpace(text + " " + known); len(next) <= 105 {
			text = next
		}
	}
	return text
}
