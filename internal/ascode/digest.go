package ascode

import "github.com/countersign/countersign/internal/audit"

// Facts are the names and SHA-256 digests of the files, for the log.
func Facts(files []File) []audit.Fact {
	var facts []audit.Fact
	for _, f := range files {
		facts = append(facts, audit.FileFacts(f.Name, []byte(f.Content))...)
	}
	return facts
}
