package webhook_test

import (
	"testing"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/webhook"
)

func TestAnAddressOverWhichSomebodyCouldReadAlongIsRefused(t *testing.T) {
	for address, code := range map[string]string{
		"https://agent.example/in?x=1":   "",
		"http://localhost:8080/in":       "",
		"http://127.0.0.1/in":            "",
		"http://[::1]/in":                "",
		"http://agent.example/in":        "not_https",
		"http://10.0.0.1/in":             "not_https",
		"ftp://agent.example/in":         "not_https",
		"http://127.0.0.1.example/in":    "not_https",
		"https://user:pw@agent.example/": "bad_url",
		"https://agent.example/#part":    "bad_url",
		"https:///in":                    "bad_url",
		"agent.example":                  "bad_url",
		"":                               "bad_url",
	} {
		if err := webhook.CheckURL(address); fault.Code(err) != code {
			t.Errorf("%q: %v, want %q", address, err, code)
		}
	}
}

func TestASecretHasTwentyFourBytesOrMore(t *testing.T) {
	for text, good := range map[string]bool{
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw": true,
		"twenty-four characters!!":               true,
		"whsec_MfKQ9r8GKYqr":                     false,
		"whsec_not base64 at all, but long":      false,
		"short":                                  false,
		"":                                       false,
	} {
		if _, err := webhook.Key(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}
