package govern

import "encoding/json"

// ToldMessage is the kind of outbox message by which whoever asked for a change
// is told of what it did; its body is Tidings as JSON.
const ToldMessage = "record.told"

// Tidings is what one executed change did that its asker is told of.
type Tidings struct {
	Asker string        `json:"asker"`
	Items []TidingsItem `json:"items"` // at most 20
	Count int           `json:"count"` // of all
}

// TidingsItem is one record of it.
type TidingsItem struct {
	Ref
	What string `json:"what"`
}

const mostTold = 20

// toldOf is one message for all that the asker is told of, or none.
func (e *Engine) toldOf(c *considered) ([]Message, error) {
	if !e.tells || c.asker == "" {
		return nil, nil
	}
	n := Tidings{Asker: c.asker}
	for i := range c.plan.Rows {
		rc := &c.plan.Rows[i]
		if rc.def.news == nil || rc.Op == Touch {
			continue
		}
		if what := rc.def.news(rc.before, rc.after); what != "" {
			if n.Count++; n.Count <= mostTold {
				n.Items = append(n.Items, TidingsItem{Ref{rc.Table, rc.ID}, what})
			}
		}
	}
	if n.Count == 0 {
		return nil, nil
	}
	body, err := json.Marshal(n)
	return []Message{{Kind: ToldMessage, Subject: string(n.Items[0].ID), Body: string(body)}}, err
}
