package ascode

import (
	"encoding/json"
	"strings"
)

// values are a row's columns in canonical JSON.
type values map[string]json.RawMessage

// text is a column that holds a string; "" for anything else.
func (v values) text(column string) string {
	var s string
	_ = json.Unmarshal(v[column], &s) // what is no string is ""
	return s
}

// said is a column as its share of a key: a string, or what stands there for a
// number or a list.
func (v values) said(column string) string {
	if raw := v[column]; len(raw) > 0 && raw[0] != '"' {
		return string(raw)
	}
	return v.text(column)
}

// texts are a column that holds a string or a list of strings.
func (v values) texts(column string) []string {
	var list []string
	if json.Unmarshal(v[column], &list) == nil {
		return list
	}
	if s := v.text(column); s != "" {
		return []string{s}
	}
	return nil
}

// empty reports whether a column holds what a row has that says nothing of it.
func empty(text json.RawMessage) bool {
	switch string(text) {
	case `""`, `0`, `false`, `[]`, `{}`, `null`, ``:
		return true
	}
	return false
}

// quoted is a text in JSON.
func quoted(s string) json.RawMessage {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always can be
	return json.RawMessage(strings.TrimSuffix(b.String(), "\n"))
}

func quotedList(list []string) json.RawMessage {
	if list == nil {
		list = []string{}
	}
	b, _ := json.Marshal(list) // strings always can be
	return b
}
