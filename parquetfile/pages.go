package parquetfile

import (
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/parquet-go/parquet-go"
	codec "github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// What a page may come to, and all pages of a row group that are in memory at
// one time. Writers make pages of about a megabyte; a damaged or malicious header
// asks for gigabytes.
const (
	maxPage       = 16 << 20
	maxPageValues = 1 << 21
	MaxPages      = 160 << 20
)

// File is a Parquet file whose description was looked through.
type File struct {
	*parquet.File
	in   io.ReaderAt
	size int64
}

// Open reads a file's description. The decoder panics at some damage: here that
// is an error, of Column.Next the caller has to recover.
func Open(in io.ReaderAt, size int64) (file *File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%.200v", r)
		}
	}()
	if err := InspectFooter(in, size); err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(in, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(64<<10))
	return &File{f, in, size}, err
}

// Leaf is a column that is to be read.
type Leaf struct {
	Name   string
	Index  int // of its chunk in a row group
	Levels int // width in bits of its definition levels
}

// Leaf is the column of that name at the top level, if it is neither a list nor
// holds further columns.
func (f *File) Leaf(name string) (Leaf, bool) {
	found, ok := f.Schema().Lookup(name)
	return Leaf{name, found.ColumnIndex, bits.Len(uint(found.MaxDefinitionLevel))}, ok && found.MaxRepetitionLevel == 0 && found.Node.Leaf()
}

// Codes of Refusal.
const (
	TooLarge = "too_large"
	NotRead  = "not_read" // an encoding or a packing that is not read here
)

// Refusal is of a file that may be sound: it is too large or not read here. Any
// other error is damage.
type Refusal struct{ Code, Detail string }

func (r *Refusal) Error() string { return r.Detail }

func refuse(code, detail string, args ...any) *Refusal {
	return &Refusal{code, fmt.Sprintf(detail, args...)}
}

// Inspect walks the pages of those columns in a row group before the decoder
// sees them, for it allocates on their word alone. It returns the bytes that they
// take at a time while they are read, MaxPages at most.
func (f *File) Inspect(group int, leaves []Leaf) (takes int64, err error) {
	g := &f.Metadata().RowGroups[group]
	for _, l := range leaves {
		if l.Index >= len(g.Columns) {
			return 0, errors.New("a row group lacks columns")
		}
		most, err := f.inspectColumn(&g.Columns[l.Index].MetaData, l)
		if err != nil {
			if r := (*Refusal)(nil); !errors.As(err, &r) {
				err = fmt.Errorf("column %.100q: %w", l.Name, err)
			}
			return 0, err
		}
		if takes += most; takes > MaxPages {
			return 0, refuse(TooLarge, "the pages of its columns take more than %d MiB at a time; write it with smaller pages, or with fewer columns", MaxPages>>20)
		}
	}
	return takes, nil
}

// inspectColumn returns the most that the column takes at a time.
func (f *File) inspectColumn(m *format.ColumnMetaData, l Leaf) (most int64, err error) {
	at := m.DataPageOffset
	if m.DictionaryPageOffset > 0 {
		at = min(at, m.DictionaryPageOffset)
	}
	if at < 0 || m.TotalCompressedSize < 0 || at > f.size || m.TotalCompressedSize > f.size-at {
		return 0, errors.New("it lies outside the file")
	}
	switch m.Codec {
	case format.Uncompressed, format.Snappy, format.Gzip, format.Zstd:
	default:
		return 0, refuse(NotRead, "it is packed with %v; write it with Snappy, gzip, Zstandard, or unpacked", m.Codec)
	}
	dictionary := int64(0)
	for end := at + m.TotalCompressedSize; at < end; {
		var h format.PageHeader
		used, err := f.pageHeader(&h, at, end)
		if err != nil {
			return 0, fmt.Errorf("a page header: %w", err)
		}
		at += int64(used)
		page := inspected{header: &h, values: int(max(h.DataPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumValues, h.DictionaryPageHeader.V.NumValues)), levels: l.Levels}
		size := int64(h.CompressedPageSize)
		if size < 0 || size > end-at || size > maxPage || h.UncompressedPageSize < 0 || h.UncompressedPageSize > maxPage || page.values < 0 || page.values > maxPageValues {
			return 0, fmt.Errorf("a page of %d bytes, %d unpacked, and %d values", size, h.UncompressedPageSize, page.values)
		}
		text := make([]byte, size)
		if n, err := f.in.ReadAt(text, at); n < len(text) {
			return 0, err
		}
		at += size
		if err := page.look(text, m.Codec); err != nil {
			return 0, fmt.Errorf("a page: %w", err)
		}
		takes := size + int64(h.UncompressedPageSize) + 8*int64(page.values)
		if h.DictionaryPageHeader.Valid {
			dictionary = takes
		} else {
			most = max(most, takes)
		}
	}
	return most + dictionary, nil
}

// pageHeader reads the header that begins there and returns its length. It is
// short unless it holds long values of statistics.
func (f *File) pageHeader(h *format.PageHeader, at, end int64) (int, error) {
	for _, size := range [...]int64{1 << 10, 1 << 20} {
		text := make([]byte, min(size, end-at))
		if n, err := f.in.ReadAt(text, at); n < len(text) {
			return 0, err
		}
		length, err := Length(text)
		if err == nil {
			return length, codec.NewDecoder(new(codec.CompactProtocol).NewReaderFromBytes(text)).Decode(h)
		}
		if int64(len(text)) < size || size > 1<<10 {
			return 0, err
		}
	}
	return 0, io.ErrUnexpectedEOF
}
