package httpapi

import (
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

// tokenInput is what somebody sends who wants a token.
type tokenInput struct {
	User      govern.ID   `json:"user" minLength:"1" doc:"The service whose token it is to be; you are its keeper."`
	Name      string      `json:"name" minLength:"1" maxLength:"140" doc:"What it is for."`
	ExpiresAt govern.Time `json:"expires_at" doc:"When it ends."`
}

// NewToken answers with the secret, which is not kept and never shown again.
type NewToken struct {
	govern.Outcome
	Token string `json:"token,omitempty" doc:"The secret. Shown this once. When the token waits for approval, it works from then on."`
}

// Tokens serves the making of API tokens; Mount serves the rest of their table.
func Tokens(a *API) {
	body := schemaInline[tokenInput](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/api_token", Permission: "api_token.insert"}, tag: "api_token", write: true, created: true,
		summary: "Make a token; its secret is in this answer and nowhere else", body: body, answer: schemaOf[NewToken](a),
		do: func(c *call) (reply, error) {
			var in tokenInput
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			secret, hash := directory.NewSecret()
			id := govern.NewID(a.Engine.Now())
			rep, err := c.submit(govern.PutNew(directory.APITokens, id, &directory.APIToken{User: in.User, Name: in.Name, Hash: hash, ExpiresAt: in.ExpiresAt}))
			out, ok := rep.body.(govern.Outcome)
			if err != nil || !ok {
				return rep, err
			}
			mine, err := c.first(out, id)
			if err != nil {
				return reply{}, err
			}
			if !mine {
				secret = ""
			}
			rep.body = NewToken{out, secret}
			return rep, nil
		},
	})
}

// first reports whether the outcome is of this request, not the replay of an
// earlier one with the same idempotency key, which had another secret.
func (c *call) first(out govern.Outcome, id govern.ID) (bool, error) {
	if out.State == govern.Held {
		p, err := c.api.Engine.Look(c.ctx, c.who.User, out.Change)
		if err != nil {
			return false, err
		}
		return p.Body.Record.ID == id, nil
	}
	return len(out.Records) == 1 && out.Records[0].ID == id, nil
}
