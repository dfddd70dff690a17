package netting_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/countersign/countersign/netting"
)

// large writes a cycle of n invoices among 200 participants in 20 currencies.
func large(t testing.TB, n int) (invoices, participants, rates string) {
	t.Helper()
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(31, 32))
	var in, who, worth strings.Builder
	in.WriteString("id,payer,payee,currency,amount\n")
	for range n {
		payer := r.IntN(200)
		fmt.Fprintf(&in, "INV%08x,ENT%04d,ENT%04d,C%c%c,%d.%02d\n", r.Uint64(), payer, (payer+1+r.IntN(199))%200, 'A'+r.IntN(4), 'A'+r.IntN(5), r.IntN(1_000_000)+1, r.IntN(100))
	}
	who.WriteString("id,currency\n")
	for i := range 200 {
		fmt.Fprintf(&who, "ENT%04d,EUR\n", i)
	}
	worth.WriteString("currency,rate\n")
	for i := range 20 {
		fmt.Fprintf(&worth, "C%c%c,%d.%04d\n", 'A'+i%4, 'A'+i/4, r.IntN(3), 1+r.IntN(9999))
	}
	var paths []string
	for name, text := range map[string]string{"1": in.String(), "2": who.String(), "3": worth.String()} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return filepath.Join(filepath.Dir(paths[0]), "1"), filepath.Join(dir, "2"), filepath.Join(dir, "3")
}

// BenchmarkFiles holds the computation against reading the bytes and parsing the
// columns, by one hand.
func BenchmarkFiles(b *testing.B) {
	n, _ := strconv.Atoi(os.Getenv("NETTING_ROWS"))
	n = max(n, 100_000)
	invoices, participants, rates := large(b, n)
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			text, err := os.ReadFile(invoices)
			if err != nil {
				b.Fatal(err)
			}
			text = text[bytes.IndexByte(text, '\n')+1:]
			var sum int64
			for len(text) > 0 {
				var cells [5][]byte
				for i := range cells {
					end := 0
					for text[end] != ',' && text[end] != '\n' {
						end++
					}
					cells[i], text = text[:end], text[end+1:]
				}
				minor := int64(0)
				for _, c := range cells[4] {
					if c != '.' {
						minor = minor*10 + int64(c-'0')
					}
				}
				sum += minor + int64(len(cells[0])+len(cells[1])+len(cells[2])+len(cells[3]))
			}
			if sum == 0 {
				b.Fatal("nothing")
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/invoice")
	})
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprint("files-", workers), func(b *testing.B) {
			for b.Loop() {
				if _, err := netting.Files(context.Background(), invoices, participants, rates, netting.Options{Base: "EUR", Workers: workers}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/invoice")
		})
	}
}
