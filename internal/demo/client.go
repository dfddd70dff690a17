package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/countersign/countersign/internal/login/visitor"
)

// person is somebody of the story, with a browser of their own.
type person struct {
	ID, Name string
	*visitor.Visitor
}

// answer is what the server said.
type answer struct {
	Status int
	ETag   string
	Body   []byte
}

// problem is a refusal, as RFC 9457 has it.
type problem struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Field  string `json:"field"`
	what   string
}

func (p *problem) Error() string {
	return fmt.Sprintf("%s: %d %s %s %s", p.what, p.Status, p.Code, p.Field, p.Detail)
}

// header is one more header of a request.
type header struct{ name, value string }

// ask sends one request as the person. Whose session has ended signs in again;
// who is asked for a newer proof gives a code; then the request is repeated. A
// status of 400 or more is a *problem.
func (p *person) ask(ctx context.Context, method, path string, body any, headers ...header) (*answer, error) {
	a, err := p.once(ctx, method, path, body, headers...)
	var refused *problem
	if !errors.As(err, &refused) {
		return a, err
	}
	switch refused.Code {
	case "no_session":
		if err := p.SignIn(ctx); err != nil {
			return nil, fmt.Errorf("%s signs in: %w", p.Name, err)
		}
	case "proof_needed":
		code, err := p.Code()
		if err != nil {
			return nil, err
		}
		if _, err := p.once(ctx, http.MethodPost, "/api/v1/me/proof", map[string]string{"code": code}); err != nil {
			return nil, err
		}
	default:
		return nil, err
	}
	return p.once(ctx, method, path, body, headers...)
}

// once sends one request as it is.
func (p *person) once(ctx context.Context, method, path string, body any, headers ...header) (*answer, error) {
	var content []byte
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case upload:
		content, kind = b.content, b.kind
	default:
		var err error
		if content, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, p.URL+path, bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	p.Cookie(req)
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	for _, h := range headers {
		req.Header.Set(h.name, h.value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode >= http.StatusBadRequest {
		prob := &problem{what: p.Name + ": " + method + " " + path}
		if json.Unmarshal(text, prob) != nil || prob.Code == "" {
			prob.Status, prob.Detail = res.StatusCode, string(text)
		}
		return nil, prob
	}
	return &answer{Status: res.StatusCode, ETag: res.Header.Get("ETag"), Body: text}, nil
}

// upload is a body that is no JSON.
type upload struct {
	kind    string
	content []byte
}

// outcome is the part of an answer to a write that the story needs.
type outcome struct {
	State   string   `json:"state"`
	Change  string   `json:"change"`
	Digest  string   `json:"digest"`
	Seq     int64    `json:"seq"`
	Missing []string `json:"missing"`
	Records []struct {
		Table, ID string
		Version   int64
	} `json:"records"`
}

// do sends a write and reads its outcome.
func (p *person) do(ctx context.Context, method, path string, body any, headers ...header) (*outcome, error) {
	a, err := p.ask(ctx, method, path, body, headers...)
	if err != nil {
		return nil, err
	}
	out := &outcome{}
	return out, json.Unmarshal(a.Body, out)
}

// must is do for a write that has to be applied at once.
func (p *person) must(ctx context.Context, method, path string, body any, headers ...header) error {
	out, err := p.do(ctx, method, path, body, headers...)
	if err == nil && out.State != "applied" {
		err = fmt.Errorf("%s: %s %s: %s, missing %s", p.Name, method, path, out.State, strings.Join(out.Missing, ", "))
	}
	return err
}

// put makes a record under a name of our own.
func (p *person) put(ctx context.Context, table, id string, row any) error {
	return p.must(ctx, http.MethodPut, "/api/v1/"+table+"/"+id, row, header{"If-None-Match", "*"})
}

// command carries out a command on a record.
func (p *person) command(ctx context.Context, area, table, id, verb string, body any) error {
	if body == nil {
		body = struct{}{}
	}
	return p.must(ctx, http.MethodPost, "/api/v1/"+area+"/"+table+"/"+id+"/"+verb, body)
}

// get reads one JSON answer.
func (p *person) get(ctx context.Context, path string, into any) error {
	a, err := p.ask(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	return json.Unmarshal(a.Body, into)
}

// list reads all rows of a table that satisfy the filters.
func list[T any](ctx context.Context, p *person, table string, filters ...string) ([]T, error) {
	var page struct {
		Items []T    `json:"items"`
		Next  string `json:"next"`
	}
	var all []T
	for cursor := ""; ; cursor = page.Next {
		page.Items, page.Next = nil, ""
		query := url.Values{"limit": {"200"}, "cursor": {cursor}, "filter": filters}
		if err := p.get(ctx, "/api/v1/"+table+"?"+query.Encode(), &page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return all, nil
		}
	}
}
