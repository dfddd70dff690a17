package authzen

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	strict "github.com/go-json-experiment/json"

	"github.com/countersign/countersign/internal/fault"
)

// Found is a page of a search (section The Search API Response).
type Found struct {
	Page    Page  `json:"page"`
	Results []Hit `json:"results"`
}

// Page says how the search goes on.
type Page struct {
	Next  string `json:"next_token"`
	Count int    `json:"count"`
}

// Hit is a subject, a resource or an action.
type Hit struct {
	Type string `json:"type,omitempty"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// paging is which page is asked for.
type paging struct {
	After string `json:"after"` // the candidate that the page before ended with
	Limit int    `json:"limit"`
	of    string // what the token is bound to
}

// source gives up to limit candidates after one, in their order, and the last
// that it looked at; "" at the end.
type source func(after string, limit int) (ids []string, last string, err error)

// search is what the three have in common: it asks of one candidate after the
// other until the page is full.
func (p *Point) search(ctx context.Context, who, kind string, m members, run func(*asking) (source, func(id string) (bool, error), func(id string) Hit, error)) (Found, error) {
	page, err := p.paging(who, kind, m)
	if err != nil {
		return Found{}, err
	}
	out := Found{Results: []Hit{}}
	err = p.ask(ctx, func(a *asking) error {
		candidates, allowed, hit, err := run(a)
		if err != nil || candidates == nil {
			return err
		}
		left := looked
		for left > 0 {
			ids, last, err := candidates(page.After, min(left, 1000))
			if err != nil || last == "" {
				return err
			}
			for _, id := range ids {
				ok, err := allowed(id)
				if err != nil {
					return err
				}
				if ok && len(out.Results) == page.Limit {
					out.Page.Next, err = p.token(page)
					return err
				}
				if ok {
					out.Results = append(out.Results, hit(id))
				}
				page.After = id
			}
			left -= max(len(ids), 1)
			page.After = last
		}
		out.Page.Next, err = p.token(page)
		return err
	})
	out.Page.Count = len(out.Results)
	return out, err
}

// paging reads the page object. A token goes with the request that it was given
// for, and with nobody else's.
func (p *Point) paging(who, kind string, m members) (*paging, error) {
	page := &paging{Limit: mostResults}
	rest := []string{"authzen", kind, who}
	for _, name := range defaults {
		text := []byte(m[name])
		if canonical, err := canonicalised(text); err == nil {
			text = canonical
		}
		rest = append(rest, name, string(text))
	}
	page.of = strings.Join(rest, "\n")
	o, err := m.object("", "page")
	if err != nil || o == nil {
		return page, err
	}
	limit, limited := o["limit"]
	if limited {
		n, err := strconv.ParseInt(string(limit), 10, 64)
		if err != nil || n < 0 {
			return nil, bad("page.limit", "is no whole number from 0 upwards")
		}
		page.Limit = int(min(n, mostResults))
	}
	raw, there := o["token"]
	if !there || string(raw) == `""` {
		return page, nil
	}
	asked := page.Limit
	var token string
	if err := strict.Unmarshal(raw, &token); err != nil || len(token) > mostPageToken || p.open(token, page) != nil {
		return nil, bad("page.token", "does not belong to this search; ask without it to begin again")
	}
	if limited && page.Limit != asked {
		return nil, bad("page.limit", "differs from that of the first page")
	}
	return page, nil
}

func canonicalised(text []byte) ([]byte, error) {
	var v any
	if err := strict.Unmarshal(text, &v); err != nil {
		return nil, err
	}
	return strict.Marshal(v, strict.Deterministic(true))
}

// token seals where a page ended: the last candidate may be one that the answer
// does not name.
func (p *Point) token(page *paging) (string, error) {
	text, err := json.Marshal(page)
	if err != nil {
		return "", err
	}
	key, sealed, err := p.Ring.Seal(text, []byte(page.of))
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint32(nil, key), sealed...)), err
}

func (p *Point) open(token string, into *paging) error {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) <= 4 {
		return fault.New(fault.Invalid, "bad_token", "no token")
	}
	text, err := p.Ring.Unseal(binary.BigEndian.Uint32(b), b[4:], []byte(into.of))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// listed makes a source of a whole sorted list.
func listed(ids []string) source {
	return func(after string, limit int) ([]string, string, error) {
		at, found := slices.BinarySearch(ids, after)
		if found {
			at++
		}
		if at == len(ids) {
			return nil, "", nil
		}
		page := ids[at:min(at+limit, len(ids))]
		return page, page[len(page)-1], nil
	}
}
