package netting

import (
	"math/big"
	"strconv"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/countersign/countersign/money"
)

// textOf is how values of a type are written as text; nil for a type that no
// wanted column may have, among them all of floating point. kind is what the type
// is called.
func textOf(t parquet.Type) (text func(dst []byte, v parquet.Value) []byte, kind string) {
	kind = t.String()
	switch logical := t.LogicalType(); l := logicalValue(logical).(type) {
	case nil:
	case *format.DecimalType:
		if l.Scale < 0 || l.Scale > 38 {
			return nil, kind
		}
		return decimalText(t.Kind(), int(l.Scale)), kind
	case *format.StringType, *format.EnumType:
	case *format.IntType:
		if !l.IsSigned {
			return nil, kind
		}
	default:
		return nil, kind
	}
	switch t.Kind() {
	case parquet.ByteArray:
		return func(dst []byte, v parquet.Value) []byte { return append(dst, v.ByteArray()...) }, kind
	case parquet.Int32, parquet.Int64:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendInt(dst, integer(v), 10) }, kind
	}
	return nil, kind
}

func logicalValue(l *format.LogicalType) any {
	if l == nil {
		return nil
	}
	return l.Value
}

func integer(v parquet.Value) int64 {
	if v.Kind() == parquet.Int32 {
		return int64(v.Int32())
	}
	return v.Int64()
}

// decimalText writes decimals without superfluous zeros, for the scale is the
// column's and says nothing about the row.
func decimalText(kind parquet.Kind, scale int) func([]byte, parquet.Value) []byte {
	switch kind {
	case parquet.Int32, parquet.Int64:
		return func(dst []byte, v parquet.Value) []byte {
			return append(dst, money.NewDecimal(integer(v), scale).String()...)
		}
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return func(dst []byte, v parquet.Value) []byte {
			return append(dst, money.DecimalOf(twosComplement(v.ByteArray()), scale).String()...)
		}
	}
	return nil
}

func twosComplement(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n
}
