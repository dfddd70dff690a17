package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// FileFacts name a file from outside: its name, its size in bytes and its SHA-256,
// hexadecimal.
func FileFacts(name string, content []byte) []Fact {
	sum := sha256.Sum256(content)
	return []Fact{{Name: "file", Value: name}, {Name: "size", Value: strconv.Itoa(len(content))}, {Name: "sha256", Value: hex.EncodeToString(sum[:])}}
}

// RowFacts say how many rows a file has, and how many of them were taken; the
// others were refused.
func RowFacts(rows, taken int) []Fact {
	return []Fact{{Name: "rows", Value: strconv.Itoa(rows)}, {Name: "taken", Value: strconv.Itoa(taken)}, {Name: "refused_rows", Value: strconv.Itoa(rows - taken)}}
}
