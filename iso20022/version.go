package iso20022

// Version is a version of pain.001, as its namespace names it.
type Version string

// The versions that are written and read.
const (
	Pain00103 Version = "pain.001.001.03" // of 2009
	Pain00109 Version = "pain.001.001.09" // of 2019
)

// leiScheme marks an LEI in version 03, which has no element for it, as a
// proprietary identification of the organisation.
const leiScheme = "LEI"

// checkVersion refuses what a version cannot write although another can.
func (m *Initiation) checkVersion(version Version) *Error {
	switch version {
	case Pain00109:
		return nil
	case Pain00103:
	default:
		return refuse("", "unknown_version", "%q is not written; %s and %s are.", clip(string(version)), Pain00103, Pain00109)
	}
	for i := range m.Payments {
		p := &m.Payments[i]
		if err := p.Debit.Agent.check03(placeOf(i) + ".Debit.Agent"); err != nil {
			return err
		}
		for j := range p.Transfers {
			if err := p.Transfers[j].CreditorAgent.check03(placeOf(i, j) + ".CreditorAgent"); err != nil {
				return err
			}
		}
	}
	return nil
}

// check03 knows that version 03 spells BICs more narrowly than ISO 9362: six
// letters, no 0 or 1 at character 7, no O at character 8.
func (a Agent) check03(place string) *Error {
	if a.BIC == "" {
		return nil
	}
	for i := range 4 {
		if !isCapital(a.BIC[i]) {
			return refuse(place+".BIC", "bic_form", "%q: pain.001.001.03 allows only letters in the first four characters; use pain.001.001.09.", a.BIC)
		}
	}
	if a.BIC[6] == '0' || a.BIC[6] == '1' || a.BIC[7] == 'O' {
		return refuse(place+".BIC", "bic_form", "%q: pain.001.001.03 allows no 0 or 1 at character 7 and no letter O at character 8; use pain.001.001.09.", a.BIC)
	}
	return nil
}
