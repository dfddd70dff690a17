package rowfile

import (
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

type writer = func(dst []byte, v parquet.Value) []byte

// textOf is how values of a type are written as text; nil for a type that has
// no one way.
func textOf(t parquet.Type, date func(year, month, day int) string) writer {
	kind := t.Kind()
	whole := kind == parquet.Int32 || kind == parquet.Int64
	switch l := logical(t).(type) {
	case nil:
	case *format.DecimalType:
		if l.Scale < 0 || l.Scale > 38 {
			return nil
		}
		return decimalText(kind, int(l.Scale))
	case *format.StringType, *format.EnumType, *format.JsonType:
	case *format.DateType:
		if kind != parquet.Int32 {
			return nil
		}
		return func(dst []byte, v parquet.Value) []byte {
			day := time.Unix(int64(v.Int32())*86_400, 0).UTC()
			return append(dst, date(day.Year(), int(day.Month()), day.Day())...)
		}
	case *format.TimestampType:
		return timestampText(kind, l)
	case *format.IntType:
		if !l.IsSigned && whole {
			return func(dst []byte, v parquet.Value) []byte { return strconv.AppendUint(dst, unsigned(v), 10) }
		}
	default:
		return nil
	}
	switch kind {
	case parquet.Boolean:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendBool(dst, v.Boolean()) }
	case parquet.ByteArray:
		return func(dst []byte, v parquet.Value) []byte { return append(dst, v.ByteArray()...) }
	case parquet.Int32, parquet.Int64:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendInt(dst, integer(v), 10) }
	case parquet.Float:
		return func(dst []byte, v parquet.Value) []byte {
			return strconv.AppendFloat(dst, float64(v.Float()), 'g', -1, 32)
		}
	case parquet.Double:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendFloat(dst, v.Double(), 'g', -1, 64) }
	}
	return nil
}

func logical(t parquet.Type) any {
	if l := t.LogicalType(); l != nil {
		return l.Value
	}
	return nil
}

func integer(v parquet.Value) int64 {
	if v.Kind() == parquet.Int32 {
		return int64(v.Int32())
	}
	return v.Int64()
}

func unsigned(v parquet.Value) uint64 {
	if v.Kind() == parquet.Int32 {
		return uint64(v.Uint32())
	}
	return v.Uint64()
}

// timestampText writes 2025-03-31T23:59:59.5, with Z where the file says UTC.
func timestampText(kind parquet.Kind, l *format.TimestampType) writer {
	if kind != parquet.Int64 {
		return nil
	}
	parts := int64(1000)
	switch l.Unit.Value.(type) {
	case *format.MicroSeconds:
		parts = 1_000_000
	case *format.NanoSeconds:
		parts = 1_000_000_000
	}
	zone := ""
	if l.IsAdjustedToUTC {
		zone = "Z"
	}
	return func(dst []byte, v parquet.Value) []byte {
		seconds, rest := v.Int64()/parts, v.Int64()%parts
		at := time.Unix(seconds, rest*(1_000_000_000/parts)).UTC()
		return append(at.AppendFormat(dst, "2006-01-02T15:04:05.999999999"), zone...)
	}
}

// decimalText writes decimals without superfluous zeros, for the scale is the
// column's and says nothing about the row.
func decimalText(kind parquet.Kind, scale int) writer {
	switch kind {
	case parquet.Int32, parquet.Int64:
		return func(dst []byte, v parquet.Value) []byte {
			return appendDecimal(dst, strconv.FormatInt(integer(v), 10), scale)
		}
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return func(dst []byte, v parquet.Value) []byte {
			return appendDecimal(dst, twosComplement(v.ByteArray()), scale)
		}
	}
	return nil
}

func appendDecimal(dst []byte, digits string, scale int) []byte {
	d, ok := parseDecimal(digits)
	if !ok {
		return append(dst, digits...)
	}
	d.scale = scale
	return append(dst, d.String()...)
}

func twosComplement(b []byte) string {
	if len(b) > 64 {
		return "" // no decimal has 512 bits, and digits are slow to make
	}
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n.String()
}
