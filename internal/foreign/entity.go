package foreign

import (
	"context"
	"fmt"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Entity is a subject or a resource of another application that is known here:
// searches find it, and its properties count without being sent.
type Entity struct {
	govern.Meta
	Type       string    `json:"type" db:"type" audit:"show" pattern:"^[A-Za-z][A-Za-z0-9_:-]{0,63}$" doc:"As the application names it: record, or user for people who act."`
	Key        string    `json:"key" db:"key" audit:"show" minLength:"1" maxLength:"256" doc:"Its id in the application."`
	Unit       govern.ID `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The unit that it belongs to: grants there reach it."`
	Properties []Kept    `json:"properties" db:"properties" audit:"show" required:"false"`
}

// Kept is one property of an entity.
type Kept struct {
	Name   string   `json:"name"`
	Values []string `json:"values,omitempty" doc:"One, or those of a list; numbers, true and false, and times as text."`
}

// Entities are the known subjects and resources of other applications.
var Entities = govern.Declare(govern.Table[Entity]{
	Name:   "foreign_entity",
	Doc:    "A subject or resource of another application that is known here, with its properties.",
	Unique: [][]string{{"type", "key"}},
	Target: func(e *Entity) access.Target { return access.Target{Unit: string(e.Unit)} },
	Check: func(_ context.Context, _ govern.Reader, _, after *Entity) error {
		if after == nil {
			return nil
		}
		if len(after.Properties) > most {
			return fault.Bad("properties", "too_many", "An entity has at most %d properties.", most)
		}
		seen := map[string]bool{}
		for i, p := range after.Properties {
			place := fmt.Sprintf("properties[%d]", i)
			switch {
			case !propertyForm.MatchString(p.Name):
				return fault.Bad(place+".name", "bad_form", "%q is no name of a property: letters, digits and underscores, not beginning with a digit.", p.Name)
			case seen[p.Name]:
				return fault.Bad(place+".name", "repeated", "The property %s is given twice.", p.Name)
			case len(p.Values) > 1000:
				return fault.Bad(place+".values", "too_many", "A property has at most 1000 values.")
			}
			seen[p.Name] = true
		}
		return nil
	},
})

// KeptOf are the properties by name.
func (e *Entity) KeptOf() map[string][]string {
	kept := map[string][]string{}
	for _, p := range e.Properties {
		kept[p.Name] = p.Values
	}
	return kept
}

// Find is the entity of that type and id, nil when none is kept.
func Find(ctx context.Context, r store.Reader, kind, key string) (*Entity, error) {
	return Entities.One(ctx, r, `"type" = $1 AND "key" = $2`, kind, key)
}

// After are the entities of a type whose ids come after one, sorted by them.
func After(ctx context.Context, r store.Reader, kind, key string, limit int) ([]*Entity, error) {
	return Entities.Find(ctx, r, fmt.Sprintf(`"type" = $1 AND "key" > $2 ORDER BY "key" LIMIT %d`, limit), kind, key)
}
