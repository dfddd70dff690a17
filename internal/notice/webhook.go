package notice

import (
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/webhook"
)

// Webhook is another program that is told of what waits, in a unit and all that
// is beneath it.
type Webhook struct {
	govern.Meta
	Name    string        `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Unit    govern.ID     `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"Whose waiting it is told of, with all beneath; empty: everything."`
	URL     string        `json:"url" db:"url" audit:"show" minLength:"8" maxLength:"2000" doc:"Where notices are posted to: https, or http on the same machine."`
	Secret  secret.Sealed `json:"secret" db:"secret" audit:"mask" doc:"What notices are signed with: 24 to 64 bytes in base64 after whsec_, or 24 characters or more. Never shown again."`
	Kinds   []string      `json:"kinds" db:"kinds" audit:"show" required:"false" doc:"Of change, signature, exception, review, delivery, unsent, missing, file, untaken, unlooked, handed, escalation, report, ticket, alarm; empty: all but ticket and alarm. Of ticket it is sent the evidence sheet of each ticket that something was done under, as its unit's log has it."`
	Enabled bool          `json:"enabled" db:"enabled" audit:"show"`
}

// Webhooks are all programs that are told.
var Webhooks = govern.Declare(govern.Table[Webhook]{
	Name:   "webhook",
	Doc:    "Another program that is told of what waits, by signed messages.",
	Unique: [][]string{{"name"}},
	Target: func(w *Webhook) access.Target { return access.Target{Unit: string(w.Unit)} },
	Check:  checkWebhook,
})

var told = []string{string(OfChange), string(OfSignature), string(OfException), string(OfReview), string(OfDelivery), string(OfUnsent), string(OfMissing), string(OfFile), string(OfUntaken), string(OfUnlooked), string(OfHanded), string(ofEscalation), string(OfReport), string(OfTicket), string(OfAlarm)}

func checkWebhook(_ context.Context, _ govern.Reader, _, after *Webhook) error {
	if after == nil {
		return nil
	}
	for _, k := range after.Kinds {
		if !slices.Contains(told, k) {
			return fault.Bad("kinds", "unknown_kind", "%q is none of %s.", k, strings.Join(told, ", "))
		}
	}
	if !isSealed(after.Secret) {
		return fault.Bad("secret", "not_sealed", "A secret is needed, and it must be sealed before it is planned.")
	}
	return webhook.CheckURL(after.URL)
}

func isSealed(s secret.Sealed) bool { return strings.HasPrefix(string(s), "sealed:") }

// place binds a sealed secret to its webhook, so that it opens nowhere else.
func place(id govern.ID) string { return "webhook/" + string(id) + "/secret" }

// SealWebhook seals the secret in place; every way in calls it before it makes a
// command. w.ID must be set. Faults: weak_secret, and foreign_seal for sealed text
// that is not this webhook's.
func SealWebhook(ring *secret.Ring, w *Webhook) error {
	if w.ID == "" {
		return fault.New(fault.Internal, "no_id", "A webhook is sealed under its id.")
	}
	if isSealed(w.Secret) {
		if _, err := ring.UnsealText(w.Secret, place(w.ID)); err != nil {
			return fault.Bad("secret", "foreign_seal", "This is not the secret of this webhook. Leave it out to keep the present one, or give a new one.")
		}
		return nil
	}
	if _, err := webhook.Key(string(w.Secret)); err != nil {
		return err
	}
	sealed, err := ring.SealText(string(w.Secret), place(w.ID))
	w.Secret = sealed
	return err
}
