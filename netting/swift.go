package netting

import "encoding/binary"

// swiftMinor is quickMinor for a cell of a text with a margin, where most amounts
// have two decimals and at most eight digits before them: it takes these eight at
// once.
func swiftMinor(text []byte, digits int) (minor int64, ok bool) {
	whole := len(text) - 3
	if whole < 1 || whole > 8 || cap(text) < 8 || text[whole] != '.' || text[0] == '0' && whole > 1 || digits < 2 {
		return quickMinor(text, digits)
	}
	shift := uint(64 - 8*whole)
	word := binary.LittleEndian.Uint64(text[:8])<<shift | '0'*ones>>(64-shift) //nolint:gosec // a shift by 64 is zero
	tens, units := text[whole+1]-'0', text[whole+2]-'0'
	if word&(0xf0*ones) != '0'*ones || (word+6*ones)&(0xf0*ones) != '0'*ones || tens > 9 || units > 9 {
		return quickMinor(text, digits)
	}
	word = word & (0x0f * ones) * (10<<8 + 1) >> 8 // pairs of digits
	word = word & 0x00ff00ff00ff00ff * (100<<16 + 1) >> 16
	word = word & 0x0000ffff0000ffff * (10_000<<32 + 1) >> 32
	minor = int64(word)*100 + int64(tens)*10 + int64(units) //nolint:gosec // eight digits
	return minor * pow10[digits-2], minor != 0
}
