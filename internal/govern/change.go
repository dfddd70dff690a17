package govern

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Body is a pending change as it is stored, shown and hashed (format 1). The
// stored bytes are what the digest covers; they are never marshalled again.
type Body struct {
	Format       int               `json:"format"`
	Installation string            `json:"installation"`
	ID           ID                `json:"id"`
	Command      string            `json:"command"`
	Maker        string            `json:"maker"`
	OnBehalf     string            `json:"on_behalf,omitempty"`
	Reason       string            `json:"reason"`
	Ticket       string            `json:"ticket"`
	MadeAt       Time              `json:"made_at"`
	ExpiresAt    Time              `json:"expires_at"`
	Record       Ref               `json:"record"`
	Targets      []access.Target   `json:"targets"`
	Rows         []RowChange       `json:"rows"`
	Reads        []Read            `json:"reads"`
	Outbox       []Message         `json:"outbox"`
	Facts        []audit.Fact      `json:"facts"`
	Rules        []json.RawMessage `json:"rules"`         // the four-eyes rules it was held under
	Ask          *Ask              `json:"ask,omitempty"` // of a named command
	Whole        bool              `json:"all_or_nothing,omitempty"`
}

// hexSum is the SHA-256 of a text, in hexadecimal.
func hexSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// marshal is encoding/json without HTML escaping, so that shown and hashed
// texts are the same to the eye.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// hold keeps the change until others have agreed. It locks every record that
// the change touches against a second pending one.
func (g *batch) hold(j *job, c *considered) (Outcome, error) {
	if err := g.free(j, c); err != nil {
		return Outcome{}, err
	}
	body, err := g.body(j, c)
	if err != nil {
		return Outcome{}, err
	}
	text, err := marshal(body)
	if err != nil {
		return Outcome{}, err
	}
	digest := hexSum(string(text))
	ev := g.event(j, c.name, audit.Held)
	ev.Record, ev.Change, ev.Digest, ev.Facts = record(c.plan.Record), string(j.id), digest, c.plan.Facts
	in := placing{g: g, next: c.next, ev: ev}
	for i := range c.plan.Rows {
		row, err := c.plan.Rows[i].auditRow()
		if err != nil {
			return Outcome{}, err
		}
		if err := in.change(&c.plan.Rows[i], &row); err != nil {
			return Outcome{}, err
		}
		row.Version = 0 // nothing has been written
		ev.Rows = append(ev.Rows, row)
	}
	seq := g.note(j, ev)
	err = g.tx.Exec(g.ctx, `INSERT INTO "change" (id, state, command, maker, digest, made_at, expires_at, ended_at, ended_why, held_seq, ended_seq)
		VALUES ($1, 'pending', $2, $3, $4, $5, $6, 0, '', $7, 0)`,
		string(j.id), c.name, j.who.User, digest, int64(j.at), int64(body.ExpiresAt), seq)
	if err != nil {
		return Outcome{}, err
	}
	if err := g.tx.Exec(g.ctx, `INSERT INTO change_body ("change", body) VALUES ($1, $2)`, string(j.id), text); err != nil {
		return Outcome{}, err
	}
	var locks [][]any
	for _, rc := range c.plan.Rows {
		if !rc.ends(c.plan.Rows) { // what ends with a record can be ended before
			locks = append(locks, []any{rc.Table, string(rc.ID), string(j.id)})
		}
	}
	if err := g.tx.InsertMany(g.ctx, "change_record", lockColumns, locks); err != nil {
		return Outcome{}, err
	}
	return Outcome{State: Held, Change: j.id, Digest: digest, Seq: seq, Missing: c.missing}, nil
}

// free refuses a second pending change of one record, and names the first.
func (g *batch) free(j *job, c *considered) error {
	_, drawn := j.cmd.(*put)
	ids := map[string][]string{}
	for i := range c.plan.Rows {
		rc := &c.plan.Rows[i]
		if rc.Op == Insert && drawn {
			continue // nobody else can know its id
		}
		if rc.ends(c.plan.Rows) {
			continue
		}
		ids[rc.Table] = append(ids[rc.Table], string(rc.ID))
	}
	for _, table := range slices.Sorted(maps.Keys(ids)) {
		var first string
		err := inParts(ids[table], func(in string, args []any) error {
			return g.tx.Query(g.ctx, func(scan store.Scan) error {
				var other string
				err := scan(&other)
				first = cmp.Or(first, other)
				return err
			}, fmt.Sprintf(`SELECT "change" FROM change_record WHERE record%s AND table_name = $%d ORDER BY record`, in, len(args)+1), append(args, table)...)
		})
		if err != nil {
			return err
		}
		if first != "" {
			return fault.New(fault.Conflict, "change_pending", "Change %s of this %s waits already. Decide or withdraw it first.", first, words(table))
		}
	}
	return nil
}

func (g *batch) body(j *job, c *considered) (*Body, error) {
	b := &Body{
		Format: 1, Installation: g.e.ring.Origin(), ID: j.id, Command: c.name, Maker: j.who.User, OnBehalf: j.who.OnBehalf,
		Reason: j.note.Reason, Ticket: j.note.Ticket, MadeAt: j.at, Record: c.plan.Record, Targets: c.targets,
		Rows: c.plan.Rows, Reads: c.reads, Outbox: c.plan.Outbox, Facts: c.plan.Facts, Ask: j.note.Ask,
		Whole: c.whole,
	}
	for _, p := range c.rules {
		r := p.Rule()
		text, err := marshal(r)
		if err != nil {
			return nil, err
		}
		b.Rules = append(b.Rules, text)
		if end := j.at + Time(r.ExpiresAfter); r.ExpiresAfter > 0 && (b.ExpiresAt == 0 || end < b.ExpiresAt) {
			b.ExpiresAt = end
		}
	}
	if after := g.view.terms.ExpiresAfter; b.ExpiresAt == 0 && after > 0 {
		b.ExpiresAt = j.at + Time(after)
	}
	return b, nil
}

// Change is a pending or ended change as it is stored.
type Change struct {
	ID        ID     `json:"id"`
	State     string `json:"state" enum:"pending,executed,rejected,withdrawn,expired,stale,failed"`
	Command   string `json:"command"`
	Maker     string `json:"maker"`
	Digest    string `json:"digest" doc:"SHA-256 of the body's bytes: what an approver agrees to."`
	MadeAt    Time   `json:"made_at"`
	ExpiresAt Time   `json:"expires_at"`
	EndedAt   Time   `json:"ended_at"`
	EndedWhy  string `json:"ended_why"`
	HeldSeq   int64  `json:"held_seq"`
	EndedSeq  int64  `json:"ended_seq"`
	Stored    []byte `json:"-"`
}

const (
	changeColumns = `id, state, command, maker, digest, made_at, expires_at, ended_at, ended_why, held_seq, ended_seq, body`
	fromChange    = ` FROM "change" JOIN change_body ON "change".id = change_body."change" WHERE id`
)

// scanChange reads changeColumns and what more was asked for.
func scanChange(scan store.Scan, more ...any) (*Change, error) {
	c := &Change{}
	return c, scan(append([]any{
		(*string)(&c.ID), &c.State, &c.Command, &c.Maker, &c.Digest, (*int64)(&c.MadeAt), (*int64)(&c.ExpiresAt),
		(*int64)(&c.EndedAt), &c.EndedWhy, &c.HeldSeq, &c.EndedSeq, &c.Stored,
	}, more...)...)
}

// ReadChange reads one change, or faults not_found.
func ReadChange(ctx context.Context, r store.Reader, id ID) (*Change, error) {
	var c *Change
	err := r.Query(ctx, func(scan store.Scan) (err error) {
		c, err = scanChange(scan)
		return err
	}, "SELECT "+changeColumns+fromChange+" = $1", string(id))
	if err == nil && c == nil {
		err = fault.New(fault.NotFound, "not_found", "There is no change %s.", id)
	}
	return c, err
}

// Open reads the body and puts the rows' types back. It refuses bytes that are
// not those of the digest.
func (e *Engine) open(c *Change) (*Body, error) {
	if got := hexSum(string(c.Stored)); got != c.Digest {
		return nil, fault.New(fault.Internal, "change_altered", "The stored change %s is not the one that was held: its digest is %s.", c.ID, got)
	}
	b := &Body{}
	if err := json.Unmarshal(c.Stored, b); err != nil {
		return nil, fmt.Errorf("change %s: %w", c.ID, err)
	}
	if b.Format != 1 || b.Installation != e.ring.Origin() || b.ID != c.ID {
		return nil, fault.New(fault.Internal, "change_foreign", "The stored change %s belongs to another place.", c.ID)
	}
	for i := range b.Rows {
		if err := e.revive(&b.Rows[i]); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// revive reads a stored row change. What it would write again must be the bytes
// that were approved; a table that has been migrated since makes it stale.
func (e *Engine) revive(rc *RowChange) (err error) {
	if rc.def = e.def(rc.Table); rc.def == nil {
		return fault.New(fault.Stale, "table_gone", "The table %s is no more.", rc.Table)
	}
	if rc.before, err = rc.def.decode(rc.Before, rc.ID, rc.Base); err != nil {
		return err
	}
	version := rc.Base
	if rc.after, err = rc.def.decode(rc.After, rc.ID, version); err != nil {
		return err
	}
	again := RowChange{def: rc.def, before: rc.before, after: rc.after}
	if err := again.encode(); err != nil {
		return err
	}
	if !bytes.Equal(again.Before, rc.Before) || !bytes.Equal(again.After, rc.After) {
		return fault.New(fault.Stale, "table_changed", "The table %s has other columns than when the change was made; make the change again.", rc.Table)
	}
	return nil
}
