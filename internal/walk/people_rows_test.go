package walk_test

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// peopleCommands change what people sign in with, and how.
var peopleCommands = []command{
	{
		name: "user.invite", on: func(w *walk) string { return w.make("user", person(w)) },
		of: "sign_in_link", want: fields{"made_by": maker, "revoked": false}, unraced: "a later link takes the place of the one before",
	},
	{
		name: "role.clone", on: func(*walk) string { return "signatory" }, unraced: "the copy rests on nothing that is a secret of its making",
		body: func(w *walk, _ string) fields { return fields{"name": w.name("Copy")} },
		want: fields{"standard": json.Number("0")},
	},
	{
		name: "group.set_up", on: func(*walk) string { return "treasurer" }, unraced: "a group that is new rests on nothing",
		body: func(w *walk, _ string) fields { return fields{"name": w.name("Treasurers"), "unit": "treasury"} }, want: fields{"unit": "treasury"},
	},
	{
		name: "user.suspend", on: leaver, want: fields{"status": "suspended"},
		body: func(*walk, string) fields { return fields{"successor": signer} },
	},
	{
		name: "user.reactivate", want: fields{"status": "active"},
		on: func(w *walk) string {
			id := w.make("user", person(w))
			w.do(colleague, "user.suspend", id, fields{"successor": ""})
			return id
		},
	},
	{
		name: "user.move", on: func(w *walk) string { return w.make("user", person(w)) }, want: fields{"unit": "group"},
		body: func(*walk, string) fields { return fields{"unit": "group"} },
	},
	{name: "user.reset_factor", on: enrolled, want: fields{"factor_at": "", "reset_by": maker}, of: "credential"},
	{name: "user.reset_passkeys", of: "passkey", on: func(w *walk) string {
		withPasskey(w) // stays, to be read
		return withPasskey(w)
	}},
	{
		name: "user.end_sessions", of: "session_end", on: func(w *walk) string { return w.make("user", person(w)) },
		want: fields{"unit": "treasury"}, unraced: "sessions that are over may be ended once more",
	},
	{
		name: "sign_in_policy.set", body: func(w *walk, _ string) fields { return signInPolicy(w) },
		on: func(w *walk) string {
			w.do(colleague, "sign_in_policy.set", "sign_in", signInPolicy(w))
			return "sign_in"
		},
		want: fields{"idle_minutes": 30, "proof_seconds": 3600},
	},
}

// leaver is a person who answers for a service and made a token for it.
func leaver(w *walk) string {
	id := w.make("user", person(w))
	robot := w.make("user", service(w, id))
	_, hash := directory.NewSecret()
	row := &directory.APIToken{User: govern.ID(robot), Name: w.name("token"), Hash: hash, ExpiresAt: govern.At(w.s.Engine.Now()) + 3600e6}
	role := w.make("role", fields{"name": w.name("Maker of tokens"), "permissions": []string{"api_token.insert"}, "includes": []string{}})
	w.make("grant", fields{"user": id, "role": role, "scope": "everything"})
	if out, err := w.s.Engine.Submit(w.t.Context(), govern.Actor{User: id, Method: "test"}, govern.Note{}, govern.PutNew(directory.APITokens, govern.ID(w.name("token")), row)); err != nil || out.State != govern.Applied {
		w.t.Fatalf("a token for the leaver's service: %+v, %v", out, err)
	}
	return id
}

// policyCommands set what holds for all access.
var policyCommands = []command{
	{
		name: "access_policy.set", on: accessPolicy, want: fields{"change_expiry_hours": 99},
		body: func(*walk, string) fields {
			return setAccess(1, 99)
		},
	},
	{
		name: "access_policy.set_domains", on: accessPolicy, want: fields{"allowed_email_domains": []any{"example.com"}},
		body: func(*walk, string) fields { return fields{"allowed_email_domains": []string{"example.com"}} },
	},
	{
		name: "access_policy.sponsor_process_admin", on: accessPolicy, header: []string{"Countersign-Ticket", "OPS-142"}, want: fields{"process_admin_sponsor": signer},
		body: func(*walk, string) fields { return fields{"sponsor": signer} },
		race: func(w *walk, _ string) { accessPolicy(w) },
	},
}

// presetCommands come last: their rules stay in force.
var presetCommands = []command{{
	name: "four_eyes_rule.preset", on: func(*walk) string { return "bank_instructions" }, of: "four_eyes_rule",
	unraced: "a rule that another changes meanwhile is held by itself", want: fields{"subject": "bank_instruction", "enabled": true},
}}

// accessPolicy is the row, which there is once somebody has set it.
func accessPolicy(w *walk) string {
	w.do(colleague, "access_policy.set", "access", setAccess(2, w.next()))
	return "access"
}

func setAccess(administrators, hours int) fields {
	return fields{"roles_through_groups_only": false, "min_administrators": administrators, "change_expiry_hours": hours, "ticket_rules": []any{}, "ticket_pattern": ""}
}

func signInPolicy(w *walk) fields {
	return fields{"idle_minutes": 30, "whole_minutes": 600, "proof_seconds": 3600, "factor_required": true, "notice": w.name("notice")}
}

// enrolled is a person with a second factor, whose password was set by a link
// that nobody of the walk has seen.
func enrolled(w *walk) string {
	w.t.Helper()
	id := w.make("user", person(w))
	secret, hash := directory.NewLink()
	w.secrets = append(w.secrets, secret, hash)
	as := func(user string, cmd govern.Command) {
		w.t.Helper()
		if out, err := w.s.Engine.Submit(w.t.Context(), govern.Actor{User: user, Method: "test"}, govern.Note{}, cmd); err != nil || out.State != govern.Applied {
			w.t.Fatalf("%s: %+v, %v", cmd.Name(), out, err)
		}
	}
	as(ada, &directory.Invite{User: govern.ID(id), Hash: hash})
	as(id, &directory.Accept{Link: hash, Password: "sealed:1:cGFzc3dvcmQ="})
	as(id, &directory.Enrol{Seed: "sealed:1:c2VlZA==", Recovery: "sealed:1:cmVjb3Zlcnk="})
	return id
}

// withPasskey is a person with a passkey.
func withPasskey(w *walk) string {
	id := w.make("user", person(w))
	cmd := &directory.AddPasskey{Title: "Telephone", Credential: w.name("credential"), PublicKey: "a2V5", Site: "pay.example"}
	if out, err := w.s.Engine.Submit(w.t.Context(), govern.Actor{User: id, Method: "test"}, govern.Note{}, cmd); err != nil || out.State != govern.Applied {
		w.t.Fatalf("a passkey: %+v, %v", out, err)
	}
	return id
}

// passkeys: everybody has their own, made and used on the page alone.
func (w *walk) passkeys() {
	const route = "/api/v1/me/passkey"
	if list := w.ask(outsider, "GET", route, nil).is(http.StatusOK).items(); len(list) != 0 {
		w.t.Errorf("the passkeys of others are shown: %v", list)
	}
	theirs := w.first("passkey", "user="+withPasskey(w))
	w.ask(outsider, "DELETE", route+"/"+theirs, nil).refused(http.StatusNotFound, "not_found")
	for path, body := range map[string]any{"/challenge": nil, "/sign": fields{"package": "p", "digest": strings.Repeat("0", 64)}, "": fields{"name": "x", "answer": fields{"credential": "YQ", "client_data": "YQ", "attestation": "YQ"}}} {
		w.ask(outsider, "POST", route+path, body).refused(http.StatusUnprocessableEntity, "no_site")
	}
}

// ownMatters are walked by mine: they ask no permission.
var ownMatters = map[string]string{
	"GET /api/v1/me":            "everybody, about themselves",
	"POST /api/v1/me/proof":     "everybody, about themselves",
	"POST /api/v1/me/password":  "everybody, about themselves",
	"GET /api/v1/me/session":    "everybody, about themselves",
	"POST /api/v1/me/factor":    "everybody, about themselves",
	"POST /api/v1/me/recovery":  "everybody, about themselves",
	"GET /api/v1/me/handover":   "everybody, their own list",
	"GET /api/v1/me/notice":     "everybody, about themselves",
	"POST /api/v1/me/notice":    "everybody, about themselves",
	"GET /api/v1/me/told":       "everybody, their own list",
	"GET /api/v1/me/impossible": "everybody, what they may see",
	"GET /api/v1/me/review":     "everybody, their own list",
	"GET /api/v1/me/deputy":     "everybody, their own ones",
	"POST /api/v1/me/deputy":    "everybody, about themselves",

	"GET /api/v1/me/passkey":            "everybody, about themselves",
	"POST /api/v1/me/passkey":           "everybody, about themselves",
	"POST /api/v1/me/passkey/challenge": "everybody, about themselves",
	"POST /api/v1/me/passkey/sign":      "everybody, with a passkey of their own",
	"DELETE /api/v1/me/passkey/{id}":    "everybody, their own ones",

	"GET /api/v1/me/search":  "everybody, their own ones, and those that are shared",
	"POST /api/v1/me/search": "everybody, about themselves",

	"POST /api/v1/me/search/{id}/forget":   "everybody, their own ones",
	"POST /api/v1/me/factor/confirm":       "everybody, about themselves",
	"POST /api/v1/me/handover/{id}/settle": "everybody, their own list",
	"POST /api/v1/me/deputy/{id}/end":      "everybody, their own ones",
	"DELETE /api/v1/me/session/{id}":       "everybody, their own ones",
}

// searches: one's own are nobody else's until they are shared.
func (w *walk) searches() {
	const path = "/api/v1/me/search"
	kept := w.ask(maker, "POST", path, fields{"name": w.name("search"), "query": "table=unit"}).is(http.StatusCreated).outcome().of("audit_search")
	if list := w.ask(outsider, "GET", path, nil).is(http.StatusOK).items(); len(list) != 0 {
		w.t.Errorf("the outsider is told of the maker's search: %v", list)
	}
	w.ask(outsider, "POST", path+"/"+kept+"/forget", nil).refused(http.StatusNotFound, "not_found")
	if list := w.ask(maker, "GET", path, nil).is(http.StatusOK).items(); len(list) != 1 {
		w.t.Errorf("the maker's searches are %v", list)
	}
	w.ask(maker, "POST", path+"/"+kept+"/forget", nil).is(http.StatusOK)
}

// mine: everybody sees and ends their own sessions and nobody else's.
func (w *walk) mine() {
	for route := range ownMatters {
		method, path, _ := strings.Cut(route, " ")
		var body any
		if method == "POST" {
			body = fields{}
		}
		w.ask("", method, strings.ReplaceAll(path, "{id}", "x"), body).refused(http.StatusUnauthorized, "no_session")
	}
	me := w.ask(outsider, "GET", "/api/v1/me", nil).is(http.StatusOK).row()
	if me["user"].(fields)["id"] != outsider || len(me["permissions"].([]any)) == 0 {
		w.t.Errorf("the outsider is %v", me)
	}
	w.searches()
	if list := w.ask(outsider, "GET", "/api/v1/me/handover", nil).is(http.StatusOK).items(); len(list) != 0 {
		w.t.Errorf("what was handed to others is on the outsider's list: %v", list)
	}
	handed := w.first("handover", "successor="+signer)
	w.ask(outsider, "POST", "/api/v1/me/handover/"+handed+"/settle", nil).refused(http.StatusNotFound, "not_found")
	w.ask(signer, "POST", "/api/v1/me/handover/"+handed+"/settle", nil).is(http.StatusOK)
	w.reviews()
	w.deputies()
	w.notices()
	w.listed()
	sessions := w.ask(outsider, "GET", "/api/v1/me/session", nil).is(http.StatusOK).items()
	if len(sessions) != 1 {
		w.t.Fatalf("the outsider has the sessions %v", sessions)
	}
	w.ask(maker, "DELETE", "/api/v1/me/session/"+sessions[0]["id"].(string), nil).refused(http.StatusNotFound, "not_found")
	w.ask(outsider, "POST", "/api/v1/me/proof", fields{"password": "another"}).refused(http.StatusForbidden, "wrong_password")
	w.ask(outsider, "POST", "/api/v1/me/password", fields{"current": "another", "password": "quartz-otter-lantern-42"}).refused(http.StatusForbidden, "wrong_password")
	w.keep(outsider, entrance.Session(w.t, w.s.Desk, outsider)) // along a slow walk the proof of the first has grown too old for what follows
	w.passkeys()
	w.ask(outsider, "POST", "/api/v1/me/recovery", nil).refused(http.StatusConflict, "no_own_factor")
	w.ask(outsider, "POST", "/api/v1/me/factor/confirm", fields{"code": "123456"}).refused(http.StatusConflict, "no_new_factor")
	if seed := w.ask(outsider, "POST", "/api/v1/me/factor", nil).is(http.StatusOK).row()["seed"]; seed == "" {
		w.t.Error("no factor is drawn")
	}
	w.ask(outsider, "GET", "/api/v1/me", nil).is(http.StatusOK)
}

// endSessions: what was answered is so, on the very next request.
func (w *walk) endSessions() {
	const route = "/api/v1/directory/user/" + signer + "/end_sessions"
	w.ask("", "POST", route, nil).refused(http.StatusUnauthorized, "no_session")
	since := w.head()
	w.ask(maker, "POST", route+"?dry_run=true", nil).is(http.StatusOK)
	w.ask(signer, "GET", "/api/v1/me", nil).is(http.StatusOK)
	w.ask(maker, "POST", route, nil).is(http.StatusOK)
	w.ask(signer, "GET", "/api/v1/me", nil).refused(http.StatusUnauthorized, "no_session")
	w.recorded(since, like{actor: maker, action: "user.end_sessions", outcome: audit.Applied}, 1)
}

// deputies: people name their own, and end what is theirs.
func (w *walk) deputies() {
	const route = "/api/v1/me/deputy"
	w.ask(outsider, "POST", route, fields{"deputy": outsider, "until_at": "2040-01-01T00:00:00.000000Z"}).refused(http.StatusUnprocessableEntity, "own_deputy")
	w.ask(outsider, "POST", route, fields{"deputy": signer, "until_at": "2040-01-01T00:00:00.000000Z", "reason": "Leave"}).is(http.StatusCreated)
	list := w.ask(signer, "GET", route, nil).is(http.StatusOK).items()
	if len(list) != 1 || list[0]["user"] != outsider {
		w.t.Fatalf("the deputy is shown %v", list)
	}
	end := route + "/" + list[0]["id"].(string) + "/end"
	w.ask(maker, "POST", end, nil).refused(http.StatusNotFound, "not_found")
	w.ask(signer, "POST", end, nil).is(http.StatusOK)
	if list := w.ask(outsider, "GET", route, nil).is(http.StatusOK).items(); len(list) != 0 {
		w.t.Errorf("what has ended is still shown: %v", list)
	}
}
