package httpapi

import (
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

// Joinable is what a form for a membership of one group offers: names.
type Joinable struct {
	Users []Grantee `json:"users" doc:"Who is active and of the group's unit, of one above or beneath, or whom the asker may view, by name, without the asker; everybody for who may say so of every group. Others are named by their exact e-mail address."`
	More  bool      `json:"more" doc:"Whether there are more; look for a part of the name."`
}

const sayingWhoIsIn = "member.insert"

// Joinables serves whoever says who is in one group, and may look up no users.
func Joinables(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/group/{id}/joinable", Permission: sayingWhoIsIn}, tag: "group",
		summary: "Who could be put into this group, by name; for who may say who is in it",
		query:   []parameter{text("q", "A part of the name.")},
		answer:  schemaOf[Joinable](a), do: func(c *call) (reply, error) {
			of, err := a.Engine.Target(c.ctx, "group", c.id())
			on := directory.Members.TargetOf(&directory.Member{Group: c.id(), Unit: govern.ID(of.Unit)})
			if err := c.sees(sayingWhoIsIn, "group", on, err); err != nil {
				return reply{}, err
			}
			var j Joinable
			j.Users, _, j.More, err = a.namesFor(c, sayingWhoIsIn, of.Unit, true)
			return reply{body: j}, err
		},
	})
}
