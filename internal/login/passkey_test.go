package login_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
	"github.com/countersign/countersign/internal/passkey"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/device"
	"github.com/countersign/countersign/internal/testkit/house"
)

var (
	paySite = passkey.Site{ID: "pay.example", Origin: "https://pay.example"}
	payFile = strings.Repeat("ab", 32)
)

// holder is somebody with a session and a passkey.
type holder struct {
	*lobby
	who     govern.Actor
	session *login.Session
	device  *device.Device
}

func (l *lobby) holder(user string) *holder {
	l.t.Helper()
	l.User(user, "unit.view")
	token, _, err := l.desk.Begin(l.t.Context(), login.From{Address: "test"}, user, "test")
	if err != nil {
		l.t.Fatal(err)
	}
	s, err := l.desk.Find(l.t.Context(), token)
	if err != nil {
		l.t.Fatal(err)
	}
	return &holder{l, govern.Actor{User: user, Method: "test", Session: s.ID}, s, device.New(l.t, paySite)}
}

func (h *holder) enrol() error {
	h.t.Helper()
	ask, err := h.desk.NewPasskey(h.t.Context(), h.session, paySite)
	if err != nil {
		h.t.Fatal(err)
	}
	_, err = h.desk.AddPasskey(h.t.Context(), h.who, govern.Note{}, h.session, paySite, "Telephone", h.device.Enrol(ask.Challenge))
	return err
}

// ask has the desk ask for a signature, and gives the device's answer.
func (h *holder) ask(of, digest string) passkey.Answer {
	h.t.Helper()
	ask, err := h.desk.AskSignature(h.t.Context(), h.session, paySite, of, digest)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.device.Sign(ask.Challenge)
}

func (h *holder) signed(of, digest string, answer passkey.Answer) (*passkey.Assertion, error) {
	return h.desk.Signed(h.t.Context(), h.who, h.session, paySite, of, digest, answer)
}

func (h *holder) wantRefused(why string, of, digest string, answer passkey.Answer) {
	h.t.Helper()
	if a, err := h.signed(of, digest, answer); fault.Code(err) != why {
		h.t.Errorf("it gives %+v, %v; want %s", a, err, why)
	}
}

func TestAnEnrolledPasskeySignsAndTheProofStandsAlone(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		h := l.holder("eva")
		if err := h.enrol(); err != nil {
			t.Fatal(err)
		}
		a, err := h.signed("package/1", payFile, h.ask("package/1", payFile))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Verify(payFile, "eva"); err != nil {
			t.Error(err)
		}
		if list, err := l.desk.Passkeys(t.Context(), "eva"); err != nil || len(list) != 1 || list[0].Name != "Telephone" || list[0].PublicKey != a.PublicKey {
			t.Errorf("the passkeys are %+v, %v", list, err)
		}
	})
}

func TestAnAnswerCountsOnceForWhatWasAskedOfThatSession(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		h := l.holder("eva")
		if err := h.enrol(); err != nil {
			t.Fatal(err)
		}
		answer := h.ask("package/1", payFile)
		h.wantRefused("old_challenge", "package/2", payFile, answer)
		h.wantRefused("old_challenge", "package/1", strings.Repeat("cd", 32), answer)
		if _, err := h.signed("package/1", payFile, answer); err != nil {
			t.Fatal(err)
		}
		h.wantRefused("old_challenge", "package/1", payFile, answer)

		elsewhere := *h
		elsewhere.session = l.holder("tom").session
		answer = h.ask("package/1", payFile)
		elsewhere.wantRefused("old_challenge", "package/1", payFile, answer)

		answer = h.ask("package/1", payFile)
		err := l.DB.Write(t.Context(), func(tx store.Tx) error {
			return tx.Exec(t.Context(), `UPDATE passkey_challenge SET ends_at = $1`, int64(govern.At(l.Engine.Now())))
		})
		if err != nil {
			t.Fatal(err)
		}
		h.wantRefused("old_challenge", "package/1", payFile, answer)
	})
}

func TestOnlyOnesOwnPasskeySigns(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		h, tom := l.holder("eva"), l.holder("tom")
		if _, err := l.desk.AskSignature(t.Context(), h.session, paySite, "package/1", payFile); fault.Code(err) != "no_own_passkey" {
			t.Errorf("without a passkey: %v", err)
		}
		for _, somebody := range []*holder{h, tom} {
			if err := somebody.enrol(); err != nil {
				t.Fatal(err)
			}
		}
		ask, err := l.desk.AskSignature(t.Context(), h.session, paySite, "package/1", payFile)
		if err != nil {
			t.Fatal(err)
		}
		h.wantRefused("bad_passkey", "package/1", payFile, tom.device.Sign(ask.Challenge))
		answer := h.ask("package/1", payFile)
		mine, err := l.desk.Passkeys(t.Context(), "eva")
		if err != nil {
			t.Fatal(err)
		}
		l.Must(l.Submit("eva", &directory.RemovePasskey{ID: mine[0].ID}))
		h.wantRefused("bad_passkey", "package/1", payFile, answer)
	})
}

func TestACopyOfADeviceIsFoundByItsCount(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		h := l.holder("eva")
		if err := h.enrol(); err != nil {
			t.Fatal(err)
		}
		copied := *h.device
		if _, err := h.signed("package/1", payFile, h.ask("package/1", payFile)); err != nil {
			t.Fatal(err)
		}
		h.device = &copied
		h.wantRefused("passkey_copied", "package/1", payFile, h.ask("package/1", payFile))
	})
}

func TestADeviceThatCountsNothingSignsAgainAndAgain(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		h := l.holder("eva")
		h.device.Still = true
		if err := h.enrol(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := h.signed("package/1", payFile, h.ask("package/1", payFile)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestADeviceIsEnrolledOnce(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		h := l.holder("eva")
		if err := h.enrol(); err != nil {
			t.Fatal(err)
		}
		if err := h.enrol(); err == nil {
			t.Error("the same passkey was enrolled twice")
		}
	})
}

func TestAnAdministratorRemovesThePasskeysOfOthers(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		h := l.holder("eva")
		if err := h.enrol(); err != nil {
			t.Fatal(err)
		}
		_, err := l.Submit(house.Founder, &directory.ResetPasskeys{User: house.Founder})
		if fault.Code(err) != "own_factor" {
			t.Errorf("one's own: %v", err)
		}
		l.Must(l.Submit(house.Founder, &directory.ResetPasskeys{User: "eva"}))
		if list, err := l.desk.Passkeys(t.Context(), "eva"); err != nil || len(list) != 0 {
			t.Errorf("the passkeys are %+v, %v", list, err)
		}
		if _, err := l.Submit(house.Founder, &directory.ResetPasskeys{User: "eva"}); fault.Code(err) != "no_passkey" {
			t.Errorf("again: %v", err)
		}
	})
}
