package foreign

import "github.com/countersign/countersign/internal/govern"

// Tables are the tables of the area.
var Tables = []govern.Any{Types, Entities, Declared}
