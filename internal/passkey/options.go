package passkey

import "encoding/base64"

// What a browser is handed (W3C Web Authentication Level 3,
// PublicKeyCredentialCreationOptionsJSON and RequestOptionsJSON); the names are
// the standard's.

// patience is how long a browser waits for its person, in milliseconds.
const patience = 180_000

// Creation asks a device for a new key.
type Creation struct {
	Challenge string      `json:"challenge"`
	RP        party       `json:"rp"`
	User      account     `json:"user"`
	Params    []parameter `json:"pubKeyCredParams"`
	Timeout   int         `json:"timeout"`
	Exclude   []reference `json:"excludeCredentials" doc:"Keys of this person: a device that holds one makes no second."`
	Selection selection   `json:"authenticatorSelection"`
	Attest    string      `json:"attestation"`
}

// Request asks a device for a signature.
type Request struct {
	Challenge string      `json:"challenge"`
	Timeout   int         `json:"timeout"`
	Site      string      `json:"rpId"`
	Allow     []reference `json:"allowCredentials"`
	Verify    string      `json:"userVerification"`
}

type party struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type account struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Display string `json:"displayName"`
}

type parameter struct {
	Type string `json:"type"`
	Alg  int64  `json:"alg"`
}

type reference struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

type selection struct {
	Resident string `json:"residentKey"`
	Verify   string `json:"userVerification"`
}

// required: the device must know its person, not only feel a touch.
const required = "required"

// NewCreation asks for a key of a user, who is called name and shown as display;
// have are the ids of the keys that they have.
func NewCreation(site Site, challenge, user, name, display string, have []string) *Creation {
	c := &Creation{
		Challenge: challenge, RP: party{site.ID, "Countersign"}, Timeout: patience, Attest: "none",
		User:    account{base64.RawURLEncoding.EncodeToString([]byte(user)), name, display},
		Exclude: references(have), Selection: selection{"preferred", required},
	}
	for _, p := range parameters {
		c.Params = append(c.Params, parameter{string(p.Type), int64(p.Algorithm)})
	}
	return c
}

// NewRequest asks one of the keys for a signature.
func NewRequest(site Site, challenge string, keys []string) *Request {
	return &Request{Challenge: challenge, Timeout: patience, Site: site.ID, Allow: references(keys), Verify: required}
}

func references(ids []string) []reference {
	list := make([]reference, len(ids))
	for i, id := range ids {
		list[i] = reference{"public-key", id}
	}
	return list
}
