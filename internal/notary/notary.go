// Package notary has the log's checkpoints attested where its own people have no
// hand: witnesses cosign them (C2SP tlog-witness), and copies go to a webhook and
// into an SFTP folder. What it is told to do stands in the server's settings, not
// in the database, so that whoever can write there cannot turn it elsewhere.
//
// It guarantees that nothing it does writes into the log, which would bring forth
// the next checkpoint, and that a place that cannot be reached holds up no other.
package notary

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Witness is a witness and where it is asked: the submission prefix of C2SP
// tlog-witness, to which /add-checkpoint is appended.
type Witness struct {
	tree.Witness
	URL string
}

// ParseWitnesses reads a setting like "name+hash+key https://witness.example, …".
// Fault bad_setting.
func ParseWitnesses(text string) (list []Witness, err error) {
	for _, one := range strings.Split(text, ",") {
		parts := strings.Fields(one)
		if len(parts) == 0 {
			continue
		}
		if len(parts) != 2 || !strings.HasPrefix(parts[1], "https://") && !strings.HasPrefix(parts[1], "http://") {
			return nil, fault.Bad("audit.witnesses", "bad_setting", "%q is not the verifier key of a witness and its address, separated by a space.", strings.TrimSpace(one))
		}
		w, err := tree.ParseWitness(parts[0])
		if err != nil {
			return nil, fault.Bad("audit.witnesses", "bad_setting", "%s.", err)
		}
		list = append(list, Witness{w, strings.TrimRight(parts[1], "/")})
	}
	return list, nil
}

// Notary works for one log.
type Notary struct {
	DB        store.DB
	Witnesses []Witness
	Places    []Place // where copies go
	Client    *http.Client
	// Sent remembers what a place has already; the caller keeps it for the life of
	// the process, after which the newest checkpoint is sent once more.
	Sent map[string]int64
}

// Place takes copies of checkpoints.
type Place interface {
	Name() string
	// Send takes a signed checkpoint. It may be called again with the same one.
	Send(ctx context.Context, size int64, note string) error
}

// Patience is how long one witness or place may take.
const Patience = 20 * time.Second

// Round asks every witness about the newest checkpoint, and then sends it, with
// the cosignatures that came, to every place that has not got it yet. The error
// joins what failed; it is of no harm to the rest, and the next round tries again.
func (n *Notary) Round(ctx context.Context) error {
	newest, err := n.newest(ctx)
	if err != nil || newest.Size == 0 {
		return err
	}
	var failed []error
	for _, w := range n.Witnesses {
		if err := n.within(ctx, func(ctx context.Context) error { return n.ask(ctx, w, newest.Size) }); err != nil {
			failed = append(failed, fmt.Errorf("witness %s: %w", w.Name(), err))
		}
	}
	if newest, err = n.sized(ctx, newest.Size); err != nil {
		return errors.Join(append(failed, err)...)
	}
	for _, p := range n.Places {
		if n.Sent[p.Name()] >= newest.Size {
			continue
		}
		if err := n.within(ctx, func(ctx context.Context) error { return p.Send(ctx, newest.Size, newest.Note) }); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", p.Name(), err))
			continue
		}
		n.Sent[p.Name()] = newest.Size
	}
	return errors.Join(failed...)
}

func (n *Notary) within(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	return do(ctx)
}

func (n *Notary) newest(ctx context.Context) (newest audit.Signed, err error) {
	err = n.DB.Snapshot(ctx, func(q store.Reader) (err error) {
		newest, err = audit.Newest(ctx, q)
		return err
	})
	return newest, err
}

func (n *Notary) sized(ctx context.Context, size int64) (of audit.Signed, err error) {
	err = n.DB.Snapshot(ctx, func(q store.Reader) (err error) {
		of, err = audit.SignedAt(ctx, q, size)
		return err
	})
	return of, err
}

// ask has one witness cosign the checkpoint over size entries. A witness that
// knows of another size than is remembered here says so, and is asked once more.
func (n *Notary) ask(ctx context.Context, w Witness, size int64) error {
	known, err := audit.WitnessedSize(ctx, n.DB, w.Name())
	if err != nil || known >= size {
		return err
	}
	for range 2 {
		status, kind, answer, err := n.submit(ctx, w, known, size)
		if err != nil {
			return err
		}
		switch status {
		case http.StatusOK:
			return audit.Cosigned(ctx, n.DB, w.Witness, size, answer)
		case http.StatusConflict:
			said, err := strconv.ParseInt(strings.TrimSpace(string(answer)), 10, 64)
			if err != nil || !strings.HasPrefix(kind, "text/x.tlog.size") || said < 0 {
				return fault.New(fault.Unavailable, "witness_refuses", "The witness refuses the size that it should know, and does not say which.")
			}
			if said > size {
				return fault.New(fault.Conflict, "witness_ahead", "The witness has cosigned %d entries of this log, which has %d here: the log was turned back. Run countersign audit verify with the checkpoints kept elsewhere.", said, size)
			}
			known = said
		case http.StatusUnprocessableEntity:
			return fault.New(fault.Conflict, "witness_contradicts", "The witness says that the checkpoint over %d entries does not continue the one over %d that it cosigned: the log was altered, or is another. Run countersign audit verify with the checkpoints kept elsewhere.", size, known)
		default:
			return fault.New(fault.Unavailable, "witness_refuses", "The witness answers %d: %.200q.", status, answer)
		}
	}
	return fault.New(fault.Unavailable, "witness_refuses", "The witness changes its mind about the size that it knows.")
}

func (n *Notary) submit(ctx context.Context, w Witness, known, size int64) (status int, kind string, answer []byte, err error) {
	body, err := audit.ProveConsistency(ctx, n.DB, known, size)
	if err != nil {
		return 0, "", nil, err
	}
	return post(ctx, n.Client, w.URL+"/add-checkpoint", body, nil)
}

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 64 << 10

func post(ctx context.Context, client *http.Client, url string, body []byte, header map[string]string) (status int, kind string, answer []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, "", nil, err
	}
	req.Header.Set("Content-Type", "text/plain; charset=utf-8")
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, "", nil, fault.Wrap(err, fault.Unavailable, "unreachable", "It cannot be reached; it is tried again.")
	}
	defer func() { _ = res.Body.Close() }()
	answer, err = io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	return res.StatusCode, res.Header.Get("Content-Type"), answer, err
}
