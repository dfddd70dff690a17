package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// grace is how long requests under way may take when the server stops.
const grace = 20 * time.Second

// Serve answers on the listener until ctx ends, then lets what is under way
// finish.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	h := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: s.Config.LimitHeader, ReadTimeout: s.Config.LimitRead, WriteTimeout: s.Config.LimitWrite,
		IdleTimeout: s.Config.LimitIdle, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	h.RegisterOnShutdown(s.API.Hush)
	done := make(chan error, 1)
	go func() {
		if s.Config.TLSCertificate != "" {
			done <- h.ServeTLS(ln, s.Config.TLSCertificate, s.Config.TLSKey)
			return
		}
		done <- h.Serve(ln)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	err := h.Shutdown(end)
	if served := <-done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
