package httpapi

import (
	"strings"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
)

// SessionList is a list of sessions.
type SessionList struct {
	Items []*login.Session `json:"items"`
}

// Ended answers that sessions are over.
type Ended struct {
	Ended bool `json:"ended"`
}

// NewLink answers with the link, whose secret is not kept and never shown again.
type NewLink struct {
	govern.Outcome
	Link string `json:"link,omitempty" doc:"The path of the one-time link. Shown this once. When the link waits for approval, it works from then on."`
}

// sessions serves what somebody may do with their own sessions; an administrator
// ends those of others by the command user.end_sessions.
func (a *API) sessions() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/me/session", Asks: signedIn}, tag: "me", summary: "My sessions, newest first",
		answer: schemaOf[SessionList](a), do: func(c *call) (reply, error) {
			list, err := a.Desk.Sessions(c.ctx, c.who.User)
			return reply{body: SessionList{list}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "DELETE", Path: "/api/v1/me/session/{id}", Asks: signedIn}, tag: "me", summary: "End one of my sessions",
		answer: schemaOf[Ended](a), do: func(c *call) (reply, error) {
			err := a.Desk.End(c.ctx, c.who, string(c.id()))
			return reply{body: Ended{err == nil}}, err
		},
	})
}

// Links serves the making of one-time links.
func Links(a *API) {
	empty := orEmpty(schemaInline[struct{}](a))
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/directory/user/{id}/invite", Permission: "user.invite"}, tag: "user", write: true, created: true,
		summary: "Make a one-time link by which a person sets a password; it is in this answer and nowhere else",
		body:    empty, answer: schemaOf[NewLink](a), do: func(c *call) (reply, error) {
			if _, err := a.decode(c.body, empty, true, &struct{}{}); err != nil {
				return reply{}, err
			}
			secret, hash := directory.NewLink()
			cmd := &directory.Invite{User: c.id(), Hash: hash}
			rep, err := c.submit(cmd)
			out, ok := rep.body.(govern.Outcome)
			if err != nil || !ok {
				return rep, err
			}
			mine, err := c.linked(out, cmd.ID())
			if err != nil {
				return reply{}, err
			}
			link := NewLink{Outcome: out}
			if mine {
				link.Link = "/link/" + secret
			}
			rep.body = link
			return rep, nil
		},
	})
}

// linked reports whether the outcome is of this request, not the replay of an
// earlier one with the same idempotency key, which had another secret.
func (c *call) linked(out govern.Outcome, id govern.ID) (bool, error) {
	if out.State == govern.Held {
		p, err := c.api.Engine.Look(c.ctx, c.who.User, out.Change)
		if err != nil {
			return false, err
		}
		for i := range p.Body.Rows {
			if p.Body.Rows[i].ID == id {
				return true, nil
			}
		}
		return false, nil
	}
	for _, r := range out.Records {
		if r.ID == id {
			return true, nil
		}
	}
	return false, nil
}

// own are the codes of refusals that are no matter of permission: of one's own
// proof. The desk records those that it should.
var own = map[string]bool{codeProof: true, "wrong_code": true, "wrong_password": true, "slow_down": true, "old_challenge": true, "bad_passkey": true, "passkey_copied": true}

// freshSeconds is how new a proof must be for changing what one proves oneself
// with: somebody who finds an open session must not put their own telephone in the
// place of its owner's.
const freshSeconds = 120

// codeProof is the code of a request whose proof is too old.
const codeProof = "proof_needed"

// security are the tables whose writing decides who may do what, and the
// configuration, which holds most of them.
var security = map[string]bool{
	"user": true, "group": true, "member": true, "role": true, "grant": true, "api_token": true,
	"four_eyes_rule": true, "sign_in_policy": true, "credential": true, "sign_in_link": true, "deputy": true, "configuration": true,
}

// deciding are the routes of agreeing to changes, and of letting somebody else.
var deciding = map[string]bool{"/api/v1/change/{id}/approve": true, "/api/v1/change/decide": true, "/api/v1/me/deputy": true}

// asksProof reports whether the route is one of approving, signing or changing
// who may do what.
func (rt *route) asksProof() bool {
	return rt.fresh || rt.write && (security[rt.tag] || deciding[rt.Path] || strings.HasSuffix(rt.Permission, ".sign"))
}

// proven refuses what asks for a newer proof than the session has. A service has
// nothing to prove anew.
func (c *call) proven() error {
	if c.session == nil || c.dryRun || !c.rt.asksProof() {
		return nil
	}
	p, err := c.api.Desk.Policy(c.ctx)
	if err != nil {
		return err
	}
	newer := p.ProofSeconds
	if c.rt.fresh {
		newer = min(newer, freshSeconds)
	}
	if age := govern.At(c.api.Engine.Now()) - c.session.ProofAt; int64(age) > newer*1e6 {
		return fault.New(fault.Denied, codeProof, "This asks for a proof of who you are that is newer than %d seconds. Send a code to /api/v1/me/proof and repeat the request.", newer)
	}
	return nil
}
