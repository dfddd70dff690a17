package netting_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"

	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

type textRow struct {
	Note     string `parquet:"note,optional"`
	ID       string `parquet:"id"`
	Payer    string `parquet:"payer,dict"`
	Payee    string `parquet:"payee,optional"`
	Currency string `parquet:"currency,dict"`
	Amount   string `parquet:"amount"`
}

type decimalRow struct {
	Amount   int64  `parquet:"amount,decimal(2:18)"`
	ID       int32  `parquet:"id"`
	Payer    string `parquet:"payer,enum"`
	Payee    string `parquet:"payee"`
	Currency string `parquet:"currency"`
}

func writeParquet[T any](t testing.TB, rows []T, options ...parquet.WriterOption) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// writable is a cycle with invoices whose rates fit the form of text.
func writable(r *rand.Rand) netting.Cycle {
	for {
		c := mixed(r)
		sound := len(c.Invoices) > 0
		for _, q := range c.Rates {
			_, err := money.ParseDecimal(q.Value.String())
			sound = sound && err == nil
		}
		if sound {
			return c
		}
	}
}

func textRows(c netting.Cycle) []textRow {
	var rows []textRow
	for _, in := range c.Invoices {
		rows = append(rows, textRow{"", in.ID, in.Payer, in.Payee, string(in.Currency), in.Amount})
	}
	return rows
}

// terms are the participants and rates of a cycle as CSV.
func termFiles(c netting.Cycle) (participants, rates netting.Input) {
	who, worth := "currency,participant,basis\n", "rate,currency\n"
	for _, p := range c.Participants {
		who += fmt.Sprintf("%s,%s,%s\n", p.Currency, p.ID, p.Basis)
	}
	for _, r := range c.Rates {
		worth += fmt.Sprintf("%s,%s\n", r.Value, r.Currency)
	}
	return input("participants", who), input("rates", worth)
}

func input(name, text string) netting.Input {
	return netting.Input{Name: name, Bytes: strings.NewReader(text), Size: int64(len(text))}
}

func fromParquet(c netting.Cycle, file []byte) (netting.Result, error) {
	participants, rates := termFiles(c)
	return netting.Inputs(context.Background(), input("invoices", string(file)), participants, rates,
		netting.Options{Base: c.Base, Basis: c.Basis, MinorUnits: c.MinorUnits})
}

func TestParquetComesToWhatItsRowsDo(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	for _, codec := range []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Zstd, &parquet.Gzip} {
		for version := 1; version <= 2; version++ {
			c := writable(r)
			want, err := netting.Compute(c)
			if err != nil {
				t.Fatal(err)
			}
			file := writeParquet(t, textRows(c), parquet.Compression(codec), parquet.DataPageVersion(version), parquet.MaxRowsPerRowGroup(7), parquet.PageBufferSize(100))
			got, err := fromParquet(c, file)
			if err != nil || print(got) != print(want) {
				t.Fatalf("%s, pages of version %d: %v\n%+v", codec, version, err, c)
			}
		}
	}
}

func TestDecimalsOfParquetAreAmounts(t *testing.T) {
	c := triangle()
	rows := []decimalRow{
		{10000000, 1, "A", "B", "EUR"},
		{8000000, 2, "B", "C", "USD"},
		{5000000, 3, "C", "A", "GBP"},
		{3000000, 4, "B", "A", "EUR"},
		{3333333, 5, "C", "B", "USD"},
	}
	got, err := fromParquet(c, writeParquet(t, rows))
	want, _ := netting.Compute(c)
	if err != nil || print(got) != print(want) {
		t.Fatalf("%v\n%s", err, print(got))
	}
}

func TestBadParquetIsRefusedWithItsPlace(t *testing.T) {
	c := triangle()
	rows := textRows(c)
	good := writeParquet(t, rows)
	spoilt := func(i int, change func(*textRow)) []byte {
		rows := textRows(c)
		change(&rows[i])
		return writeParquet(t, rows, parquet.MaxRowsPerRowGroup(2))
	}
	type floats struct {
		ID       string  `parquet:"id"`
		Payer    string  `parquet:"payer"`
		Payee    string  `parquet:"payee"`
		Currency string  `parquet:"currency"`
		Amount   float64 `parquet:"amount"`
	}
	type lists struct {
		ID       string   `parquet:"id"`
		Payer    []string `parquet:"payer"`
		Payee    string   `parquet:"payee"`
		Currency string   `parquet:"currency"`
		Amount   string   `parquet:"amount"`
	}
	for name, x := range map[string]struct {
		file []byte
		want string
	}{
		"floats":    {writeParquet(t, []floats{{}}), `BAD_PARQUET in invoices, header, column "amount": the column is of type DOUBLE`},
		"lists":     {writeParquet(t, []lists{{}}), `BAD_PARQUET in invoices, header, column "payer": the column is a list`},
		"no column": {writeParquet(t, []struct{ ID string }{{"1"}}), `MISSING_COLUMN in invoices, header, column "id"`},
		"twice":     {spoilt(4, func(r *textRow) { r.ID = "2" }), `DUPLICATE_INVOICE in invoices, row 4, column "id": invoice "2": row 1 has this id already`},
		"null":      {spoilt(3, func(r *textRow) { r.Payee = "" }), `UNKNOWN_PARTICIPANT in invoices, row 3, column "payee"`},
		"amount":    {spoilt(2, func(r *textRow) { r.Amount = "1,5" }), `BAD_AMOUNT in invoices, row 2, column "amount"`},
		"bytes":     {spoilt(1, func(r *textRow) { r.ID = "\xff" }), `NOT_UTF8 in invoices, row 1, column "id"`},
		"cut":       {good[:len(good)-9], `BAD_PARQUET in invoices: `},
		"only name": {[]byte("PAR1"), `BAD_PARQUET in invoices: `},
	} {
		if _, err := fromParquet(c, x.file); err == nil || !strings.HasPrefix(err.Error(), x.want) {
			t.Errorf("%s: got %v, expected %s…", name, err, x.want)
		}
	}
}

func TestPagesThatUnpackToMuchAreRefusedSoonAndCheaply(t *testing.T) {
	c := triangle()
	for _, codec := range []compress.Codec{&parquet.Snappy, &parquet.Gzip, &parquet.Zstd} {
		rows := textRows(c)
		rows[2].ID = strings.Repeat("x", 20<<20)
		file := writeParquet(t, rows, parquet.Compression(codec), parquet.SkipPageBounds("id"), parquet.DataPageStatistics(false))
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := fromParquet(c, file)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.HasPrefix(err.Error(), `BAD_PARQUET in invoices, row 0: the file is damaged here: column "id": a page of`) {
			t.Errorf("%v: %.200v", codec, err)
		}
		if more := after.TotalAlloc - before.TotalAlloc; more > 64<<20 {
			t.Errorf("%v: %d MiB were allocated", codec, more>>20)
		}
	}
}

func FuzzParquet(f *testing.F) {
	c := triangle()
	for _, codec := range []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Zstd} {
		f.Add(writeParquet(f, textRows(c), parquet.Compression(codec)))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		// Damage in a value may be sound to look at, but whatever is read nets to zero.
		if got, err := fromParquet(c, file); err == nil {
			var sum money.Decimal
			for _, n := range got.Participants {
				sum = sum.Add(n.BaseNet)
			}
			if sum.Sign() != 0 {
				t.Fatalf("%s is left of all positions", sum)
			}
		}
	})
}

func TestDamagedParquetIsRefusedWithoutMuchMemory(t *testing.T) {
	c := triangle()
	r := rand.New(rand.NewPCG(53, 54))
	good := writeParquet(t, textRows(c))
	refused := 0
	var before, after runtime.MemStats
	for range 500 {
		file := bytes.Clone(good)
		for range 1 + r.IntN(4) {
			file[4+r.IntN(len(file)-8)] = byte(r.Uint32())
		}
		runtime.ReadMemStats(&before)
		if _, err := fromParquet(c, file); err != nil {
			refused++
		}
		runtime.ReadMemStats(&after)
		if more := after.TotalAlloc - before.TotalAlloc; more > 100<<20 {
			t.Fatalf("%q took %d MiB", file, more>>20)
		}
	}
	if refused < 100 {
		t.Errorf("only %d damaged files were refused", refused)
	}
}
