package login

import (
	"golang.org/x/text/language"

	"github.com/countersign/countersign/internal/fault"
)

// catalogue is every text of the pages, by language and name.
var catalogue = map[string]map[string]string{
	"en": { //nolint:gosec // words about passwords
		"sign_in": "Sign in", "email": "E-mail address", "password": "Password", "go_in": "Sign in",
		"forgotten":  "No password yet, or forgotten? A user administrator can make a one-time link for you.",
		"code_title": "Second factor", "code": "Code", "code_hint": "Type the six digits that your authenticator shows.",
		"recovery_hint": "Without it, type one of your recovery codes. Each works once.",
		"enrol_title":   "Set up your second factor", "enrol_hint": "Scan this picture with an authenticator app, then type the six digits that it shows.",
		"qr_alt": "QR code of your second factor; the same as text stands below", "seed_hint": "Or type this key into the app:", "confirm": "Confirm",
		"recovery_title": "Your recovery codes", "recovery_keep": "Keep these ten codes in a safe place: each lets you in once without your authenticator. They are shown this once.", "go_on": "Go on",
		"link_title": "Set your password", "link_hint": "At least ten characters. Several words that do not belong together are good.",
		"new_password": "New password", "again": "Once more", "set_password": "Set password", "differ": "The two passwords are not the same.",
		"held_title": "Others have to agree", "held": "What you asked for waits until others have agreed. You can sign in afterwards.",
		"held_codes": "Others have to agree to your second factor first. Then you can sign in with it, and these codes work.",
		"gone_title": "This link cannot be used", "to_sign_in": "To sign in", "failed_title": "This did not work",
		"wrong_password":  "E-mail address and password do not belong together, or you may not sign in.",
		"wrong_code":      "This code is not accepted. Each code works once; wait for the next one.",
		"slow_down":       "Too many attempts. Wait a while before you try again.",
		"password_length": "A password has 10 to 128 characters.",
		"password_weak":   "This password is common or easily guessed. Take several words that do not belong together.",
		"no_session":      "That took too long. Sign in again.",
		"bad_link":        "It was used already, has ended, or a later one took its place. Ask for a new one.",
		"failed":          "Something failed on our side. Try again.",
	},
	"de": { //nolint:gosec // words about passwords
		"sign_in": "Anmelden", "email": "E-Mail-Adresse", "password": "Passwort", "go_in": "Anmelden",
		"forgotten":  "Noch kein Passwort, oder vergessen? Die Benutzerverwaltung kann Ihnen einen Einmal-Link erstellen.",
		"code_title": "Zweiter Faktor", "code": "Code", "code_hint": "Geben Sie die sechs Ziffern ein, die Ihre Authenticator-App zeigt.",
		"recovery_hint": "Ohne die App geben Sie einen Ihrer Wiederherstellungscodes ein. Jeder gilt einmal.",
		"enrol_title":   "Zweiten Faktor einrichten", "enrol_hint": "Scannen Sie dieses Bild mit einer Authenticator-App und geben Sie die sechs Ziffern ein, die sie zeigt.",
		"qr_alt": "QR-Code Ihres zweiten Faktors; derselbe Schlüssel steht darunter als Text", "seed_hint": "Oder geben Sie diesen Schlüssel in die App ein:", "confirm": "Bestätigen",
		"recovery_title": "Ihre Wiederherstellungscodes", "recovery_keep": "Bewahren Sie diese zehn Codes sicher auf: Jeder lässt Sie einmal ohne Ihre App hinein. Sie werden nur dieses eine Mal gezeigt.", "go_on": "Weiter",
		"link_title": "Passwort festlegen", "link_hint": "Mindestens zehn Zeichen. Gut sind mehrere Wörter, die nicht zusammengehören.",
		"new_password": "Neues Passwort", "again": "Noch einmal", "set_password": "Passwort festlegen", "differ": "Die beiden Passwörter sind nicht gleich.",
		"held_title": "Andere müssen zustimmen", "held": "Ihre Anfrage wartet, bis andere zugestimmt haben. Danach können Sie sich anmelden.",
		"held_codes": "Ihrem zweiten Faktor müssen erst andere zustimmen. Danach können Sie sich damit anmelden, und diese Codes gelten.",
		"gone_title": "Dieser Link gilt nicht", "to_sign_in": "Zur Anmeldung", "failed_title": "Das hat nicht funktioniert",
		"wrong_password":  "E-Mail-Adresse und Passwort gehören nicht zusammen, oder Sie dürfen sich nicht anmelden.",
		"wrong_code":      "Dieser Code gilt nicht. Jeder Code gilt einmal; warten Sie auf den nächsten.",
		"slow_down":       "Zu viele Versuche. Warten Sie etwas, bevor Sie es wieder versuchen.",
		"password_length": "Ein Passwort hat 10 bis 128 Zeichen.",
		"password_weak":   "Dieses Passwort ist verbreitet oder leicht zu erraten. Nehmen Sie mehrere Wörter, die nicht zusammengehören.",
		"no_session":      "Das hat zu lange gedauert. Melden Sie sich neu an.",
		"bad_link":        "Er wurde schon benutzt, ist abgelaufen, oder ein späterer gilt an seiner Stelle. Bitten Sie um einen neuen.",
		"failed":          "Auf unserer Seite ist etwas fehlgeschlagen. Versuchen Sie es noch einmal.",
	},
}

var (
	languages = []string{"en", "de"} // the first is for everybody else
	matcher   = language.NewMatcher([]language.Tag{language.English, language.German})
)

// languageOf is the language that the browser asks for, of those there are.
func languageOf(accept string) string {
	_, i := language.MatchStrings(matcher, accept)
	return languages[i]
}

// said is the fault in the words of the page; a code that has none there is told
// as a failure.
func said(t map[string]string, err error) string {
	if text, ok := t[fault.Code(err)]; ok {
		return text
	}
	if f := fault.From(err); f.Kind != fault.Internal && f.Detail != "" {
		return f.Detail
	}
	return t["failed"]
}
