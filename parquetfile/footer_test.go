package parquetfile_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/countersign/countersign/parquetfile"
)

func TestALengthThatTheFileCannotHoldIsNotBelieved(t *testing.T) {
	file := append([]byte("PAR1"), binary.LittleEndian.AppendUint32(nil, 1<<30)...)
	file = append(file, "PAR1"...)
	if err := parquetfile.InspectFooter(bytes.NewReader(file), int64(len(file))); err == nil {
		t.Error("a description of a gigabyte in a file of twelve bytes was believed")
	}
	if err := parquetfile.InspectFooter(bytes.NewReader(file), 5); err == nil {
		t.Error("a file of five bytes was taken")
	}
}

func TestAListIsNotLongerThanItsBytes(t *testing.T) {
	// Field 1, a list of 2^28 integers, and nothing after it.
	list := []byte{0x19, 0xf5, 0x80, 0x80, 0x80, 0x80, 0x01}
	if n, err := parquetfile.Length(list); err == nil {
		t.Errorf("it was taken for %d bytes", n)
	}
}

func TestTheLengthIsThatOfTheFirstStructure(t *testing.T) {
	// Field 1, the integer 3; the end; then what follows it.
	n, err := parquetfile.Length([]byte{0x15, 0x06, 0x00, 0xff, 0xff})
	if n != 3 || err != nil {
		t.Errorf("got %d, %v; want 3", n, err)
	}
}
