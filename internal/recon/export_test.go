package recon

// ConfigureAs has a process compare as another does.
func ConfigureAs(p, other *Process) { p.configureAs(other) }

// CompareLines lays two texts side by side.
var CompareLines = compareLines
