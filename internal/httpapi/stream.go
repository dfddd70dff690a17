package httpapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"
)

// streamFor is how long one streamed answer may take.
const streamFor = 30 * time.Minute

// streamed answers with what write gives. Its beginning is held back until
// there is some, so that a fault before it is still answered as a problem.
func (c *call) streamed(kind, name string, write func(context.Context, io.Writer) error) (reply, error) {
	ctx, cancel := context.WithTimeout(c.whole, streamFor)
	r, w := io.Pipe()
	go func() { _ = w.CloseWithError(write(ctx, w)) }()
	head := make([]byte, 4096)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		cancel()
		return reply{}, err
	}
	header := map[string]string{"Content-Type": kind, "Content-Disposition": `attachment; filename="` + name + `"`}
	return reply{header: header, stream: func(out io.Writer) error {
		defer cancel()
		_, err := io.Copy(out, io.MultiReader(bytes.NewReader(head[:n]), r))
		_ = r.CloseWithError(err)
		return err
	}}, nil
}
