package ascode

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
)

// Facts are the names and SHA-256 digests of the files, for the log.
func Facts(files []File) []audit.Fact {
	var facts []audit.Fact
	for _, f := range files {
		sum := sha256.Sum256([]byte(f.Content))
		facts = append(facts, audit.Fact{Name: "file", Value: f.Name}, audit.Fact{Name: "size", Value: strconv.Itoa(len(f.Content))}, audit.Fact{Name: "sha256", Value: hex.EncodeToString(sum[:])})
	}
	return facts
}
