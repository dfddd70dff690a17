package parquetfile

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
	"github.com/parquet-go/parquet-go/format"
)

// inspected is a page that is looked through.
type inspected struct {
	header *format.PageHeader
	values int
	levels int // as in Leaf
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
	if h.DataPageHeader.Valid && p.levels > 0 {
		if levels, text, err = counted(text); err != nil {
			return err
		}
	}
	if err := runs(levels, p.levels, p.values); err != nil {
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
	return refuse(NotRead, "it holds values encoded as %v; write it as plain text or with dictionaries", encoding)
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
