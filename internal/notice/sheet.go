package notice

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/store"
)

// Sheet is the evidence sheet of a ticket: what was asked under it, made and
// given, and of whom.
type Sheet struct {
	Columns []string
	Rows    [][]string
	More    bool // there are more rows
	People  []TicketPerson
}

// TicketPerson is a user whom a sheet is about, as it tells of them.
type TicketPerson struct {
	User     string
	SignedIn bool
}

// Evidence is what a webhook is sent of a ticket, as JSON.
type Evidence struct {
	ID      string     `json:"id" doc:"Of this state of the sheet; the same when it is repeated."`
	Type    string     `json:"type" doc:"ticket."`
	Ticket  string     `json:"ticket"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	More    bool       `json:"more,omitempty"`
}

// WantsSheets reports whether any webhook is sent the sheets of tickets.
func WantsSheets(ctx context.Context, r store.Reader) (bool, error) {
	var one int64
	err := r.QueryRow(ctx, []any{&one}, `SELECT 1 FROM webhook WHERE enabled = 1 AND kinds LIKE '%"ticket"%' LIMIT 1`)
	if errors.Is(err, store.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// sheet sends a ticket's sheet to every webhook that wants it and was not sent it as
// it is. One that cannot be reached keeps none of the others from theirs.
func (h *Herald) sheet(ctx context.Context, m outbox.Message) error {
	hooks, err := Webhooks.Find(ctx, h.DB, `enabled = 1 AND kinds LIKE '%"ticket"%' ORDER BY id`)
	if err != nil {
		return err
	}
	ticket := string(m.Subject)
	// Noted first and read again after: what becomes of people while sheets are on
	// their way is a change since then.
	people := map[string]bool{}
	for _, w := range hooks {
		s, err := h.Sheet(ctx, ticket, w.Unit)
		if err != nil {
			return err
		}
		for _, p := range s.People {
			people[p.User] = people[p.User] || p.SignedIn
		}
	}
	if err := h.watch(ctx, ticket, people); err != nil {
		return err
	}
	var failed error
	gone := 0
	for _, w := range hooks {
		s, err := h.Sheet(ctx, ticket, w.Unit)
		if err != nil {
			return err
		}
		if len(s.Rows) == 0 {
			continue // nothing of it is of the unit
		}
		over, err := h.evidence(ctx, w, ticket, s)
		if over {
			gone++
		}
		failed = errors.Join(failed, err)
	}
	if failed != nil && gone == len(hooks) {
		return outbox.GiveUp(failed)
	}
	return failed
}

func (h *Herald) evidence(ctx context.Context, w *Webhook, ticket string, s *Sheet) (gone bool, err error) {
	e := Evidence{Type: string(OfTicket), Ticket: ticket, Columns: s.Columns, Rows: s.Rows, More: s.More}
	content, err := json.Marshal(e)
	if err != nil {
		return false, err
	}
	digest := sum(content)
	var had string
	err = h.DB.QueryRow(ctx, []any{&had}, `SELECT digest FROM ticket_sheet WHERE webhook = $1 AND ticket = $2`, string(w.ID), ticket)
	if err != nil && !errors.Is(err, store.ErrNoRows) || had == digest {
		return false, err
	}
	e.ID = sum([]byte(string(w.ID) + "\n" + digest))[:32]
	if content, err = json.Marshal(e); err != nil {
		return false, err
	}
	key, err := h.keyFor(w)
	if err != nil {
		return false, err
	}
	if gone, err = h.send(ctx, w, key, e.ID, content); err != nil {
		return gone, err
	}
	_, err = h.Engine.Note(ctx, h.Actor, audit.Event{Action: "ticket.send", Outcome: audit.Noted, Record: audit.Record{Table: Webhooks.Name, ID: string(w.ID)}, Facts: []audit.Fact{
		{Name: "ticket", Value: ticket}, {Name: "sha256", Value: sum(content)}, {Name: "rows", Value: strconv.Itoa(len(s.Rows))},
	}})
	if err != nil {
		return false, err
	}
	return false, h.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `INSERT INTO ticket_sheet (webhook, ticket, digest) VALUES ($1, $2, $3) ON CONFLICT (webhook, ticket) DO UPDATE SET digest = excluded.digest`, string(w.ID), ticket, digest)
	})
}

func sum(content []byte) string {
	d := sha256.Sum256(content)
	return hex.EncodeToString(d[:])
}

// looksAgain is how long the entry of a sign-in may take to stand in the log.
const looksAgain = time.Minute

// watch notes whom a ticket's sheet is about, whose first sign-in and suspension
// belong on it without bearing the ticket.
func (h *Herald) watch(ctx context.Context, ticket string, people map[string]bool) error {
	return h.DB.Write(ctx, func(tx store.Tx) error {
		for user, signedIn := range people {
			n := int64(0)
			if signedIn {
				n = 1
			}
			err := tx.Exec(ctx, `INSERT INTO ticket_person (ticket, "user", signed_in, status) SELECT $1, u.id, CASE WHEN EXISTS (SELECT 1 FROM session s WHERE s."user" = u.id AND s.stage = 'whole' AND s.started_at < $4) THEN 1 ELSE $3 END, u.status FROM "user" u WHERE u.id = $2 ON CONFLICT (ticket, "user") DO UPDATE SET signed_in = excluded.signed_in, status = excluded.status`, ticket, user, n, h.Engine.Now().Add(-looksAgain).UnixMicro())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Changed leaves messages for the sheets of tickets whose people have signed in for
// the first time, or were suspended or reactivated, since they were sent.
func (h *Herald) Changed(ctx context.Context) error {
	const changed = `FROM ticket_person p JOIN "user" u ON u.id = p."user" WHERE u.status <> p.status OR p.signed_in = 0 AND EXISTS (SELECT 1 FROM session s WHERE s."user" = p."user" AND s.stage = 'whole')`
	var list []string
	err := h.DB.Query(ctx, func(scan store.Scan) error {
		var ticket string
		err := scan(&ticket)
		list = append(list, ticket)
		return err
	}, `SELECT DISTINCT p.ticket `+changed+` ORDER BY p.ticket LIMIT 500`)
	if err != nil || len(list) == 0 {
		return err
	}
	wanted, err := WantsSheets(ctx, h.DB)
	if err != nil {
		return err
	}
	err = h.DB.Write(ctx, func(tx store.Tx) error {
		for _, ticket := range list {
			if err := tx.Exec(ctx, `DELETE FROM ticket_person WHERE ticket = $1`, ticket); err != nil {
				return err
			}
			if !wanted {
				continue
			}
			now := h.Engine.Now()
			err := tx.Exec(ctx, `INSERT INTO outbox (id, kind, subject, body, due_at, leased_until, attempts, done_at, made_seq) VALUES ($1, $2, $3, '', $4, 0, 0, 0, 0)`, string(govern.NewID(now)), govern.TicketMessage, ticket, now.UnixMicro())
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fault.From(err)
	}
	h.Wake()
	return nil
}
