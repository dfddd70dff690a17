package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/httpapi"
)

// key prints what another installation needs to trust this one.
func (v *exportVerb) key(t *tool) error {
	var k httpapi.InstallationKey
	if err := v.ask(t, http.MethodGet, "/api/v1/configuration/key", nil, &k); err != nil {
		return err
	}
	if v.JSON {
		return t.show(k)
	}
	return t.say("name: %s\nkey:  %s", k.Name, k.Key)
}

// signed writes the bundle, and never over a file that is there.
func (v *exportVerb) signed(t *tool) error {
	if v.For == "" {
		return usage{errors.New("say by --for which installation may import it; countersign export --key prints its name there")}
	}
	query := url.Values{"for": {v.For}, "table": v.Table}
	var b ascode.Bundle
	if err := v.ask(t, http.MethodGet, "/api/v1/configuration/bundle?"+query.Encode(), nil, &b); err != nil {
		return err
	}
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(v.Signed, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fault.New(fault.Conflict, "file_exists", "There is a file %s already; take another name.", v.Signed)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if v.JSON {
		return t.show(map[string]any{"file": v.Signed, "digest": b.Digest()})
	}
	return t.say("%d files, signed for %s, in %s; the bundle's digest is %s.", len(b.Files), v.For, v.Signed, b.Digest())
}
