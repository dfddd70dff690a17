package notice

import (
	"context"
	"encoding/json"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// ToldOf is one thing of which a person was told and that waits yet.
type ToldOf struct {
	ID        govern.ID   `json:"id" doc:"Of the notice."`
	Kind      Kind        `json:"kind" enum:"change,signature,exception,review,delivery,unsent,missing,file,untaken,unlooked,alarm"`
	Record    govern.ID   `json:"record" doc:"What waits: the change, package, exception, review, delivery, cycle, expected file, run, user or alarm."`
	What      string      `json:"what"`
	Since     govern.Time `json:"since"`
	Until     govern.Time `json:"until,omitempty"`
	Why       string      `json:"why,omitempty" doc:"Of an escalation: too_long or near_end; of a delivery: failed or unsure; of an exception that a group is to look into: allocated."`
	Escalated bool        `json:"escalated" doc:"Told because it waited too long or neared its end, not because it waits for this person."`
}

// mostListed is how many notices of one person are looked through.
const mostListed = 300

// Told is what a person was told of that waits yet and stands in no other list of
// theirs, newest first: not changes, signatures, reviews and exceptions that wait
// for them alone, nor what was handed over to them.
func Told(ctx context.Context, r store.Reader, user string, now govern.Time) ([]ToldOf, error) {
	rows, err := rowsOf(ctx, r, `recipient = $1 AND kind IN ('delivery', 'unsent', 'missing', 'file', 'unlooked', 'exception', 'escalation') ORDER BY made_at DESC, id DESC LIMIT `+number(mostListed), user)
	if err != nil {
		return nil, err
	}
	list := []ToldOf{}
	seen := map[mark]bool{}
	for _, n := range rows {
		var of body
		if err := json.Unmarshal([]byte(n.Body), &of); err != nil {
			return nil, err
		}
		if n.Kind == OfException && of.Why != allocated {
			continue
		}
		x := ToldOf{ID: n.ID, Kind: n.Kind, Record: n.Record, What: of.What, Since: of.Since, Until: of.Until, Why: of.Why, Escalated: n.Kind == ofEscalation}
		m := mark{kind: n.Kind, record: n.Record, round: n.Round}
		if x.Escalated {
			x.Kind, x.Record = of.Inner, of.About
			m = mark{kind: of.Inner, record: of.About, round: of.Round}
		}
		if seen[m] {
			continue
		}
		seen[m] = true
		waits, err := still(ctx, r, n, &of, now)
		if err != nil {
			return nil, err
		}
		if waits {
			list = append(list, x)
		}
	}
	return list, nil
}
