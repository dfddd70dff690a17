package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

// remote is a running server, and who asks it. Verbs that change governed data
// embed it: there is no way around the server.
type remote struct {
	Server    string `help:"Address of the running server." env:"COUNTERSIGN_SERVER" default:"http://127.0.0.1:8080" placeholder:"URL"`
	TokenFile string `help:"File that holds the API token to act with; without it the environment's COUNTERSIGN_TOKEN." type:"path" placeholder:"FILE"`
}

// ask sends JSON and reads JSON. What the server refuses is a fault with its
// code and detail. Headers come as name, value, name, value.
func (r *remote) ask(t *tool, method, path string, body, into any, headers ...string) error {
	token, err := r.token()
	if err != nil {
		return err
	}
	address, err := r.address(path)
	if err != nil {
		return err
	}
	var content []byte
	if body != nil {
		if content, err = json.Marshal(body); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(t.ctx, method, address, bytes.NewReader(content))
	if err != nil {
		return usage{err}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		switch {
		case headers[i+1] == "":
		case headers[i] == "If-Match": // a version, no text of a person
			req.Header.Set(headers[i], headers[i+1])
		default:
			req.Header.Set(headers[i], "UTF-8''"+url.PathEscape(headers[i+1]))
		}
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "no_server", "The server %s does not answer; name another with --server.", r.Server)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= http.StatusBadRequest {
		return refusal(res.StatusCode, text)
	}
	return json.Unmarshal(text, into)
}

// fetch writes what an address answers, whatever it is.
func (r *remote) fetch(t *tool, path string, to io.Writer) error {
	token, err := r.token()
	if err != nil {
		return err
	}
	address, err := r.address(path)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(t.ctx, http.MethodGet, address, nil)
	if err != nil {
		return usage{err}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "no_server", "The server %s does not answer; name another with --server.", r.Server)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode >= http.StatusBadRequest {
		text, err := io.ReadAll(res.Body)
		if err != nil {
			return err
		}
		return refusal(res.StatusCode, text)
	}
	if _, err = io.Copy(to, res.Body); err != nil {
		return fault.Wrap(err, fault.Unavailable, "broken_off", "The answer broke off before its end; ask again.")
	}
	return nil
}

// refusal is a problem document as the fault that it was made from.
func refusal(status int, text []byte) error {
	var p struct{ Code, Detail, Field string }
	if json.Unmarshal(text, &p) != nil || p.Code == "" {
		return fmt.Errorf("the server answered %d, and not like a Countersign", status)
	}
	return &fault.Error{Kind: fault.Invalid, Code: p.Code, Field: p.Field, Detail: p.Detail}
}

func (r *remote) token() (string, error) {
	if r.TokenFile == "" {
		if token := os.Getenv("COUNTERSIGN_TOKEN"); token != "" {
			return token, nil
		}
		return "", usage{errors.New("give the API token in a file that --token-file names, or in the environment as COUNTERSIGN_TOKEN")}
	}
	text, err := os.ReadFile(r.TokenFile)
	if err != nil {
		return "", usage{fmt.Errorf("the token cannot be read: %w", err)}
	}
	return strings.TrimSpace(string(text)), nil
}

// address refuses to send a token over the network in the clear.
func (r *remote) address(path string) (string, error) {
	u, err := url.Parse(r.Server)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", usage{fmt.Errorf("--server %q is not an address like https://countersign.example", r.Server)}
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme == "http" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", usage{fmt.Errorf("--server %s would send the token in the clear; use https", r.Server)}
	}
	return strings.TrimSuffix(r.Server, "/") + path, nil
}
