package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/countersign/countersign/bench/internal/database"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/login"
	"github.com/countersign/countersign/internal/server"
)

// house is one installation, served on an address of this machine.
type house struct {
	*database.Database
	server *server.Server
	url    string
	stop   func() error
	took   time.Duration // to bring everything in

	founder, asker string // tokens of their sessions
}

func openHouse(kind string) (h *house, err error) {
	h = &house{}
	if h.Database, err = database.Make(ctx, kind, ""); err != nil {
		return nil, err
	}
	data := filepath.Join(h.Dir, "data")
	flags := map[string]string{"data": data}
	if kind == "postgres" {
		flags["database"] = h.URL
	}
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: flags})
	if err != nil {
		return nil, err
	}
	if h.server, err = server.Open(ctx, c, server.Options{Version: "bench", Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))}); err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	h.url = "http://" + ln.Addr().String()
	serving, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- h.server.Serve(serving, ln) }()
	h.stop = func() error {
		cancel()
		return errors.Join(<-ended, h.server.Close())
	}
	return h, h.found()
}

func (h *house) close() {
	_ = h.stop()
	_ = h.Close()
}

// found has two administrators open their links.
func (h *house) found() error {
	made, err := h.server.Found(ctx, []server.Admin{{Email: "ada@bench.example", Name: "Ada"}, {Email: "bela@bench.example", Name: "Béla"}})
	if err != nil {
		return err
	}
	for _, invitation := range made {
		if _, err := h.server.Desk.Accept(ctx, login.From{Address: "bench"}, strings.TrimPrefix(invitation.Link, "/link/"), "quartz-otter-lantern-42"); err != nil {
			return err
		}
	}
	h.founder, err = h.session(string(made[0].User))
	h.asker = h.founder
	return err
}

// session is the token of a new one.
func (h *house) session(user string) (string, error) {
	token, _, err := h.server.Desk.Begin(ctx, login.From{Address: "bench"}, user, "bench")
	return token, err
}

func (h *house) get(who, path string) ([]byte, error) { return h.ask(who, http.MethodGet, path, nil) }

// ask sends one request, and wants it to succeed at once.
func (h *house) ask(who, method, path string, body any, headers ...string) ([]byte, error) {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, h.url+path, &content)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.AddCookie(&http.Cookie{Name: login.Cookie, Value: who})
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode >= 400 || res.StatusCode == http.StatusAccepted) {
		err = fmt.Errorf("%s %s: %s %.400s", method, path, res.Status, text)
	}
	return text, err
}

// ids are those of the records whose column has these values, or of all.
func (h *house) ids(table, column string, values ...string) ([]string, error) {
	path := "/api/v1/" + table + "?limit=500"
	if len(values) == 0 {
		return h.listed(path)
	}
	var all []string
	for _, v := range values {
		found, err := h.listed(path + "&filter=" + url.QueryEscape(column+"="+v))
		if err != nil {
			return nil, err
		}
		if len(found) != 1 {
			return nil, fmt.Errorf("%d records of %s have %s %s", len(found), table, column, v)
		}
		all = append(all, found[0])
	}
	return all, nil
}

func (h *house) listed(path string) ([]string, error) {
	body, err := h.get(h.founder, path)
	if err != nil {
		return nil, err
	}
	var page struct{ Items []struct{ ID string } }
	if err := json.Unmarshal(body, &page); err != nil {
		return nil, err
	}
	var ids []string
	for _, item := range page.Items {
		ids = append(ids, item.ID)
	}
	return ids, nil
}
