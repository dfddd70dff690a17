package httpapi

import (
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
)

// NewFactor is a second factor that waits for a code of its own.
type NewFactor struct {
	Seed string `json:"seed" doc:"For typing into an authenticator, in base 32."`
	URL  string `json:"url" doc:"The same as otpauth://."`
	QR   string `json:"qr" doc:"The same as a picture, a data: URL of a PNG."`
}

// NewCodes answers with recovery codes, which are not kept and never shown again.
type NewCodes struct {
	govern.Outcome
	Codes []string `json:"codes" doc:"Ten recovery codes. Shown this once. When the change waits for approval, they work from then on."`
}

// factorCode is what somebody sends who confirms a factor.
type factorCode struct {
	Code string `json:"code" minLength:"6" maxLength:"10" doc:"Six digits of the new factor."`
}

// factors serves what somebody does with their own second factor once they are
// signed in.
func (a *API) factors() {
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/me/factor", Asks: signedIn}, tag: "me", fresh: true,
		summary: "Draw a second factor, to be confirmed by one of its codes; asks for a proof of the last two minutes", answer: schemaOf[NewFactor](a),
		do: func(c *call) (reply, error) {
			if c.session == nil {
				return reply{}, login.NoSession()
			}
			e, err := a.Desk.NewFactor(c.ctx, c.session)
			if err != nil {
				return reply{}, err
			}
			return reply{body: NewFactor{e.Seed, e.URL, e.QR}}, nil
		},
	})
	code := schemaInline[factorCode](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/me/factor/confirm", Asks: signedIn}, tag: "me",
		summary: "Put the factor that was drawn in the place of mine, by one of its codes; my other sessions end", body: code, answer: schemaOf[NewCodes](a),
		do: func(c *call) (reply, error) {
			var in factorCode
			if _, err := a.decode(c.body, code, true, &in); err != nil {
				return reply{}, err
			}
			return c.codes(func(n govern.Note) (govern.Outcome, []string, error) {
				return a.Desk.Confirm(c.ctx, c.who, n, c.session, in.Code)
			})
		},
	})
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/me/recovery", Asks: signedIn}, tag: "me", fresh: true,
		summary: "Take ten other recovery codes; those before are of no use any more; asks for a proof of the last two minutes", answer: schemaOf[NewCodes](a),
		do: func(c *call) (reply, error) {
			return c.codes(func(n govern.Note) (govern.Outcome, []string, error) { return a.Desk.RenewRecovery(c.ctx, c.who, n) })
		},
	})
}

// codes does what gives recovery codes, for somebody with a session.
func (c *call) codes(do func(govern.Note) (govern.Outcome, []string, error)) (reply, error) {
	if c.session == nil {
		return reply{}, login.NoSession()
	}
	c.handed = true
	out, codes, err := do(govern.Note{})
	rep := c.outcome(out)
	rep.body = NewCodes{Outcome: out, Codes: codes}
	return rep, err
}
