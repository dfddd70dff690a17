package parquetfile_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"

	"github.com/countersign/countersign/parquetfile"
)

type row struct {
	ID   string  `parquet:"id"`
	Name *string `parquet:"name,optional,dict"`
	List []int64 `parquet:"list"`
}

func write(t testing.TB, rows []row, options ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b, options...)
	_, err := w.Write(rows)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rows() (all []row) {
	name := "somebody"
	for range 20 {
		all = append(all, row{ID: "a"}, row{ID: "b", Name: &name, List: []int64{1, 2}}, row{})
	}
	return all
}

// values reads the two text columns of all row groups that pass inspection.
func values(file []byte) (texts []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("the decoder gave up")
		}
	}()
	f, err := parquetfile.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	var leaves []parquetfile.Leaf
	for _, name := range []string{"id", "name"} {
		if l, ok := f.Leaf(name); ok {
			leaves = append(leaves, l)
		}
	}
	for i, group := range f.RowGroups() {
		takes, err := f.Inspect(i, leaves)
		if err != nil {
			return texts, err
		} else if takes > parquetfile.MaxPages {
			return texts, errors.New("it takes more than is allowed")
		}
		for _, l := range leaves {
			c := parquetfile.NewColumn(group.ColumnChunks()[l.Index].Pages(), func(dst []byte, v parquet.Value) []byte { return append(dst, v.ByteArray()...) })
			for {
				text, err := c.Next()
				if errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					c.Close()
					return texts, err
				}
				texts = append(texts, string(text))
			}
			c.Close()
		}
	}
	return texts, nil
}

func TestSoundPagesAreReadWhateverPacksThem(t *testing.T) {
	for _, codec := range []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Zstd} {
		for version := 1; version <= 2; version++ {
			file := write(t, rows(), parquet.Compression(codec), parquet.DataPageVersion(version), parquet.MaxRowsPerRowGroup(25), parquet.PageBufferSize(64))
			texts, err := values(file)
			if err != nil || len(texts) != 120 || strings.Count(strings.Join(texts, ""), "somebody") != 20 {
				t.Errorf("%v, version %d: %d values, %v", codec, version, len(texts), err)
			}
		}
	}
}

func TestListsAndNestedColumnsAreNoLeaves(t *testing.T) {
	file := write(t, rows())
	f, err := parquetfile.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"id": true, "name": true, "list": false, "none": false} {
		if l, ok := f.Leaf(name); ok != want || ok && l.Name != name {
			t.Errorf("%s: %v", name, l)
		}
	}
}

func TestPagesBeyondTheLimitsAreRefusedBeforeTheyAreUnpacked(t *testing.T) {
	large := []row{{ID: strings.Repeat("x", 20<<20)}}
	for _, codec := range []compress.Codec{&parquet.Snappy, &parquet.Gzip, &parquet.Zstd} {
		if _, err := values(write(t, large, parquet.Compression(codec), parquet.SkipPageBounds("id"), parquet.DataPageStatistics(false))); err == nil || !strings.Contains(err.Error(), `column "id": a page of`) {
			t.Errorf("%v: %.200v", codec, err)
		}
	}
	var refusal *parquetfile.Refusal
	if _, err := values(write(t, rows(), parquet.Compression(&parquet.Brotli))); !errors.As(err, &refusal) || refusal.Code != parquetfile.NotRead {
		t.Error("Brotli:", err)
	}
}

func FuzzInspect(f *testing.F) {
	for _, codec := range []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Zstd} {
		for version := 1; version <= 2; version++ {
			f.Add(write(f, rows()[:9], parquet.Compression(codec), parquet.DataPageVersion(version), parquet.PageBufferSize(64)))
		}
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		texts, err := values(file)
		size := 0
		for _, text := range texts {
			size += len(text)
		}
		if err == nil && size > 64<<20+200*len(file) {
			t.Fatalf("%d bytes came of %d", size, len(file))
		}
	})
}
