package rowfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/delta"
	codec "github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/countersign/countersign/parquetfile"
)

// What a page may come to, and all pages that are in memory at one time.
// Writers make pages of about a megabyte; a damaged or malicious header asks
// for gigabytes.
const (
	maxPage       = 16 << 20
	maxPageValues = 1 << 21
	maxPages      = 160 << 20
)

// inspect walks the pages of a row group before the decoder sees them: it
// allocates on their word alone.
func (p *parquetFile) inspect(group *format.RowGroup) error {
	all := int64(0)
	for i, l := range p.leaves {
		if l.index >= len(group.Columns) {
			return errors.New("a row group lacks columns")
		}
		most, err := p.inspectColumn(&group.Columns[l.index].MetaData, l)
		if err != nil {
			if e := (*Error)(nil); !errors.As(err, &e) {
				err = fmt.Errorf("column %.100q: %w", p.names[i], err)
			}
			return err
		}
		if all += most; all > maxPages {
			return wrong(TooLarge, "the pages of its columns take more than %d MiB at a time; write it with smaller pages, or with fewer columns", maxPages>>20)
		}
	}
	return nil
}

// inspectColumn returns the most that the column takes at a time.
func (p *parquetFile) inspectColumn(m *format.ColumnMetaData, l leaf) (most int64, err error) {
	at := m.DataPageOffset
	if m.DictionaryPageOffset > 0 {
		at = min(at, m.DictionaryPageOffset)
	}
	if at < 0 || m.TotalCompressedSize < 0 || at > p.size || m.TotalCompressedSize > p.size-at {
		return 0, errors.New("it lies outside the file")
	}
	switch m.Codec {
	case format.Uncompressed, format.Snappy, format.Gzip, format.Zstd:
	default:
		return 0, wrong(BadParquet, "it is packed with %v; write it with Snappy, gzip, Zstandard, or unpacked", m.Codec)
	}
	dictionary := int64(0)
	for end := at + m.TotalCompressedSize; at < end; {
		var h format.PageHeader
		used, err := p.pageHeader(&h, at, end)
		if err != nil {
			return 0, fmt.Errorf("a page header: %w", err)
		}
		at += int64(used)
		page := inspected{header: &h, values: int(max(h.DataPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumValues, h.DictionaryPageHeader.V.NumValues)), leaf: l}
		size := int64(h.CompressedPageSize)
		if size < 0 || size > end-at || size > maxPage || h.UncompressedPageSize < 0 || h.UncompressedPageSize > maxPage || page.values < 0 || page.values > maxPageValues {
			return 0, fmt.Errorf("a page of %d bytes, %d unpacked, and %d values", size, h.UncompressedPageSize, page.values)
		}
		text := make([]byte, size)
		if n, err := p.in.ReadAt(text, at); n < len(text) {
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
func (p *parquetFile) pageHeader(h *format.PageHeader, at, end int64) (int, error) {
	for _, size := range [...]int64{1 << 10, 1 << 20} {
		text := make([]byte, min(size, end-at))
		if n, err := p.in.ReadAt(text, at); n < len(text) {
			return 0, err
		}
		length, err := parquetfile.Length(text)
		if err == nil {
			return length, codec.NewDecoder(new(codec.CompactProtocol).NewReaderFromBytes(text)).Decode(h)
		}
		if int64(len(text)) < size || size > 1<<10 {
			return 0, err
		}
	}
	return 0, io.ErrUnexpectedEOF
}

// inspected is a page that is looked through.
type inspected struct {
	header *format.PageHeader
	values int
	leaf   leaf
}

func (p *inspected) look(text []byte, c format.CompressionCodec) error {
	h := p.header
	var levels []byte
	encoding := h.DataPageHeader.V.Encoding
	if v2 := h.DataPageHeaderV2; v2.Valid {
		encoding = v2.V.Encoding
		repeats, defines := int64(v2.V.RepetitionLevelsByteLength), int64(v2.V.DefinitionLevelsByteLength)
		if repeats < 0 || defines < 0 || repeats+defines > int64(len(text)) {
			return errors.New("its levels are longer than itself")
		}
		levels, text = text[repeats:repeats+defines], text[repeats+defines:]
		if v2.V.IsCompressed.Valid && !v2.V.IsCompressed.V {
			c = format.Uncompressed
		}
	}
	text, err := unpack(text, c, int(h.UncompressedPageSize))
	if err != nil || h.DictionaryPageHeader.Valid {
		return err
	}
	if h.DataPageHeader.Valid && p.leaf.levels > 0 {
		if levels, text, err = counted(text); err != nil {
			return err
		}
	}
	if err := runs(levels, p.leaf.levels, p.values); err != nil {
		return err
	}
	switch encoding {
	case format.RLEDictionary, format.PlainDictionary: //nolint:staticcheck // older writers use it
		if len(text) == 0 {
			return nil
		}
		return runs(text[1:], int(text[0]), p.values)
	case format.RLE:
		if text, _, err = counted(text); err != nil {
			return err
		}
		return runs(text, 1, p.values)
	case format.DeltaBinaryPacked, format.DeltaLengthByteArray:
		return p.delta(text)
	case format.DeltaByteArray:
		return p.prefixes(text)
	case format.Plain:
		return nil
	}
	return wrong(BadParquet, "it holds values encoded as %v; write it as plain text or with dictionaries", encoding)
}

// unpack gives no more than the header says.
func unpack(text []byte, c format.CompressionCodec, size int) ([]byte, error) {
	var from io.Reader
	var err error
	switch c {
	case format.Snappy:
		if len(text) == 0 {
			return nil, nil
		}
		n, err := snappy.DecodedLen(text)
		if err != nil || n > maxPage {
			return nil, fmt.Errorf("it unpacks to %d bytes", n)
		}
		return snappy.Decode(nil, text)
	case format.Gzip:
		from, err = gzip.NewReader(bytes.NewReader(text))
	case format.Zstd:
		var d *zstd.Decoder
		if d, err = zstd.NewReader(bytes.NewReader(text), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(2*maxPage), zstd.WithDecoderLowmem(true)); err == nil {
			defer d.Close()
			from = d
		}
	default:
		return text, nil
	}
	if err != nil {
		return nil, err
	}
	all, err := io.ReadAll(io.LimitReader(from, int64(size)+1))
	if err == nil && len(all) > size {
		err = fmt.Errorf("it unpacks to more than the %d bytes it says", size)
	}
	return all, err
}

// counted cuts off what a length of four bytes stands before.
func counted(text []byte) (head, rest []byte, err error) {
	if len(text) < 4 {
		return nil, nil, io.ErrUnexpectedEOF
	}
	n := uint64(binary.LittleEndian.Uint32(text))
	if n > uint64(len(text)-4) {
		return nil, nil, io.ErrUnexpectedEOF
	}
	return text[4 : 4+n], text[4+n:], nil
}

// runs counts the numbers in runs and packs of eight, of which the last is
// filled up.
func runs(text []byte, width, most int) error {
	if width > 32 {
		return errors.New("numbers wider than 32 bits")
	}
	left := uint64(most) + 7 //nolint:gosec // not negative
	for len(text) > 0 {
		head, used := binary.Uvarint(text)
		if used <= 0 {
			return io.ErrUnexpectedEOF
		}
		text = text[used:]
		n, size := head>>1, uint64((width+7)/8) //nolint:gosec // not negative
		if n > left {
			return fmt.Errorf("more than the %d numbers it says", most)
		}
		if head&1 == 1 {
			n, size = 8*n, n*uint64(width) //nolint:gosec // not negative
		}
		if n > left {
			return fmt.Errorf("more than the %d numbers it says", most)
		}
		left -= n
		text = text[min(size, uint64(len(text))):]
	}
	return nil
}

// delta looks at how many numbers a block says that it holds.
func (p *inspected) delta(text []byte) error {
	for i := range 3 {
		n, used := binary.Uvarint(text)
		switch {
		case used <= 0 && len(text) == 0 && i == 0:
			return nil
		case used <= 0:
			return io.ErrUnexpectedEOF
		case i == 0 && n > 1<<16, i == 1 && n > 1<<10, i == 2 && n > uint64(p.values): //nolint:gosec // not negative
			return fmt.Errorf("differences of %d numbers, where it says %d", n, p.values)
		}
		text = text[used:]
	}
	return nil
}

// prefixes adds up how much values take over from those before them, which may
// be far more than the page has.
func (p *inspected) prefixes(text []byte) error {
	if err := p.delta(text); err != nil {
		return err
	}
	lengths, err := new(delta.BinaryPackedEncoding).DecodeInt32(nil, text)
	if err != nil {
		return err
	}
	sum := int64(0)
	for _, n := range lengths {
		if sum += int64(n); n < 0 || sum > maxPage {
			return fmt.Errorf("values that unpack to more than %d MiB", maxPage>>20)
		}
	}
	return nil
}
