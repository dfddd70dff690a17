package httpapi

import "github.com/countersign/countersign/internal/govern"

const viewRules = "four_eyes_rule.view"

// MeetingList is every four-eyes rule with who could meet it.
type MeetingList struct {
	Items []Meeting `json:"items"`
}

// Meeting is a four-eyes rule with the people who could meet it today.
type Meeting struct {
	Rule     govern.ID   `json:"rule"`
	Possible bool        `json:"possible" doc:"Whether there is somebody whose change of some record the others could agree to."`
	Lack     govern.Lack `json:"lack,omitempty" enum:"people,place,maker" doc:"Why nobody could meet it: too few people; enough, but nowhere together; or none left who could have asked."`
	Fixed    bool        `json:"fixed,omitempty" doc:"Nobody could have it loosened, switched off or deleted today: that is agreed to over everything, and those whom it asks for may at units alone."`
	Factors  []Eligible  `json:"factors" doc:"In the order of the rule's factors."`
}

// Eligible are the people for one factor.
type Eligible struct {
	Users []Named `json:"users" doc:"At most 50; one of each person, their own rather than a service that they answer for."`
	Of    int     `json:"of" doc:"How many people they are."`
}

// WatchedList is what four-eyes rules may be about.
type WatchedList struct {
	Items []govern.Watched `json:"items"`
}

// mostEligible are named of one factor.
const mostEligible = 50

// FourEyes serves who could meet the rules, and what rules may be about. Who may
// see the rules may know the people: so does every refusal of a rule that nobody
// could meet.
func FourEyes(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/four_eyes/eligible", Permission: viewRules}, tag: "four_eyes_rule",
		summary: "Who could meet each four-eyes rule today, for some record and before it is known who makes the change",
		answer:  schemaOf[MeetingList](a), do: func(c *call) (reply, error) {
			if err := c.on(viewRules); err != nil {
				return reply{}, err
			}
			list := MeetingList{Items: []Meeting{}}
			for _, m := range a.Engine.Meetings() {
				list.Items = append(list.Items, a.meeting(m))
			}
			return reply{body: list}, nil
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/four_eyes/watched", Permission: viewRules}, tag: "four_eyes_rule",
		summary: "What four-eyes rules may be about: tables and commands, with the columns that conditions see",
		answer:  schemaOf[WatchedList](a), do: func(c *call) (reply, error) {
			return reply{body: WatchedList{a.Engine.Watched()}}, c.on(viewRules)
		},
	})
}

func (a *API) meeting(m govern.Meeting) Meeting {
	s := a.Engine.Access()
	told := Meeting{Rule: m.Rule, Possible: m.Lack == "", Lack: m.Lack, Fixed: m.Fixed, Factors: []Eligible{}}
	for _, users := range m.Eligible {
		e := Eligible{Users: []Named{}, Of: len(users)}
		for _, id := range users[:min(len(users), mostEligible)] {
			u, _ := s.User(id)
			e.Users = append(e.Users, Named{id, u.Name})
		}
		told.Factors = append(told.Factors, e)
	}
	return told
}
