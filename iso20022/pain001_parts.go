package iso20022

func (w *xmlWriter) party(name string, p *Party) {
	w.in(name, func() {
		w.leaf("Nm", p.Name)
		if p.Address != nil {
			w.address(p.Address)
		}
		if p.LEI == "" && p.OrganisationID == "" {
			return
		}
		w.in("Id", func() {
			w.in("OrgId", func() {
				if w.version != Pain00103 {
					w.leaf("LEI", p.LEI)
				}
				w.path(p.OrganisationID, "Othr", "Id")
				if w.version == Pain00103 && p.LEI != "" {
					w.in("Othr", func() {
						w.leaf("Id", p.LEI)
						w.path(leiScheme, "SchmeNm", "Prtry")
					})
				}
			})
		})
	})
}

func (w *xmlWriter) address(a *Address) {
	w.in("PstlAdr", func() {
		w.leaf("StrtNm", a.Street)
		w.leaf("BldgNb", a.Building)
		w.leaf("PstCd", a.PostCode)
		w.leaf("TwnNm", a.Town)
		w.leaf("CtrySubDvsn", a.Subdivision)
		w.leaf("Ctry", a.Country)
		for _, line := range a.Lines {
			w.leaf("AdrLine", line)
		}
	})
}

func (w *xmlWriter) account(name string, a Account) {
	w.in(name, func() {
		w.in("Id", func() {
			w.leaf("IBAN", a.IBAN)
			if a.Other == "" {
				return
			}
			w.in("Othr", func() {
				w.leaf("Id", a.Other)
				w.path(a.Scheme, "SchmeNm", "Cd")
			})
		})
		w.leaf("Ccy", a.Currency)
	})
}

func (w *xmlWriter) agent(name string, a Agent) {
	w.in(name, func() {
		w.in("FinInstnId", func() {
			if w.version == Pain00103 {
				w.leaf("BIC", a.BIC)
			} else {
				w.leaf("BICFI", a.BIC)
			}
			if a.ClearingMember != "" {
				w.in("ClrSysMmbId", func() {
					w.path(a.ClearingSystem, "ClrSysId", "Cd")
					w.leaf("MmbId", a.ClearingMember)
				})
			}
			if a.BIC == "" && a.ClearingMember == "" {
				w.path("NOTPROVIDED", "Othr", "Id")
			}
		})
	})
}

func (w *xmlWriter) remittance(r Remittance) {
	if r.Reference == "" {
		w.path(r.Text, "RmtInf", "Ustrd")
		return
	}
	w.in("RmtInf", func() {
		w.in("Strd", func() {
			w.in("CdtrRefInf", func() {
				w.in("Tp", func() {
					if r.ReferenceType == "" {
						w.path("SCOR", "CdOrPrtry", "Cd")
					} else {
						w.path(r.ReferenceType, "CdOrPrtry", "Prtry")
					}
					w.leaf("Issr", r.Issuer)
				})
				w.leaf("Ref", r.Reference)
			})
		})
	})
}
