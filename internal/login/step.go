package login

import (
	"html/template"
	"net/http"
	"net/url"

	"github.com/countersign/countersign/internal/fault"
)

func (v *visit) notice() {
	if p, err := v.d.Policy(v.r.Context()); err == nil {
		v.p.Notice = p.Notice
	}
}

func (v *visit) askPassword() {
	if _, err := v.d.Find(v.r.Context(), v.token(Cookie)); err == nil {
		v.to(v.p.Next)
		return
	}
	v.notice()
	v.show(http.StatusOK, "sign_in", "sign_in")
}

func (v *visit) password() {
	s, err := v.d.Enter(v.r.Context(), v.from(), v.r.PostFormValue("email"), v.r.PostFormValue("password"))
	if err != nil {
		v.notice()
		v.p.Email = v.r.PostFormValue("email")
		v.fail(err, "sign_in", "sign_in")
		return
	}
	v.on(s)
}

// again asks for the password when a half session is no more.
func (v *visit) again(err error) bool {
	if fault.Code(err) != "no_session" {
		return false
	}
	v.set(halfCookie, "")
	v.notice()
	v.fail(err, "sign_in", "sign_in")
	return true
}

func (v *visit) askCode() {
	if _, err := v.d.at(v.r.Context(), v.token(halfCookie), stageCode); err != nil {
		v.to("/sign-in?next=" + url.QueryEscape(v.p.Next))
		return
	}
	v.show(http.StatusOK, "code", "code_title")
}

func (v *visit) code() {
	s, err := v.d.Code(v.r.Context(), v.from(), v.token(halfCookie), v.r.PostFormValue("code"))
	switch {
	case err == nil:
		v.on(s)
	case !v.again(err):
		v.fail(err, "code", "code_title")
	}
}

// enrolling puts the factor onto the page.
func (v *visit) enrolling() bool {
	e, err := v.d.Enrolling(v.r.Context(), v.token(halfCookie))
	if err != nil {
		if !v.again(err) {
			v.fail(err, "message", "failed_title")
		}
		return false
	}
	v.p.Seed, v.p.QR = e.Seed, template.URL(e.QR) //nolint:gosec // made here, of a picture's bytes in base 64
	return true
}

func (v *visit) askEnrol() {
	if v.token(halfCookie) == "" {
		v.to("/sign-in?next=" + url.QueryEscape(v.p.Next))
		return
	}
	if v.enrolling() {
		v.show(http.StatusOK, "enrol", "enrol_title")
	}
}

func (v *visit) enrol() {
	s, codes, err := v.d.Enrol(v.r.Context(), v.from(), v.token(halfCookie), v.r.PostFormValue("code"))
	switch {
	case err == nil && s.Next == stageWhole:
		v.let(s)
		v.p.Codes = codes
		v.show(http.StatusOK, "recovery", "recovery_title")
	case err == nil:
		v.set(halfCookie, "")
		v.p.Codes, v.p.Message, v.p.Next = codes, v.p.T["held_codes"], "/sign-in"
		v.show(http.StatusAccepted, "recovery", "recovery_title")
	case v.again(err):
	case v.enrolling():
		v.fail(err, "enrol", "enrol_title")
	}
}

func (v *visit) askLink() {
	u, err := v.d.Link(v.r.Context(), v.r.PathValue("token"))
	if err != nil {
		v.fail(err, "message", "gone_title")
		return
	}
	v.p.Link, v.p.Email = v.r.PathValue("token"), u.Email
	v.show(http.StatusOK, "link", "link_title")
}

func (v *visit) link() {
	password := v.r.PostFormValue("password")
	if password != v.r.PostFormValue("again") {
		if u, err := v.d.Link(v.r.Context(), v.r.PathValue("token")); err == nil {
			v.p.Link, v.p.Email = v.r.PathValue("token"), u.Email
			v.fail(fault.Bad("again", "differ", "The two passwords are not the same."), "link", "link_title")
			return
		}
	}
	s, err := v.d.Accept(v.r.Context(), v.from(), v.r.PathValue("token"), password)
	switch {
	case err == nil:
		v.on(s)
	case fault.Code(err) == "bad_link":
		v.fail(err, "message", "gone_title")
	default:
		v.p.Link = v.r.PathValue("token")
		if u, found := v.d.Link(v.r.Context(), v.p.Link); found == nil {
			v.p.Email = u.Email
		}
		v.fail(err, "link", "link_title")
	}
}

func (v *visit) signOut() {
	if s, err := v.d.Find(v.r.Context(), v.token(Cookie)); err == nil {
		if err := v.d.End(v.r.Context(), v.from().actor(s.User, s.Method, s.ID), s.ID); err != nil {
			v.fail(err, "message", "failed_title")
			return
		}
	}
	v.set(Cookie, "")
	v.set(halfCookie, "")
	v.to("/sign-in")
}
