package httpapi_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/login/visitor"
	"github.com/countersign/countersign/internal/testkit"
)

// enter hires a person who comes in through the pages.
func (o *office) enter(id string, permissions ...string) *visitor.Visitor {
	o.t.Helper()
	o.hire(id, "", permissions...)
	link := o.ask(ada, "POST", "/api/v1/directory/user/"+id+"/invite", map[string]any{}).is(201).text("link")
	v := &visitor.Visitor{URL: o.url, Email: id + "@example.com", Password: "quartz-otter-lantern-42", Now: time.Now}
	if err := v.Accept(o.t.Context(), link); err != nil {
		o.t.Fatal(err)
	}
	o.tokens[id] = v.Token()
	if strings.Contains(o.log.String(), strings.TrimPrefix(link, "/link/")) {
		o.t.Error("the log's lines hold the link")
	}
	return v
}

func TestAPersonSeesWhoTheyAreAndEndsTheirSessions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		eva := o.enter("eva", "unit.view")
		me := o.ask("eva", "GET", "/api/v1/me", nil).is(200).object()
		user, session := me["user"].(map[string]any), me["session"].(map[string]any)
		if user["id"] != "eva" || user["factor"] != true || session["method"] != "password+totp" || me["permissions"].([]any)[0] != "unit.view" || me["inbox"] != float64(0) {
			t.Errorf("eva is %v", me)
		}
		list := o.ask("eva", "GET", "/api/v1/me/session", nil).is(200).object()["items"].([]any)
		if len(list) != 1 { // the one before the new password has ended
			t.Errorf("her sessions are %v", list)
		}
		o.ask("eva", "DELETE", "/api/v1/me/session/"+session["id"].(string), nil).is(200)
		o.ask("eva", "GET", "/api/v1/me", nil).refused(401, "no_session")
		if eva.Token() == "" {
			t.Error("the browser has lost its cookie by itself")
		}
	})
}

func TestWhatDecidesAboutAccessAsksForANewerProof(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		eva := o.enter("eva", "role.insert", "role.view", "unit.view", "unit.insert")
		o.ask(ada, "POST", "/api/v1/policy/sign_in_policy/sign_in/set", map[string]any{"idle_minutes": 15, "whole_minutes": 60, "proof_seconds": 1, "factor_required": true, "notice": ""}).is(200)
		time.Sleep(2200 * time.Millisecond)
		role := map[string]any{"name": "reader", "permissions": []string{"unit.view"}}
		o.ask("eva", "POST", "/api/v1/role", role).refused(403, "proof_needed")
		o.ask("eva", "POST", "/api/v1/role?dry_run=true", role).is(200)
		o.ask("eva", "POST", "/api/v1/unit", map[string]any{"name": "Plain"}).is(201)
		o.ask("eva", "POST", "/api/v1/me/proof", map[string]any{"code": "000000"}).refused(403, "wrong_code")
		o.ask("eva", "POST", "/api/v1/me/proof", map[string]any{"code": eva.Recovery[3]}).is(200)
		o.ask("eva", "POST", "/api/v1/role", role).is(201)
		if n := o.count(`SELECT count(*) FROM role WHERE name = 'reader'`); n != 1 {
			t.Errorf("%d roles were made", n)
		}
	})
}

func TestTheSessionsCookieIsKeptFromScriptsAndOtherSites(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.hire("eva", "", "unit.insert")
	link := o.ask(ada, "POST", "/api/v1/directory/user/eva/invite", map[string]any{}).is(201).text("link")
	form := url.Values{"password": {"quartz-otter-lantern-42"}, "again": {"quartz-otter-lantern-42"}}
	post := func(site string) (status int, header http.Header, cookies []*http.Cookie) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), "POST", o.url+link, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", site)
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.StatusCode, res.Header, res.Cookies()
	}
	if status, _, cookies := post("cross-site"); status != 403 || len(cookies) != 0 {
		t.Errorf("a post of another site is answered %d", status)
	}
	status, header, cookies := post("same-origin")
	if status != 303 || len(cookies) != 1 {
		t.Fatalf("the answer is %d with %v", status, cookies)
	}
	c := cookies[0]
	if !strings.HasPrefix(c.Name, "__Host-countersign") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("the cookie is %+v", c)
	}
	if csp := header.Get("Content-Security-Policy"); strings.Contains(csp, "script") || !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("the pages' policy is %q", csp)
	}
	// With the cookie, too, a write of another site is refused.
	o.ask("eva", "POST", "/api/v1/unit", map[string]any{"name": "U"}, "Sec-Fetch-Site", "cross-site").refused(403, "cross_origin")
}

func TestThePagesSpeakGermanToWhoAsksForIt(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	for accept, want := range map[string]string{"de-AT,de;q=0.9,en;q=0.5": `lang="de"`, "fr": `lang="en"`, "": `lang="en"`} {
		got := o.ask("", "GET", "/sign-in?next=//evil.example/x", nil, "Accept-Language", accept).is(200)
		if !strings.Contains(string(got.body), want) || strings.Contains(string(got.body), "evil") || strings.Contains(string(got.body), "<script") {
			t.Errorf("%q is answered %s", accept, got.body)
		}
	}
}

func TestADeputyIsToldForWhomAndWhatTimeItIs(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("eva", "")
		o.hire("tom", "")
		deputyOf := func() string {
			t.Helper()
			me := o.ask("tom", "GET", "/api/v1/me", nil).is(200).object()
			now, err := time.Parse(time.RFC3339, me["now"].(string))
			if away := time.Since(now); err != nil || away < -time.Minute || away > time.Minute {
				t.Errorf("the server's time is %v, %v", me["now"], err)
			}
			var names []string
			for _, one := range me["deputy_of"].([]any) {
				names = append(names, one.(map[string]any)["id"].(string))
			}
			return strings.Join(names, " ")
		}
		if got := deputyOf(); got != "" {
			t.Errorf("before anybody named him he is the deputy of %q", got)
		}
		until := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
		o.ask("eva", "POST", "/api/v1/me/deputy", map[string]any{"deputy": "tom", "until_at": until, "reason": "leave"}).is(201)
		if got := deputyOf(); got != "eva" {
			t.Errorf("he is the deputy of %q, want eva", got)
		}
		mine := o.ask("tom", "GET", "/api/v1/me/deputy", nil).is(200).items()
		o.ask("tom", "POST", "/api/v1/me/deputy/"+mine[0]["id"].(string)+"/end", nil).is(200)
		if got := deputyOf(); got != "" {
			t.Errorf("after he gave it back he is the deputy of %q", got)
		}
	})
}
