package httpapi

import (
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
)

// Me is who asks, and what a page needs to know to offer what they may do.
type Me struct {
	User        *MyUser        `json:"user"`
	Session     *login.Session `json:"session,omitempty" doc:"Absent for a service, which has none."`
	Permissions []string       `json:"permissions" doc:"Those held at any scope, sorted."`
	Settings    MySettings     `json:"settings"`
	Inbox       int            `json:"inbox" doc:"How many changes wait for me; 200 stands for more."`
	DeputyOf    []Called       `json:"deputy_of" doc:"On whose behalf I may decide on changes now, by id."`
	Now         govern.Time    `json:"now" doc:"The server's time, for what is told of it: a browser's clock may stand elsewhere."`
}

// Called is a user and what people call them.
type Called struct {
	ID   govern.ID `json:"id"`
	Name string    `json:"name"`
}

// MyUser is what somebody may know of themselves.
type MyUser struct {
	ID       govern.ID `json:"id"`
	Name     string    `json:"name"`
	Email    string    `json:"email"`
	Kind     string    `json:"kind"`
	Unit     govern.ID `json:"unit"`
	JobTitle string    `json:"job_title"`
	Factor   bool      `json:"factor" doc:"Whether a second factor is enrolled: what a proof asks for."`
}

// MySettings are the parts of the sign-in policy that a page acts on.
type MySettings struct {
	IdleMinutes  int64 `json:"idle_minutes"`
	WholeMinutes int64 `json:"whole_minutes"`
	ProofSeconds int64 `json:"proof_seconds"`
}

// proofInput is what somebody sends who proves again who they are.
type proofInput struct {
	Code     string `json:"code" required:"false" maxLength:"40" doc:"Of the second factor, or a recovery code."`
	Password string `json:"password" required:"false" maxLength:"512" doc:"Of somebody who has no second factor."`
}

// passwordInput is what somebody sends who sets another password.
type passwordInput struct {
	Current  string `json:"current" maxLength:"512" doc:"The password as it is."`
	Password string `json:"password" maxLength:"512" doc:"The new one, of 10 to 128 characters."`
}

// mostWaiting is how far the inbox is counted.
const mostWaiting = 200

func (a *API) me() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/me", Asks: signedIn}, tag: "me", summary: "Who I am and what I may do",
		answer: schemaOf[Me](a), do: a.whoAmI,
	})
	proof := schemaInline[proofInput](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/me/proof", Asks: signedIn}, tag: "me", summary: "Prove again who I am",
		body: proof, answer: schemaOf[login.Session](a), do: func(c *call) (reply, error) {
			var in proofInput
			if _, err := a.decode(c.body, proof, true, &in); err != nil {
				return reply{}, err
			}
			if c.session == nil {
				return reply{}, login.NoSession()
			}
			err := a.Desk.Prove(c.ctx, c.who, c.session, in.Code, in.Password)
			return reply{body: c.session}, err
		},
	})
	password := schemaInline[passwordInput](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/me/password", Asks: signedIn}, tag: "me", summary: "Set another password; my other sessions end",
		body: password, answer: schemaOf[govern.Outcome](a), do: func(c *call) (reply, error) {
			var in passwordInput
			if _, err := a.decode(c.body, password, true, &in); err != nil {
				return reply{}, err
			}
			if c.session == nil {
				return reply{}, login.NoSession()
			}
			c.handed = true
			out, err := a.Desk.SetPassword(c.ctx, c.who, govern.Note{}, in.Current, in.Password)
			return c.outcome(out), err
		},
	})
}

func (a *API) whoAmI(c *call) (reply, error) {
	u, err := directory.Users.Get(c.ctx, a.DB, govern.ID(c.who.User))
	if err != nil {
		return reply{}, err
	}
	p, err := a.Desk.Policy(c.ctx)
	if err != nil {
		return reply{}, err
	}
	cred, err := directory.Credentials.One(c.ctx, a.DB, `id = $1`, c.who.User)
	if err != nil {
		return reply{}, err
	}
	waiting, err := a.Engine.Inbox(c.ctx, c.who.User, mostWaiting)
	if err != nil {
		return reply{}, err
	}
	return reply{body: Me{
		User:        &MyUser{u.ID, u.Name, u.Email, u.Kind, u.Unit, u.JobTitle, cred != nil && cred.Seed != ""},
		Session:     c.session,
		Permissions: orNone(a.Engine.Access().Held(c.who.User, int64(govern.At(a.Engine.Now())))),
		Settings:    MySettings{p.IdleMinutes, p.WholeMinutes, p.ProofSeconds},
		Inbox:       len(waiting),
		DeputyOf:    a.lenders(c.who.User),
		Now:         govern.At(a.Engine.Now()),
	}}, nil
}

// lenders are those whose deputy the user is now.
func (a *API) lenders(user string) []Called {
	list, names := []Called{}, map[string]string{}
	for _, id := range a.Engine.Deputies(user) {
		a.call(names, id)
		list = append(list, Called{govern.ID(id), names[id]})
	}
	return list
}
