package govern

import (
	"crypto/rand"
	"encoding/base32"
	"time"
)

// ID names one record of one table. It never changes and is never used again.
type ID string

var idText = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID makes an id of 24 characters that sorts by the time it was made at
// (48 bits of milliseconds), then by chance (72 bits).
func NewID(at time.Time) ID {
	var b [15]byte
	ms := at.UnixMilli()
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	_, _ = rand.Read(b[6:]) // never fails; the program stops instead
	return ID(idText.EncodeToString(b[:]))
}

// Ref names a record across tables.
type Ref struct {
	Table string `json:"table"`
	ID    ID     `json:"id"`
}
