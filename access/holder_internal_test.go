package access

import (
	"testing"
	"unsafe"
)

// A holder that reached over two lines would cost what its key spares.
func TestAHolderFillsOneLineOfTheCache(t *testing.T) {
	if size := unsafe.Sizeof(holder{}); size != 64 {
		t.Fatalf("a holder takes %d bytes, not 64", size)
	}
}
