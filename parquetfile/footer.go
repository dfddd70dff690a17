// Package parquetfile reads Parquet files of strangers: it looks through what a
// file says of itself before a decoder allocates on its word, and gives the
// values of a column as text. It adds to parquet-go what hostile files need.
package parquetfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// What a file's description may come to.
const (
	maxFooter      = 16 << 20
	maxFooterList  = 100_000
	maxFooterDepth = 32
)

// InspectFooter goes through the description that stands at the end, as its
// encoding lays it out, so that no length is believed that the bytes cannot
// hold: the decoder allocates lists on their word.
func InspectFooter(in io.ReaderAt, size int64) error {
	var tail [8]byte // four bytes of length and the magic
	if size < int64(len(tail))+4 {
		return errors.New("it is too short")
	}
	if n, err := in.ReadAt(tail[:], size-8); n < len(tail) {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(tail[:]))
	if length > min(size-12, maxFooter) {
		return fmt.Errorf("a description of %d bytes", length)
	}
	walk := thrift{rest: make([]byte, length)}
	if n, err := in.ReadAt(walk.rest, size-8-length); n < len(walk.rest) {
		return err
	}
	return walk.fields(0)
}

// Length is how many bytes the structure takes that text begins with, encoded by
// the Thrift compact protocol.
func Length(text []byte) (int, error) {
	walk := thrift{rest: text}
	err := walk.fields(0)
	return len(text) - len(walk.rest), err
}

// thrift walks what is encoded by the Thrift compact protocol.
type thrift struct {
	rest  []byte
	lists int // members of all lists
}

var errFooter = errors.New("its description is damaged")

// The types of the protocol that are not integers.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftStruct = 12
)

func (w *thrift) byte() (byte, error) {
	if len(w.rest) == 0 {
		return 0, errFooter
	}
	b := w.rest[0]
	w.rest = w.rest[1:]
	return b, nil
}

func (w *thrift) varint() (uint64, error) {
	n, size := binary.Uvarint(w.rest)
	if size <= 0 {
		return 0, errFooter
	}
	w.rest = w.rest[size:]
	return n, nil
}

func (w *thrift) skip(n uint64) error {
	if n > uint64(len(w.rest)) {
		return errFooter
	}
	w.rest = w.rest[n:]
	return nil
}

func (w *thrift) fields(depth int) error {
	for {
		head, err := w.byte()
		if err != nil || head == 0 {
			return err
		}
		if head>>4 == 0 { // the field's number follows
			if _, err := w.varint(); err != nil {
				return err
			}
		}
		if kind := head & 0xf; kind != thriftTrue && kind != thriftFalse { // which are all there is of them
			if err := w.value(kind, depth); err != nil {
				return err
			}
		}
	}
}

func (w *thrift) value(kind byte, depth int) error {
	if depth > maxFooterDepth {
		return errFooter
	}
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return w.skip(1)
	case thriftDouble:
		return w.skip(8)
	case thriftBinary:
		n, err := w.varint()
		if err != nil {
			return err
		}
		return w.skip(n)
	case thriftList, thriftSet:
		return w.list(depth)
	case thriftStruct:
		return w.fields(depth + 1)
	case 4, 5, 6:
		_, err := w.varint()
		return err
	}
	return errFooter // maps, and what is no type; a description has none
}

func (w *thrift) list(depth int) error {
	head, err := w.byte()
	if err != nil {
		return err
	}
	size := uint64(head >> 4)
	if size == 0xf {
		if size, err = w.varint(); err != nil {
			return err
		}
	}
	if size > uint64(len(w.rest)) || size > maxFooterList {
		return fmt.Errorf("its description has a list of %d", size)
	}
	if w.lists += int(size); w.lists > 4*maxFooterList {
		return errors.New("its description has lists of more than 400,000")
	}
	for range size {
		if err := w.value(head&0xf, depth+1); err != nil {
			return err
		}
	}
	return nil
}
