package httpapi

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/directory"
)

// Names are what records are called, by table and id.
type Names map[string]map[string]string

// namesIn are what the users and units are called that rows name. Who may view a
// row may know it, whether or not they may view users and units.
func (x *resource) namesIn(c *call, rows []json.RawMessage) (Names, error) {
	users, units := map[string]string{}, map[string]string{}
	asked := []any{}
	for _, row := range rows {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(row, &fields); err != nil {
			return nil, err
		}
		for _, column := range x.columns {
			switch column.Ref() {
			case "user":
				x.a.call(users, idsIn(fields[column.Name])...)
			case "unit":
				for _, id := range idsIn(fields[column.Name]) {
					if _, known := units[id]; !known && id != "" {
						units[id], asked = id, append(asked, id)
					}
				}
			}
		}
	}
	err := x.a.callUnits(c, units, asked)
	return Names{"user": users, "unit": units}, err
}

// idsIn is the reference that a column holds, or those of a list.
func idsIn(text json.RawMessage) []string {
	var one string
	if json.Unmarshal(text, &one) == nil {
		return []string{one}
	}
	var several []string
	_ = json.Unmarshal(text, &several) // a column of another form refers to nothing
	return several
}

func (a *API) callUnits(c *call, names map[string]string, ids []any) error {
	if len(ids) == 0 {
		return nil
	}
	places := make([]string, len(ids))
	for i := range ids {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	found, err := directory.Units.Find(c.ctx, a.DB, "id IN ("+strings.Join(places, ", ")+")", ids...)
	for _, u := range found {
		names[string(u.ID)] = u.Name
	}
	return err
}
