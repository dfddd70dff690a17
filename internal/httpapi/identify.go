package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
	"github.com/countersign/countersign/internal/passkey"
)

// identify finds out who asks. The user's standing is looked at on every
// request, so that a suspension counts at once.
//
// An API token speaks for a service, the session's cookie for a person.
func (a *API) identify(r *http.Request) (govern.Actor, *login.Session, error) {
	if r.Header.Get("Authorization") == "" {
		return a.identifyPerson(r)
	}
	who, err := a.identifyService(r)
	return who, nil, err
}

func (a *API) identifyPerson(r *http.Request) (govern.Actor, *login.Session, error) {
	who := govern.Actor{From: clientAddress(r), Request: requestID(r)}
	cookie, err := r.Cookie(login.Cookie)
	if err != nil || a.Desk == nil {
		return who, nil, login.NoSession()
	}
	s, err := a.Desk.Find(r.Context(), cookie.Value)
	if err != nil {
		return who, nil, err
	}
	who.User, who.Session, who.Method = s.User, s.ID, s.Method
	return who, s, nil
}

func (a *API) identifyService(r *http.Request) (govern.Actor, error) {
	who := govern.Actor{From: clientAddress(r), Request: requestID(r)}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return who, fault.New(fault.Unauthenticated, "no_token", "Send an API token as 'Authorization: Bearer …'.")
	}
	t, err := directory.Identify(r.Context(), a.DB, a.Engine.People(), strings.TrimSpace(token), govern.At(a.Engine.Now()))
	if err != nil {
		if fault.Is(err, fault.Unauthenticated) {
			a.failedSignIn(r.Context(), who, err)
		}
		return who, err
	}
	who.User, who.Session, who.Method = string(t.User), string(t.ID), "api_token"
	err = a.Engine.Standing(who.User)
	if err != nil {
		a.refused(r.Context(), who, "sign_in", audit.Record{Table: "user", ID: who.User}, err)
	}
	return who, err
}

// failures gathers refused sign-ins of one second, so that somebody who guesses
// tokens does not fill the log.
type failures struct {
	mu      sync.Mutex
	last    time.Time
	skipped int64
}

func (a *API) failedSignIn(ctx context.Context, who govern.Actor, why error) {
	f := a.failures
	f.mu.Lock()
	if time.Since(f.last) < time.Second {
		f.skipped++
		f.mu.Unlock()
		return
	}
	skipped := f.skipped
	f.last, f.skipped = time.Now(), 0
	f.mu.Unlock()
	ev := audit.Event{Action: "sign_in", Outcome: audit.Refused, Code: fault.Code(why), Detail: fault.From(why).Detail}
	if skipped > 0 {
		ev.Facts = []audit.Fact{{Name: "refused_before_unlogged", Value: strconv.FormatInt(skipped, 10)}}
	}
	a.note(ctx, who, ev)
}

// refused records a refusal that the Engine did not meet itself: of a read, a
// dry run, a sign-in or a file.
func (a *API) refused(ctx context.Context, who govern.Actor, action string, about audit.Record, why error, facts ...audit.Fact) {
	f := fault.From(why)
	a.note(ctx, who, audit.Event{Action: action, Outcome: audit.Refused, Record: about, Code: f.Code, Detail: f.Detail, Facts: facts})
}

// note writes an entry whose failure does not change the answer: the request
// was refused anyway.
func (a *API) note(ctx context.Context, who govern.Actor, ev audit.Event) {
	if _, err := a.Engine.Note(context.WithoutCancel(ctx), who, ev); err != nil {
		a.Log.Error("an entry could not be written", "request", who.Request, "action", ev.Action, "error", err)
	}
}

// Site is where passkeys belong: the configured address, or the page that asks.
// The browser names its page in Origin, which no other page can forge; it must be
// the host that was asked.
func (a *API) Site(r *http.Request) (passkey.Site, error) {
	origin := r.Header.Get("Origin")
	if a.URL != "" && strings.TrimSuffix(a.URL, "/") != origin {
		return passkey.Site{}, fault.Bad("Origin", "no_site", "Passkeys are used at %s; open the page there.", a.URL)
	}
	if u, err := url.Parse(origin); err == nil && u.Host != r.Host && a.URL == "" {
		origin = ""
	}
	return passkey.SiteOf(origin)
}
