// Package config is the one configuration: defaults, then a YAML file, then the
// environment, then flags, each over the one before. A key that does not exist
// is an error that names the nearest one that does, wherever it was written.
package config

import (
	"path/filepath"
	"strings"
	"time"
)

// Config is every setting there is. The tags are its documentation.
type Config struct {
	Data     string `key:"data" default:"./data" doc:"Folder of the key ring, the checkpoints, uploaded files and, with SQLite, the database."`
	Database string `key:"database" secret:"true" doc:"postgres://user:password@host/name for PostgreSQL; empty for SQLite in the data folder. May be env:NAME or file:PATH."`
	Addr     string `key:"addr" default:"127.0.0.1:8080" doc:"Address to listen on."`

	TLSCertificate string `key:"tls.certificate" doc:"PEM file of the certificate; with tls.key, HTTPS is spoken."`
	TLSKey         string `key:"tls.key" doc:"PEM file of its private key."`

	LogLevel  string `key:"log.level" default:"info" enum:"debug,info,warn,error" doc:"The least severe lines that are written."`
	LogFormat string `key:"log.format" default:"text" enum:"text,json" doc:"How lines are written."`

	LimitBody    Size          `key:"limits.body" default:"8MiB" doc:"Size of an ordinary request."`
	LimitImport  Size          `key:"limits.import" default:"64MiB" doc:"Size of an upload."`
	LimitRequest time.Duration `key:"limits.request" default:"60s" doc:"Time until a request's work must have begun."`
	LimitHeader  time.Duration `key:"limits.header" default:"10s" doc:"Time for a client to send its headers."`
	LimitRead    time.Duration `key:"limits.read" default:"2m" doc:"Time for a client to send its whole request."`
	LimitWrite   time.Duration `key:"limits.write" default:"2m" doc:"Time for a client to take an answer; exports have 30 minutes."`
	LimitIdle    time.Duration `key:"limits.idle" default:"2m" doc:"Time that an idle connection is kept."`
}

// DatabaseURL is the database as store.Open takes it.
func (c *Config) DatabaseURL() string {
	if c.Database != "" {
		return c.Database
	}
	return "sqlite:" + filepath.Join(c.Data, "countersign.db")
}

// SQLite reports whether the database is a file of this machine.
func (c *Config) SQLite() bool { return strings.HasPrefix(c.DatabaseURL(), "sqlite:") }

// URL is where a browser on this machine reaches the server.
func (c *Config) URL() string {
	if c.TLSCertificate != "" {
		return "https://" + c.Addr
	}
	return "http://" + c.Addr
}

// Paths within the data folder.

// Keys is the key ring.
func (c *Config) Keys() string { return filepath.Join(c.Data, "keys.json") }

// Checkpoints is the file of the log's signed checkpoints; its public key lies
// beside it.
func (c *Config) Checkpoints() string { return filepath.Join(c.Data, "checkpoints.txt") }

// Files is the folder of uploaded files and results.
func (c *Config) Files() string { return filepath.Join(c.Data, "files") }
