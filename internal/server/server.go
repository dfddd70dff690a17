// Package server puts the program together: data folder, key ring, database,
// Engine with every area, the keeper of the log, the outbox worker and the HTTP
// server. What serve starts, demo and the tests start too.
package server

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/httpapi"
	"github.com/countersign/countersign/internal/login"
	"github.com/countersign/countersign/internal/notary"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Options are what is not configured but given by the program or a test.
type Options struct {
	Log   *slog.Logger     // nil: none
	Now   func() time.Time // nil: the clock
	Codes func() time.Time // of second factors, which other devices count; nil: Now
	Look  time.Duration    // how often is looked for what waits to be told; 0: as always
	// ArchiveFile is how many entries one archive file holds at most, whole blocks of
	// 256; 0: as many as one may.
	ArchiveFile int64
	Version     string
}

// Server is a running installation.
type Server struct {
	Config *config.Config
	DB     store.DB
	Ring   *secret.Ring
	Engine *govern.Engine
	API    *httpapi.API
	Desk   *login.Desk

	Options
	files  files.Store
	temp   *temporary
	lock   *os.File // nil on PostgreSQL, whose nodes share nothing of the folder but the key ring
	keeper *keeping
	herald *notice.Herald
	runs   *recon.Comparer
	// ordered has the archives be looked after at once.
	ordered chan struct{}
	// proxies are those whose word about addresses is taken.
	proxies []netip.Prefix
	notary  *notary.Notary
	stop    context.CancelFunc
	busy    sync.WaitGroup
}

// Open starts everything but the HTTP server. Close must be called.
func Open(ctx context.Context, c *config.Config, o Options) (s *Server, err error) {
	s = &Server{Config: c, Options: o, ordered: make(chan struct{}, 1)}
	if s.proxies, err = c.Proxies(); err != nil {
		return nil, err
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.notary, err = newNotary(c, s.Now); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.release())
			s = nil
		}
	}()
	if err := s.openData(ctx); err != nil {
		return s, err
	}
	s.Engine, err = govern.New(ctx, govern.Config{DB: s.DB, Ring: s.Ring, Tables: Tables, Commands: Verbs, Now: s.Now, Log: s.Log, Tell: c.MailServer != "", Tickets: notice.WantsSheets})
	if err != nil {
		return s, err
	}
	s.keeper = newKeeping(s)
	if s.herald, err = s.newHerald(); err != nil {
		return s, err
	}
	s.runs = s.comparer()
	s.Desk = login.New(login.Config{Engine: s.Engine, DB: s.DB, Ring: s.Ring, Log: s.Log, Codes: s.Codes})
	s.API = httpapi.New(httpapi.Config{
		Engine: s.Engine, DB: s.DB, Ring: s.Ring, Desk: s.Desk, Files: s.files, Log: s.Log, Ready: s.keeper.ready, Version: o.Version, URL: c.PublicURL,
		Temp: s.temp.dir, RunStarted: s.runs.Wake,
		Limits: httpapi.Limits{Body: int64(c.LimitBody), Import: int64(c.LimitImport), Request: c.LimitRequest},
	})
	mount(s.API, s.courier())
	s.API.Pages(s.Desk.Handler(), login.Patterns...)
	if err := s.renew(ctx); err != nil {
		return s, err
	}
	s.begin()
	return s, s.event(ctx, "node.start", s.keyFacts()...)
}

func (s *Server) openData(ctx context.Context) (err error) {
	if s.lock, err = claim(s.Config.Data); err != nil {
		return err
	}
	if !s.Config.SQLite() { // nodes on PostgreSQL may share a folder, as tests do
		_ = s.lock.Close()
		s.lock = nil
	}
	if s.DB, err = store.Open(ctx, s.Config.DatabaseURL()); err != nil {
		return err
	}
	if s.Ring, err = keys(ctx, s.Config, s.DB); err != nil {
		return err
	}
	if s.temp, err = newTemporary(s.Config.Data); err != nil {
		return err
	}
	kept, err := files.NewFolder(s.Config.Files())
	if err != nil {
		return err
	}
	s.files = kept
	return kept.Clear()
}

// begin starts the workers.
func (s *Server) begin() {
	ctx, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	worker := s.outbox(s.herald.Handlers())
	s.herald.Wake = worker.Wake
	s.Engine.OnOutbox(worker.Wake)
	works := []func(context.Context){s.keeper.run, worker.Run, s.Desk.Run, s.doing(s.reviewing()), s.doing(s.ending()), s.doing(s.passing()), s.doing(s.watching()), s.doing(s.archiving()), s.doing(s.reporting()), s.doing(s.alarming()), s.watchKeys, s.herald.Run, s.runs.Run}
	if s.notary != nil {
		works = append(works, s.doing(s.attesting()))
	}
	for _, work := range works {
		s.busy.Add(1)
		go func() {
			defer s.busy.Done()
			work(ctx)
		}()
	}
}

// event records something of the node's own life.
func (s *Server) event(ctx context.Context, what string, more ...audit.Fact) error {
	host, _ := os.Hostname() // "" is as good
	facts := append([]audit.Fact{{Name: "host", Value: host}, {Name: "version", Value: s.Version}}, more...)
	_, err := s.Engine.Note(ctx, govern.Actor{Method: "node"}, audit.Event{
		Action: what, Outcome: audit.Noted, Facts: facts,
	})
	return err
}

// Close stops the workers, has the last entries signed and lets everything go.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := s.event(ctx, "node.stop")
	s.stop()
	s.busy.Wait()
	return errors.Join(err, s.keeper.last(ctx), s.release())
}

func (s *Server) release() error {
	if s.Engine != nil {
		s.Engine.Close()
	}
	var err error
	if s.DB != nil {
		err = s.DB.Close()
	}
	if s.temp != nil {
		err = errors.Join(err, s.temp.close())
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}
