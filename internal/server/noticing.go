package server

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"net/mail"
	"os"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
)

const noticeLeaseFor = time.Minute

// newHerald is what tells people what waits for them. It looks on one node at a
// time.
func (s *Server) newHerald() (*notice.Herald, error) {
	c := s.Config
	h := &notice.Herald{
		Engine: s.Engine, DB: s.DB, Ring: s.Ring, Log: s.Log, Base: strings.TrimRight(c.PublicURL, "/"), German: c.MailLanguage == "de",
		DailyAt: c.MailDailyAt, Actor: govern.Actor{User: InstallationUser, Method: "node"}, Lease: s.noticeLease(), Sheet: s.sheet, Wake: func() {}, Every: s.Look,
	}
	var err error
	h.Mail, err = post(c)
	return h, err
}

// post is how mail leaves, nil where it does not.
func post(c *config.Config) (*notice.Post, error) {
	if c.MailServer == "" {
		return nil, nil
	}
	from, err := mail.ParseAddress(c.MailFrom)
	if err != nil {
		return nil, err
	}
	p := &notice.Post{Server: c.MailServer, Security: c.MailSecurity, User: c.MailUser, Password: c.MailPassword, From: *from}
	if c.MailRoots == "" {
		return p, nil
	}
	pem, err := os.ReadFile(c.MailRoots)
	if err != nil {
		return nil, err
	}
	if p.Roots = x509.NewCertPool(); !p.Roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("the setting mail.roots is wrong: the file %s holds no certificate", c.MailRoots)
	}
	return p, nil
}

// noticeLease takes the lease, and renews it when half of it is over.
func (s *Server) noticeLease() func(context.Context) (bool, error) {
	holder, until := rand.Text(), time.Time{}
	return func(ctx context.Context) (bool, error) {
		now := time.Now()
		if until.Sub(now) > noticeLeaseFor/2 {
			return true, nil
		}
		mine, err := s.takes(ctx, "notice", holder, noticeLeaseFor)
		if until = (time.Time{}); mine {
			until = now.Add(noticeLeaseFor)
		}
		return mine, err
	}
}
