package netting

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// What the description and a page may come to. Writers make pages of about a
// megabyte; a damaged or malicious header asks for gigabytes.
const (
	maxPage       = 64 << 20
	maxPageValues = 1 << 24
)

// inspect walks the page headers of the wanted columns, so that nothing is
// allocated on their word alone.
func (t *parquetTable) inspect(m *format.FileMetaData) error {
	for _, group := range m.RowGroups {
		for _, c := range t.wanted {
			if c.leaf >= len(group.Columns) {
				return errors.New("a row group lacks columns")
			}
			if err := t.inspectColumn(&group.Columns[c.leaf].MetaData); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *parquetTable) inspectColumn(m *format.ColumnMetaData) error {
	at := m.DataPageOffset
	if m.DictionaryPageOffset > 0 {
		at = min(at, m.DictionaryPageOffset)
	}
	if at < 0 || m.TotalCompressedSize < 0 || at > t.in.Size || m.TotalCompressedSize > t.in.Size-at {
		return errors.New("a column lies outside the file")
	}
	for end := at + m.TotalCompressedSize; at < end; {
		var h format.PageHeader
		used, err := t.pageHeader(&h, at, end)
		if err != nil {
			return fmt.Errorf("a page header: %w", err)
		}
		at += int64(used)
		values := max(h.DataPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumValues, h.DictionaryPageHeader.V.NumValues)
		size := int64(h.CompressedPageSize)
		if size < 0 || size > end-at || size > maxPage || h.UncompressedPageSize < 0 || h.UncompressedPageSize > maxPage || values > maxPageValues {
			return fmt.Errorf("a page of %d bytes, %d unpacked, and %d values", size, h.UncompressedPageSize, values)
		}
		if plain := h.DataPageHeaderV2.Valid && h.DataPageHeaderV2.V.IsCompressed.Valid && !h.DataPageHeaderV2.V.IsCompressed.V; m.Codec == format.Snappy && size > 0 && !plain {
			if err := t.inspectSnappy(&h, at); err != nil {
				return err
			}
		}
		at += size
	}
	return nil
}

// pageHeader reads the header that begins there and returns its length. It is
// short unless it holds long values of statistics.
func (t *parquetTable) pageHeader(h *format.PageHeader, at, end int64) (int, error) {
	for _, size := range [...]int64{1 << 10, 1 << 20} {
		text := make([]byte, min(size, end-at))
		if n, err := t.in.Bytes.ReadAt(text, at); n < len(text) {
			return 0, err
		}
		reader := new(thrift.CompactProtocol).NewReaderFromBytes(text)
		err := thrift.NewDecoder(reader).Decode(h)
		if err == nil {
			return reader.BytesRead(), nil
		} else if int64(len(text)) < size || size > 1<<10 {
			return 0, err
		}
		*h = format.PageHeader{}
	}
	return 0, io.ErrUnexpectedEOF
}

// inspectSnappy looks at the length that a compressed block says it unpacks to.
func (t *parquetTable) inspectSnappy(h *format.PageHeader, at int64) error {
	if v2 := h.DataPageHeaderV2; v2.Valid {
		at += int64(v2.V.RepetitionLevelsByteLength) + int64(v2.V.DefinitionLevelsByteLength)
	}
	var length [binary.MaxVarintLen64]byte
	n, err := t.in.Bytes.ReadAt(length[:], max(at, 0))
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if unpacked, _ := binary.Uvarint(length[:n]); unpacked > maxPage {
		return fmt.Errorf("a page that unpacks to %d bytes", unpacked)
	}
	return nil
}
