// Package examples is the demo group: twelve companies with their invoices,
// rates, bank accounts and the bank's statement. The folders' README tells how
// each file was made.
package examples

import "embed"

// Files holds the folders netting and bank.
//
//go:embed netting bank
var Files embed.FS
