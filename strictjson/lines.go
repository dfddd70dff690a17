package strictjson

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
)

// MaxLine is the longest line read, in bytes. A longer one is refused as a
// whole without being held in memory, and reading goes on with the next.
const MaxLine = 128 << 20

// Lines answers each line of r with one line on w. answer gets the line's value
// or why it has none (after a repeated name it gets both) and appends its answer
// to out. Blank lines are passed over. Lines ends with r; its errors are those
// of reading and writing alone.
func Lines(r io.Reader, w io.Writer, answer func(out []byte, v Value, err *Error) []byte) error {
	return lines(r, w, MaxLine, answer)
}

func lines(r io.Reader, w io.Writer, limit int, answer func([]byte, Value, *Error) []byte) error {
	in, out := bufio.NewReaderSize(r, 1<<16), bufio.NewWriterSize(w, 1<<16)
	var line, reply []byte
	for {
		var tooLong bool
		var readErr error
		line, tooLong, readErr = readLine(in, line[:0], limit)
		if readErr != nil && !errors.Is(readErr, io.EOF) {
			return errors.Join(readErr, out.Flush()) // half a line is not answered
		}
		switch {
		case tooLong:
			reply = answer(reply[:0], Value{}, &Error{Offset: limit, Detail: "the line is longer than " + strconv.Itoa(limit) + " bytes"})
		case len(bytes.Trim(line, " \t\r\n")) > 0:
			v, err := Parse(bytes.TrimRight(line, "\r\n"))
			reply = answer(reply[:0], v, err)
		default:
			reply = reply[:0]
		}
		if len(reply) > 0 {
			_, _ = out.Write(append(reply, '\n')) // its error stays and comes out of Flush
		}
		// Someone who types lines wants each answer at once.
		if readErr != nil || in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
		if readErr != nil {
			return nil
		}
	}
}

// chunk is how much of a long line is read before more room is taken. Doubling
// one buffer instead would hold several times the longest line.
const chunk = 1 << 20

// readLine appends the next line to buf. Of a line past the limit nothing is kept.
func readLine(in *bufio.Reader, buf []byte, limit int) (line []byte, tooLong bool, err error) {
	var parked [][]byte
	size := 0
	for {
		part, err := in.ReadSlice('\n')
		size += len(part)
		switch tooLong = size > limit; {
		case tooLong:
			buf, parked = nil, nil
		case cap(buf) >= chunk && len(buf)+len(part) > cap(buf):
			parked = append(parked, buf)
			buf = append(make([]byte, 0, chunk), part...)
		default:
			buf = append(buf, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if parked != nil {
			buf = bytes.Join(append(parked, buf), nil)
		}
		return buf, tooLong, err
	}
}
