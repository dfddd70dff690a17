package notice

import (
	"context"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/govern"
)

// asking is the permission to ask who could bring something about.
const asking = "access.why"

// ofAlarms are outcomes that one person alone could bring about. While four eyes
// were never in use nobody is written to: that one person alone can do everything
// is then no news.
func (w *waits) ofAlarms(ctx context.Context, _ map[string]*Item) ([]*Item, error) {
	found, err := collude.Alarms(ctx, w.db)
	if err != nil || !found.Armed || len(found.Alarms) == 0 {
		return nil, err
	}
	people := w.askers()
	var list []*Item
	for i := range found.Alarms {
		a := &found.Alarms[i]
		list = append(list, &Item{Kind: OfAlarm, Record: a.ID, Round: number(a.Round), What: string(a.Outcome), Since: a.ChangedAt, People: people})
	}
	return list, nil
}

// askers are who may ask and look after the rules, and where nobody does both, who
// may ask.
func (w *waits) askers() []string {
	now := int64(govern.At(w.engine.Now()))
	may := w.engine.Access().Who(asking, access.Target{}, now)
	rules := slices.DeleteFunc(slices.Clone(may), func(user string) bool { return !w.engine.Access().Holds(user, "four_eyes_rule.update", now) })
	if len(rules) > 0 {
		may = rules
	}
	return may[:min(len(may), mostTold)]
}

// mayKnow reports whether the recipient of a notice may still know what it tells:
// alarms are for those who may ask, and for programs that were set to be told.
func (h *Herald) mayKnow(n *row, of *body) bool {
	if n.Kind != OfAlarm && of.Inner != OfAlarm {
		return true
	}
	_, person := h.Engine.Access().User(n.Recipient)
	return !person || h.mayAsk(n.Recipient)
}

func (h *Herald) mayAsk(user string) bool {
	return h.Engine.Check(user, asking, access.Target{}) == nil
}
