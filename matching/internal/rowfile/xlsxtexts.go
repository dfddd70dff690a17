package rowfile

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// texts are the shared texts of a book, one behind the other.
type texts struct {
	all  []byte
	ends []uint32
}

func (t *texts) at(i int) ([]byte, bool) {
	if i < 0 || i >= len(t.ends) {
		return nil, false
	}
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.all[from:t.ends[i]], true
}

func (b *book) readTexts() error {
	const name = "xl/sharedstrings.xml"
	if b.parts[name] == nil {
		return nil
	}
	t := &b.texts
	inside := false
	err := b.walk(name, func(p *part, tag xml.StartElement) (err error) {
		switch tag.Name.Local {
		case "si":
			inside = true
			t.ends = append(t.ends, uint32(len(t.all))) //nolint:gosec // below maxTexts
		case "rPh":
			_, err = p.words(nil) // how it is pronounced
		case "t":
			var words []byte
			if words, err = p.words(nil); err == nil && inside {
				t.all = append(t.all, words...)
				t.ends[len(t.ends)-1] = uint32(len(t.all)) //nolint:gosec // below maxTexts
			}
		}
		if len(t.all)+4*len(t.ends) > maxTexts {
			return wrong(TooLarge, "its texts take more than 64 MiB; save the sheet as CSV")
		}
		return err
	})
	return err
}

// dating is what a cell's style says of its number.
type dating uint8

const (
	number dating = iota
	day
	dayAndTime
	timeOfDay
)

func (b *book) readStyles() error {
	const name = "xl/styles.xml"
	if b.parts[name] == nil {
		return nil
	}
	formats := map[int]dating{}
	cells := false
	return b.walk(name, func(_ *part, tag xml.StartElement) error {
		switch tag.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(attribute(tag, "numFmtId")); err == nil {
				formats[id] = datingOf(attribute(tag, "formatCode"))
			}
		case "cellXfs":
			cells = true
		case "cellStyles", "dxfs":
			cells = false
		case "xf":
			if !cells {
				return nil
			}
			id, _ := strconv.Atoi(attribute(tag, "numFmtId"))
			how, own := formats[id]
			if !own {
				how = builtIn(id)
			}
			b.dates = append(b.dates, how)
		}
		if len(b.dates)+len(formats) > maxStyles {
			return wrong(TooLarge, "it has more than %d styles", maxStyles)
		}
		return nil
	})
}

// builtIn knows the number formats that are never written out (ECMA-376, part
// 1, 18.8.30).
func builtIn(id int) dating {
	switch {
	case 14 <= id && id <= 17, 27 <= id && id <= 31, id == 36, 50 <= id && id <= 54, 57 <= id && id <= 58:
		return day
	case id == 22:
		return dayAndTime
	case 18 <= id && id <= 21, 32 <= id && id <= 35, 45 <= id && id <= 47, 55 <= id && id <= 56:
		return timeOfDay
	}
	return number
}

// datingOf looks for the letters of dates and times in a number format, outside
// of quotes, brackets and escapes. m alone may be months or minutes.
func datingOf(format string) dating {
	format, _, _ = strings.Cut(format, ";") // the rest is for negative numbers
	dates, times, months := false, false, false
	for i := 0; i < len(format); i++ {
		switch c := format[i]; c {
		case '"', '[':
			end := strings.IndexByte(format[i+1:], map[byte]byte{'"': '"', '[': ']'}[c])
			if end < 0 {
				return number
			}
			if c == '[' && end > 0 && strings.Trim(strings.ToLower(format[i+1:i+1+end]), format[i+1:i+2]) == "" && strings.ContainsAny(format[i+1:i+2], "hmsHMS") {
				times = true // hours that go beyond 24
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case 'y', 'Y', 'd', 'D':
			dates = true
		case 'h', 'H', 's', 'S':
			times = true
		case 'm', 'M':
			months = true
		case 'g', 'G':
			if strings.HasPrefix(strings.ToLower(format[i:]), "general") {
				return number
			}
		}
	}
	switch {
	case dates && times:
		return dayAndTime
	case times:
		return timeOfDay
	case dates || months:
		return day
	}
	return number
}
