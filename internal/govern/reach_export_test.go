package govern

// Searchable reports whether the database knows which rows of a table grants
// reach.
func Searchable(t Any) bool { return t.erased().reach != nil }
