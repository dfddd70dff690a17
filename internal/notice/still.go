package notice

import (
	"context"
	"errors"
	"strconv"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// row is a notice as it is kept.
type row struct {
	ID        govern.ID
	Kind      Kind
	Record    govern.ID
	Round     string
	Recipient string
	State     string
	Body      string
	MadeAt    govern.Time
}

const selectRow = `SELECT id, kind, record, round, recipient, state, body, made_at FROM notice WHERE `

func rowsOf(ctx context.Context, r store.Reader, where string, args ...any) ([]*row, error) {
	var list []*row
	err := r.Query(ctx, func(scan store.Scan) error {
		n := &row{}
		err := scan((*string)(&n.ID), (*string)(&n.Kind), (*string)(&n.Record), &n.Round, &n.Recipient, &n.State, &n.Body, (*int64)(&n.MadeAt))
		list = append(list, n)
		return err
	}, selectRow+where, args...)
	return list, err
}

// still asks whether what a notice tells of waits yet, for its recipient.
func still(ctx context.Context, r store.Reader, n *row, of *body, now govern.Time) (bool, error) {
	kind, record, round := n.Kind, n.Record, n.Round
	if kind == ofEscalation {
		kind, record, round = of.Inner, of.About, ""
	}
	where, args := "", []any{string(record)}
	switch kind {
	case OfChange:
		where = `"change" WHERE id = $1 AND state = 'pending'`
	case OfSignature:
		where = `package WHERE id = $1 AND state = 'awaiting_signatures' AND held = 0`
		if round != "" {
			where, args = where+` AND submission = $2`, append(args, mustNumber(round))
		}
	case OfException:
		if kind != n.Kind {
			round = of.Round
		}
		where = `exception WHERE id = $1 AND state = 'pending'`
		if group := groupOf(round); group != "" {
			where, args = `exception WHERE id = $1 AND `+openExceptions+` AND "group" = $2`, append(args, group)
		} else if round != "" {
			where, args = where+` AND assignee = $2`, append(args, round)
		}
	case OfUntaken:
		where = `exception WHERE run = $1 AND ` + openExceptions + ` AND "group" = ''`
	case OfReview:
		where = `review_item WHERE review = $1 AND verdict = 'open'`
		if n.Kind == OfReview && n.Recipient != "" && round == "" {
			where, args = where+` AND (reviewer = $2 OR NOT EXISTS (SELECT 1 FROM "user" WHERE id = $2))`, append(args, n.Recipient)
		}
	case OfDelivery:
		where = `delivery WHERE id = $1 AND state IN ('failed', 'unsure')`
		if round != "" {
			where, args = where+` AND version = $2`, append(args, mustNumber(round))
		}
	case OfUnsent:
		where = `outbox o JOIN` + unsentPackages + ` AND p.id = $1`
		if round != "" {
			where, args = where+` AND o.gave_up_at = $2`, append(args, mustNumber(round))
		}
	case OfMissing:
		where = missingInput + ` AND c.id = $1`
		if n.Kind == ofEscalation {
			round = of.Round
		}
		if round != "" {
			where, args = where+` AND p.id = $2`, append(args, round)
		}
	case OfFile:
		where = `expected_file x WHERE x.id = $1`
		if n.Kind == ofEscalation {
			round = of.Round
		}
		if round != "" {
			day, version := dayOf(round)
			where, args = where+` AND x.version = $3 AND NOT EXISTS (SELECT 1 FROM run r WHERE r.process = x.process AND r.ran_at >= $2 AND `+goodRun+`)`, append(args, day, version)
		}
	case OfUnlooked:
		return directory.IsUnlooked(ctx, r, record, now)
	case OfHanded:
		where, args = stillHanded, append(args, n.Recipient)
	case OfAlarm:
		where = `alarm WHERE id = $1 AND ended_at = 0`
	default:
		return true, nil
	}
	var one int64
	err := r.QueryRow(ctx, []any{&one}, `SELECT 1 FROM `+where+` LIMIT 1`, args...)
	if errors.Is(err, store.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// mustNumber reads what number wrote.
func mustNumber(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}
