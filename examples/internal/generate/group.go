package main

// company is one of the group. invoices is how many it has to pay in the cycle;
// trade is how much the others buy from it, against each other's.
type company struct {
	code, name, country, currency string
	invoices, trade               int
}

// group is an invented maker of pumps and valves: two plants (Germany and
// Hungary), a warehouse in the Netherlands, a holding that charges services, and
// companies that sell.
var group = []company{
	{"AT01", "Halvorn Holding GmbH", "AT", "EUR", 150, 14},
	{"CH01", "Halvorn Schweiz AG", "CH", "CHF", 150, 5},
	{"DE01", "Halvorn Pumpenwerk GmbH", "DE", "EUR", 290, 26},
	{"ES01", "Halvorn Ibérica, S.L.", "ES", "EUR", 140, 3},
	{"FR01", "Halvorn France SAS", "FR", "EUR", 210, 5},
	{"GB01", "Halvorn UK Limited", "GB", "GBP", 190, 6},
	{"HU01", "Halvorn Magyarország Kft.", "HU", "HUF", 120, 3},
	{"HU02", "Halvorn Szelepgyártó Kft.", "HU", "HUF", 160, 18},
	{"IT01", "Halvorn Italia S.r.l.", "IT", "EUR", 180, 6},
	{"NL01", "Halvorn Logistics B.V.", "NL", "EUR", 90, 12},
	{"PL01", "Halvorn Polska Sp. z o.o.", "PL", "PLN", 150, 5},
	{"US01", "Halvorn Inc.", "US", "USD", 170, 8},
}

// rates are in millionths of a euro for one unit of the currency.
var rates = []struct {
	currency string
	millions uint64
}{{"CHF", 1_063_800}, {"GBP", 1_174_600}, {"HUF", 2_486}, {"PLN", 234_250}, {"USD", 921_300}}

const (
	cycleCode = "2026-11"
	base      = "EUR"
)
