package server

import (
	"context"
	"maps"

	"github.com/countersign/countersign/internal/archives"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/payments"
)

// courier is who the side effects act as: a service user with the permissions
// that they need and no others.
var courier = govern.Actor{User: DeliveryUser, Method: "worker"}

// courier sends the files.
func (s *Server) courier() *deliver.Courier {
	return &deliver.Courier{Door: s.Engine, DB: s.DB, Ring: s.Ring, Actor: courier, Files: s.files, Folder: s.Config.Outgoing(), Content: s.content}
}

// outbox is the worker with what it does for each kind of message.
func (s *Server) outbox(more map[string]outbox.Handler) *outbox.Worker {
	c := s.courier()
	handlers := map[string]outbox.Handler{payments.AcceptedMessage: s.accepted, deliver.Deliver: c.Do, deliver.Delivered: s.delivered, deliver.SendFile: c.DoFile, payments.AnsweredMessage: s.answered, payments.RecalledMessage: s.recalled, archives.Given: s.orderGiven}
	maps.Copy(handlers, more)
	return &outbox.Worker{
		DB: s.DB, Now: s.Now, Log: s.Log, Handlers: handlers,
		OnGiveUp: func(ctx context.Context, m outbox.Message, why error) {
			if m.Kind == deliver.Deliver {
				if err := c.GaveUp(ctx, m); err != nil {
					s.Log.Error("a delivery that was given up could not be settled", "delivery", m.Subject, "error", err)
				}
			}
			_, err := s.Engine.Note(ctx, courier, audit.Event{
				Action: "outbox.give_up", Outcome: audit.Failed, Code: fault.Code(why), Detail: fault.From(why).Detail,
				Facts: []audit.Fact{{Name: "kind", Value: m.Kind}, {Name: "subject", Value: string(m.Subject)}},
			})
			if err != nil {
				s.Log.Error("giving up a message could not be recorded", "message", m.ID, "error", err)
			}
		},
	}
}

// content gives the courier the file of a record.
func (s *Server) content(ctx context.Context, table string, id govern.ID) (string, []byte, error) {
	switch table {
	case "package":
	case "order":
		name, content, _, err := payments.RecallFile(ctx, s.DB, id)
		return name, content, err
	default:
		return "", nil, fault.New(fault.Invalid, "no_file", "Records of %s have no file to deliver.", table)
	}
	if err := s.mayLeave(ctx, id); err != nil {
		return "", nil, fault.Wrap(err, fault.Unavailable, fault.Code(err), "%s", fault.From(err).Detail)
	}
	name, content, _, err := payments.File(ctx, s.DB, id)
	return name, content, err
}

// accepted queues the file of a package that its signatures accepted. Again
// after a crash it finds the delivery there.
func (s *Server) accepted(ctx context.Context, m outbox.Message) error {
	// What is held is queued when it is resumed, which leaves another message.
	if err := s.mayLeave(ctx, m.Subject); fault.Code(err) == "held" {
		return nil
	} else if err != nil {
		return hopeless(err)
	}
	name, content, digest, err := payments.File(ctx, s.DB, m.Subject)
	if err == nil && digest != m.Body {
		err = fault.New(fault.Internal, "other_file", "The package's file has the digest %s, accepted was %s.", digest, m.Body)
	}
	if err != nil {
		return hopeless(err)
	}
	channel, err := s.channel(ctx, m.Subject)
	if err != nil {
		return err
	}
	out, err := s.Engine.Submit(ctx, courier, govern.Note{}, &deliver.Queue{
		Channel: channel, SubjectTable: "package", Subject: m.Subject,
		FileName: name, SHA256: digest, Size: int64(len(content)),
	})
	if fault.Code(err) == "already_queued" {
		return nil
	}
	return s.applied(out, err)
}

// recalled queues the request that an order be given back.
func (s *Server) recalled(ctx context.Context, m outbox.Message) error {
	name, content, digest, err := payments.RecallFile(ctx, s.DB, m.Subject)
	if err != nil {
		return hopeless(err)
	}
	o, err := payments.Orders.Get(ctx, s.DB, m.Subject)
	if err != nil {
		return err
	}
	channel, err := s.channel(ctx, o.Package)
	if err != nil {
		return err
	}
	out, err := s.Engine.Submit(ctx, courier, govern.Note{}, &deliver.Queue{
		Channel: channel, SubjectTable: "order", Subject: m.Subject, FileName: name, SHA256: digest, Size: int64(len(content)),
	})
	if fault.Code(err) == "already_queued" {
		return nil
	}
	return s.applied(out, err)
}

// channel is the drop box of the bank that keeps the package's accounts.
func (s *Server) channel(ctx context.Context, pkg govern.ID) (govern.ID, error) {
	orders, err := payments.OrdersOf(ctx, s.DB, pkg)
	if err != nil {
		return "", err
	}
	var bank string
	for _, o := range orders {
		account, err := payments.Accounts.Get(ctx, s.DB, o.Account)
		if err != nil {
			return "", err
		}
		if bank != "" && bank != account.BIC {
			return "", fault.New(fault.Conflict, "two_banks", "The package debits accounts of %s and of %s; one file goes to one bank.", bank, account.BIC)
		}
		bank = account.BIC
	}
	c, err := deliver.Channels.One(ctx, s.DB, `bic = $1`, bank)
	if err != nil {
		return "", err
	}
	if c == nil {
		return "", fault.New(fault.Unavailable, "no_channel", "There is no channel to the bank %s; enter one.", bank)
	}
	return c.ID, nil
}

// delivered tells the package that its file stands at the bank.
func (s *Server) delivered(ctx context.Context, m outbox.Message) error {
	cmd := &payments.MarkSent{SHA256: m.Body}
	cmd.On(m.Subject)
	out, err := s.Engine.Submit(ctx, courier, govern.Note{}, cmd)
	if fault.Code(err) == "wrong_state" {
		if p, readErr := payments.Packages.Get(ctx, s.DB, m.Subject); readErr == nil && p.State.Left() {
			return nil
		}
	}
	return s.applied(out, hopeless(err))
}

// answered tells the delivery that the bank's own answer names its file: what could
// not be read back there has arrived.
func (s *Server) answered(ctx context.Context, m outbox.Message) error {
	d, err := deliver.Deliveries.One(ctx, s.DB, `subject_table = 'package' AND subject = $1`, string(m.Subject))
	if err != nil || d == nil || d.State != deliver.Unconfirmed && d.State != deliver.Unsure {
		return err
	}
	cmd := &deliver.Answered{}
	cmd.On(d.ID)
	out, err := s.Engine.Submit(ctx, courier, govern.Note{}, cmd)
	return s.applied(out, err)
}

// applied makes an error of a command that four-eyes rules hold back: the
// message stays until somebody has decided.
func (s *Server) applied(out govern.Outcome, err error) error {
	if err == nil && out.State != govern.Applied {
		return fault.New(fault.Unavailable, "step_held", "A four-eyes rule holds this step as change %s.", out.Change)
	}
	return err
}

// hopeless marks what no repetition heals.
func hopeless(err error) error {
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) || fault.Is(err, fault.NotFound) || fault.Code(err) == "other_file" {
		return outbox.GiveUp(err)
	}
	return err
}
