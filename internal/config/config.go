// Package config is the one configuration: defaults, then a YAML file, then the
// environment, then flags, each over the one before. A key that does not exist
// is an error that names the nearest one that does, wherever it was written.
package config

import (
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/fault"
)

// Config is every setting there is. The tags are its documentation.
type Config struct {
	Data      string `key:"data" default:"./data" doc:"Folder of the key ring, the checkpoints, uploaded files and, with SQLite, the database."`
	Database  string `key:"database" secret:"true" doc:"postgres://user:password@host/name for PostgreSQL; empty for SQLite in the data folder. May be env:NAME or file:PATH."`
	Addr      string `key:"addr" default:"127.0.0.1:8080" doc:"Address to listen on."`
	PublicURL string `key:"url" doc:"The address that people's browsers use, such as https://treasury.example: passkeys belong to its host, and links in notices begin with it. Empty: whatever address the browser used."`

	Folder string `key:"deliver.folder" doc:"Folder below which channels of kind folder put their files; empty: outgoing in the data folder."`

	TrustedProxy string `key:"trusted_proxy" doc:"Networks of the proxies before the server, such as 10.1.0.0/16,192.0.2.7/32: from them, and from nobody else, X-Forwarded-For is read."`

	ArchiveAfter time.Duration `key:"audit.archive_after" default:"13140h" doc:"Entries of the log that are older (18 months by default) are moved to archive files; 8760h is a year."`
	Witnesses    string        `key:"audit.witnesses" doc:"Who cosigns checkpoints (C2SP tlog-witness): verifier key and address of each, separated by a space, several separated by commas."`
	SendEvery    time.Duration `key:"audit.send_every" default:"10s" doc:"How often witnesses are asked, and checkpoints sent away, when there is a new one."`
	SendWebhook  string        `key:"audit.webhook" secret:"true" doc:"https address that each checkpoint sent is posted to. May be env:NAME or file:PATH."`
	SendSecret   string        `key:"audit.webhook_secret" secret:"true" doc:"Key of the HMAC-SHA-256 over it, which stands in the header Countersign-Signature. May be env:NAME or file:PATH."`
	SendSFTP     string        `key:"audit.sftp" doc:"sftp://user@host:22/folder that checkpoints are put into, a file each."`
	SendKey      string        `key:"audit.sftp_key" doc:"File of the private key that signs in there, without passphrase."`
	SendHosts    string        `key:"audit.sftp_hosts" doc:"File of the server's own keys, as lines of known_hosts."`

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

	MailServer   string        `key:"mail.server" doc:"Host and port of the server that takes mail, such as smtp.example:587; empty: no mail is sent."`
	MailSecurity string        `key:"mail.security" default:"starttls" enum:"starttls,tls,none" doc:"starttls, tls from the first byte, or none, which is for a server of the same machine."`
	MailUser     string        `key:"mail.user" doc:"Who signs in there; empty: nobody does."`
	MailPassword string        `key:"mail.password" secret:"true" doc:"With what. May be env:NAME or file:PATH."`
	MailFrom     string        `key:"mail.from" doc:"Sender, such as Countersign <countersign@example.com>; needed with mail.server."`
	MailRoots    string        `key:"mail.roots" doc:"PEM file of the authorities that the server's certificate is checked by; empty: the machine's."`
	MailLanguage string        `key:"mail.language" default:"en" enum:"en,de" doc:"Language of mails."`
	MailDailyAt  time.Duration `key:"mail.daily_at" default:"6h" doc:"Time after midnight UTC at which those are written to who want one mail a day."`
}

// checkNotices wants settings that notices can be sent with. They never stand in
// its fault.
func (c *Config) checkNotices() error {
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.RawQuery != "") {
		return fault.Bad("url", "bad_setting", "The setting url is wrong: give an address like https://countersign.example.")
	}
	if c.MailServer == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(c.MailServer)
	if err != nil || host == "" {
		return fault.Bad("mail.server", "bad_setting", "The setting mail.server is wrong: give host and port, such as smtp.example:587.")
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil {
		return fault.Bad("mail.from", "bad_setting", "The setting mail.from is wrong: give an address like countersign@example.com.")
	}
	if ip := net.ParseIP(host); c.MailSecurity == "none" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fault.Bad("mail.security", "bad_setting", "Mail leaves this machine encrypted only: set mail.security to starttls or tls.")
	}
	if c.MailDailyAt >= 24*time.Hour {
		return fault.Bad("mail.daily_at", "bad_setting", "The setting mail.daily_at is wrong: a day has 24 hours.")
	}
	return nil
}

// Proxies are the networks of the trusted proxies. A single address is a network
// of its own.
func (c *Config) Proxies() ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, text := range strings.FieldsFunc(c.TrustedProxy, func(r rune) bool { return strings.ContainsRune(", []", r) }) {
		p, err := netip.ParsePrefix(text)
		if a, e := netip.ParseAddr(text); e == nil {
			p, err = a.Prefix(a.BitLen())
		}
		if err != nil {
			return nil, fault.Bad("trusted_proxy", "bad_setting", "%q is not a network like 10.1.0.0/16.", text)
		}
		list = append(list, p.Masked())
	}
	return list, nil
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

// Outgoing is the folder that channels of kind folder lie in.
func (c *Config) Outgoing() string {
	if c.Folder != "" {
		return c.Folder
	}
	return filepath.Join(c.Data, "outgoing")
}

// Files is the folder of uploaded files and results.
func (c *Config) Files() string { return filepath.Join(c.Data, "files") }
