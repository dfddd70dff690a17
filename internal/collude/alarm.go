package collude

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Alarm is a finding that is kept until it is mended.
type Alarm struct {
	ID        govern.ID   `json:"id"`
	FoundAt   govern.Time `json:"found_at" doc:"When it was first found."`
	ChangedAt govern.Time `json:"changed_at" doc:"When somebody who could was found last."`
	Finding

	Round int64 `json:"-"` // counts the times that somebody new was found
}

// Looked is what was found when last was looked.
type Looked struct {
	At govern.Time `json:"at,omitempty" doc:"When that was; absent: never yet."`
	// Armed: a four-eyes rule was in force once, and there was somebody else to
	// agree. Before that, one person alone can do everything, and knows it.
	Armed  bool     `json:"armed" doc:"False while no four-eyes rule has ever been in force: then nobody is told by mail."`
	Unseen []Unseen `json:"unseen" doc:"What was not looked at, as there is too much of it."`
	Alarms []Alarm  `json:"alarms" doc:"Oldest first."`

	state string
}

// Alarms reads what was found when last was looked.
func Alarms(ctx context.Context, r store.Reader) (*Looked, error) {
	l := &Looked{Unseen: []Unseen{}, Alarms: []Alarm{}}
	var armed int64
	var unseen string
	err := r.QueryRow(ctx, []any{&l.state, (*int64)(&l.At), &unseen, &armed}, `SELECT state, looked_at, unseen, armed FROM alarm_look WHERE one = 1`)
	if errors.Is(err, store.ErrNoRows) {
		return l, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(unseen), &l.Unseen)
	}
	if err != nil {
		return nil, err
	}
	l.Armed = armed == 1
	return l, r.Query(ctx, func(scan store.Scan) error {
		var a Alarm
		var body string
		if err := scan((*string)(&a.ID), &body, &a.Round, (*int64)(&a.FoundAt), (*int64)(&a.ChangedAt)); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(body), &a.Finding)
		l.Alarms = append(l.Alarms, a)
		return err
	}, `SELECT id, body, round, found_at, changed_at FROM alarm WHERE ended_at = 0 ORDER BY found_at, id`)
}

// keep writes what was found: what is new begins, what somebody new could do is of
// another round, and what is mended ends.
func (l *Looked) keep(ctx context.Context, tx store.Tx, found []Finding, took int64) error {
	now := int64(l.At)
	for i := range found {
		f := &found[i]
		body, err := json.Marshal(f)
		if err != nil {
			return err
		}
		had := slices.IndexFunc(l.Alarms, func(a Alarm) bool { return a.Outcome == f.Outcome && a.On == f.On })
		if had < 0 {
			err = tx.Exec(ctx, `INSERT INTO alarm (id, outcome, on_table, on_record, body, round, found_at, changed_at, ended_at) VALUES ($1, $2, $3, $4, $5, 1, $6, $6, 0)`,
				string(govern.NewID(l.At.UTC())), string(f.Outcome), f.On.Table, f.On.ID, string(body), now)
		} else {
			a := &l.Alarms[had]
			if f.adds(&a.Finding) {
				a.Round, a.ChangedAt = a.Round+1, l.At
			}
			err = tx.Exec(ctx, `UPDATE alarm SET body = $2, round = $3, changed_at = $4 WHERE id = $1`, string(a.ID), string(body), a.Round, int64(a.ChangedAt))
		}
		if err != nil {
			return err
		}
	}
	for _, a := range l.Alarms {
		if slices.ContainsFunc(found, func(f Finding) bool { return a.Outcome == f.Outcome && a.On == f.On }) {
			continue
		}
		if err := tx.Exec(ctx, `UPDATE alarm SET ended_at = $2 WHERE id = $1`, string(a.ID), now); err != nil {
			return err
		}
	}
	unseen, err := json.Marshal(l.Unseen)
	if err != nil {
		return err
	}
	armed := 0
	if l.Armed {
		armed = 1
	}
	return tx.Exec(ctx, `INSERT INTO alarm_look (one, state, looked_at, took, unseen, armed) VALUES (1, $1, $2, $3, $4, $5)
		ON CONFLICT (one) DO UPDATE SET state = excluded.state, looked_at = excluded.looked_at, took = excluded.took, unseen = excluded.unseen, armed = excluded.armed`,
		l.state, now, took, string(unseen), int64(armed))
}

// adds reports whether somebody could who could not before, or a role be given.
func (f *Finding) adds(before *Finding) bool {
	known := map[string]bool{}
	for _, p := range before.People {
		known[p.Person] = true
	}
	return slices.ContainsFunc(f.People, func(p Someone) bool { return !known[p.Person] }) ||
		slices.ContainsFunc(f.Roles, func(r Given) bool {
			return !slices.ContainsFunc(before.Roles, func(b Given) bool { return b.Role == r.Role })
		})
}
