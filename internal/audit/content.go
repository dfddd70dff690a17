package audit

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// appendEvent appends the content of format 1: one JSON object, keys in the
// order of Event, empty values left out, nothing escaped that JSON lets stand.
// It is written by hand because it runs inside the commit of every change.
func appendEvent(b []byte, ev *Event) []byte {
	start := len(b)
	b = append(b, '{')
	for _, f := range [...]struct{ key, value string }{
		{`"actor":`, ev.Actor},
		{`"on_behalf":`, ev.OnBehalf},
		{`"session":`, ev.Session},
		{`"method":`, ev.Method},
		{`"from":`, ev.From},
		{`"request":`, ev.Request},
		{`"action":`, ev.Action},
		{`"outcome":`, ev.Outcome},
	} {
		b = appendField(b, f.key, f.value)
	}
	if ev.Record != (Record{}) {
		b = append(b, `"record":{`...)
		b = appendField(b, `"table":`, ev.Record.Table)
		b = appendField(b, `"id":`, ev.Record.ID)
		b = append(closeObject(b), ',')
	}
	for _, f := range [...]struct{ key, value string }{
		{`"change":`, ev.Change},
		{`"digest":`, ev.Digest},
		{`"reason":`, ev.Reason},
		{`"ticket":`, ev.Ticket},
		{`"code":`, ev.Code},
		{`"detail":`, ev.Detail},
	} {
		b = appendField(b, f.key, f.value)
	}
	if ev.Count != 0 {
		b = append(strconv.AppendInt(append(b, `"count":`...), ev.Count, 10), ',')
	}
	b = appendFacts(appendRows(appendUnits(b, ev.Units), ev.Rows), ev.Facts)
	if len(b) == start+1 {
		return append(b, '}')
	}
	return closeObject(b)
}

// closeObject turns the comma after the last member into the closing brace.
func closeObject(b []byte) []byte {
	b[len(b)-1] = '}'
	return b
}

func appendUnits(b []byte, units [][]string) []byte {
	if len(units) == 0 {
		return b
	}
	b = append(b, `"units":[`...)
	for _, path := range units {
		b = append(b, '[')
		for i, unit := range path {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, unit)
		}
		b = append(b, ']', ',')
	}
	b[len(b)-1] = ']'
	return append(b, ',')
}

func appendRows(b []byte, rows []Row) []byte {
	if len(rows) == 0 {
		return b
	}
	b = append(b, `"rows":[`...)
	for i := range rows {
		b = appendRow(b, &rows[i])
	}
	b[len(b)-1] = ']'
	return append(b, ',')
}

func appendRow(b []byte, r *Row) []byte {
	b = appendString(append(b, `{"table":`...), r.Table)
	b = appendString(append(b, `,"id":`...), r.ID)
	b = appendString(append(b, `,"op":`...), r.Op)
	if r.Version != 0 {
		b = strconv.AppendInt(append(b, `,"version":`...), r.Version, 10)
	}
	b = appendRaw(b, `,"after":`, r.After)
	b = appendRaw(b, `,"was":`, r.Was)
	if r.Unit != 0 {
		b = strconv.AppendInt(append(b, `,"unit":`...), r.Unit, 10)
	}
	if r.Left != 0 {
		b = strconv.AppendInt(append(b, `,"left":`...), r.Left, 10)
	}
	return append(b, '}', ',')
}

func appendRaw(b []byte, key string, raw json.RawMessage) []byte {
	if len(raw) == 0 {
		return b
	}
	return append(append(b, key...), raw...)
}

func appendFacts(b []byte, facts []Fact) []byte {
	if len(facts) == 0 {
		return b
	}
	b = append(b, `"facts":[`...)
	for _, f := range facts {
		b = appendString(append(b, `{"name":`...), f.Name)
		b = appendString(append(b, `,"value":`...), f.Value)
		b = append(b, '}', ',')
	}
	b[len(b)-1] = ']'
	return append(b, ',')
}

// appendField appends a member and a comma, or nothing when value is empty.
func appendField(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	return append(appendString(append(b, key...), value), ',')
}

// appendString appends s as a JSON string. Bytes that are not UTF-8 become
// U+FFFD, as encoding/json makes them.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(append(b, s[start:i]...), "\ufffd"...)
				start = i + 1
			}
			i += n
			continue
		}
		if c >= 0x20 && c != '"' && c != '\\' {
			i++
			continue
		}
		b = appendEscape(append(b, s[start:i]...), c)
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

const hexDigits = "0123456789abcdef"

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
