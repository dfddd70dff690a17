package server

import (
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
)

// comparer compares the runs of reconciliation beside the requests that start them.
func (s *Server) comparer() *recon.Comparer {
	return &recon.Comparer{Door: s.Engine, DB: s.DB, Files: s.files, Room: s.temp.dir, Actor: govern.Actor{User: InstallationUser, Method: "worker"}, Log: s.Log}
}
