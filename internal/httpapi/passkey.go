package httpapi

import (
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
	"github.com/countersign/countersign/internal/passkey"
	"github.com/countersign/countersign/internal/payments"
)

// PasskeyList is one's own passkeys.
type PasskeyList struct {
	Items []*directory.Passkey `json:"items"`
}

// newPasskey is what somebody sends whose device has made a key.
type newPasskey struct {
	Name   string            `json:"name" minLength:"1" maxLength:"60" doc:"What to call the device."`
	Answer passkey.Enrolment `json:"answer"`
}

// toSign is what is asked to be signed.
type toSign struct {
	Package govern.ID `json:"package" minLength:"1" maxLength:"200"`
	Digest  string    `json:"digest" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of the file that was looked at."`
}

// site is where the browser stands: passkeys belong to the host of the page that
// asks, which must be this one.
func (c *call) site() (passkey.Site, error) {
	if c.session == nil {
		return passkey.Site{}, login.NoSession()
	}
	return c.api.Site(c.r)
}

// passkeys serves what somebody does with their own passkeys.
func (a *API) passkeys() {
	const path = "/api/v1/me/passkey"
	a.add(route{
		Route: Route{Method: "GET", Path: path, Asks: signedIn}, tag: "me", summary: "My passkeys, by which I sign packages",
		answer: schemaOf[PasskeyList](a), do: func(c *call) (reply, error) {
			list, err := a.Desk.Passkeys(c.ctx, c.who.User)
			return reply{body: PasskeyList{list}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "POST", Path: path + "/challenge", Asks: signedIn}, tag: "me", fresh: true,
		summary: "What a browser needs to make a passkey of mine; asks for a proof of the last two minutes", answer: schemaOf[passkey.Creation](a),
		do: func(c *call) (reply, error) {
			site, err := c.site()
			if err != nil {
				return reply{}, err
			}
			ask, err := a.Desk.NewPasskey(c.ctx, c.session, site)
			return reply{body: ask}, err
		},
	})
	body := schemaInline[newPasskey](a)
	a.add(route{
		Route: Route{Method: "POST", Path: path, Asks: signedIn}, tag: "me", created: true,
		summary: "Enrol the passkey that a browser made", body: body, answer: schemaOf[govern.Outcome](a), do: func(c *call) (reply, error) {
			var in newPasskey
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			site, err := c.site()
			if err != nil {
				return reply{}, err
			}
			c.handed = true
			out, err := a.Desk.AddPasskey(c.ctx, c.who, govern.Note{}, c.session, site, in.Name, in.Answer)
			return c.outcome(out), err
		},
	})
	sign := schemaInline[toSign](a)
	a.add(route{
		Route: Route{Method: "POST", Path: path + "/sign", Asks: signedIn}, tag: "me",
		summary: "What a browser needs to have a passkey of mine sign a package's file", body: sign, answer: schemaOf[passkey.Request](a),
		do: func(c *call) (reply, error) {
			var in toSign
			if _, err := a.decode(c.body, sign, true, &in); err != nil {
				return reply{}, err
			}
			site, err := c.site()
			if err != nil {
				return reply{}, err
			}
			ask, err := a.Desk.AskSignature(c.ctx, c.session, site, signs(in.Package), in.Digest)
			return reply{body: ask}, err
		},
	})
	a.add(route{
		Route: Route{Method: "DELETE", Path: path + "/{id}", Asks: signedIn}, tag: "me", summary: "Remove a passkey of mine",
		answer: schemaOf[govern.Outcome](a), do: func(c *call) (reply, error) {
			return c.submit(&directory.RemovePasskey{ID: c.id()})
		},
	})
}

// Signing serves the command by which somebody signs a package.
func Signing(a *API, v govern.Verb) {
	a.command(v, func(c *call, action govern.Action) error { return c.proves(action.(*payments.Sign)) })
}

// signs names what a challenge is about.
func signs(pkg govern.ID) string { return "package/" + string(pkg) }

// proves has the signature carry its proof: what the passkey answered, or the
// server's seal over a session that was proven lately.
func (c *call) proves(s *payments.Sign) error {
	if s.Passkey != nil && !c.dryRun {
		site, err := c.site()
		if err != nil {
			return err
		}
		c.handed = true
		s.Assertion, err = c.api.Desk.Signed(c.ctx, c.who, c.session, site, signs(c.id()), s.Digest, *s.Passkey)
		c.who.Method += "+passkey"
		return err
	}
	if err := c.proven(); err != nil {
		return err
	}
	w := payments.Witnessed{Package: string(c.id()), Digest: s.Digest, User: c.who.User, Session: c.who.Session, Method: c.who.Method, At: govern.At(c.api.Engine.Now())}
	if c.session != nil {
		w.ProofAt = c.session.ProofAt
	}
	var err error
	s.Seal, err = payments.Witness(c.api.Ring, w)
	return err
}

// packageProof answers what anybody needs to check the signatures of a package.
func (a *API) packageProof(c *call) (reply, error) {
	if err := c.mayView("package.view", "package"); err != nil {
		return reply{}, err
	}
	p, err := payments.ProofOf(c.ctx, a.DB, c.id())
	if err != nil {
		return reply{}, err
	}
	for _, s := range p.Signatures {
		s.Seal = "" // opens here alone
	}
	return reply{body: p}, nil
}
