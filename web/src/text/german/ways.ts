/** How people could bring something about together: ways, what they act on, what must stand already. */
export const ways: Readonly<Record<string, string>> = {
  'a bank instruction entered': 'eine Bankverbindung erfasst',
  'a bank instruction changed': 'eine Bankverbindung geändert',
  "%s and made a participant's": '{1} und zu der eines Teilnehmers gemacht',
  "a package of one's own": 'ein eigenes Paket',
  'an order added to a draft': 'ein Auftrag zu einem Entwurf hinzugefügt',
  'an order of a draft changed': 'ein Auftrag eines Entwurfs geändert',
  'a netted cycle settled': 'ein verrechneter Zyklus ausgeglichen',
  'a grant at %s': 'eine Berechtigung für {1}',
  'a grant to the user %s at %s': 'eine Berechtigung des Benutzers {1} für {2}',
  'a grant to the group %s at %s': 'eine Berechtigung der Gruppe {1} für {2}',
  'a membership of the group %s': 'eine Mitgliedschaft in der Gruppe {1}',
  'the role %s made to include it': 'die Rolle {1} so geändert, dass sie das enthält',
  'the user made to answer for the service %s': 'der Benutzer steht fortan für den Dienst {1} ein',
  'a token of the service %s': 'ein Token des Dienstes {1}',
  'The user answers for the service %s, which holds the role there, and has a token of it.':
    'Der Benutzer steht für den Dienst {1} ein, der die Rolle dort hat, und besitzt ein Token davon.',
  'the unit %s moved beneath %s': 'die Einheit {1} unter {2} verschoben',
  'an exception of the process closed': 'eine Ausnahme des Prozesses abgeschlossen',
  'the rule disabled': 'die Regel außer Kraft gesetzt',
  'the rule deleted': 'die Regel gelöscht',
  'the unit %s': 'die Einheit {1}',
  'unit %s': 'Einheit {1}',
  'a new package of %s': 'ein neues Paket von {1}',
  'a draft of %s': 'ein Entwurf von {1}',
  'a cycle of %s': 'ein Zyklus von {1}',
  'a package of %s': 'ein Paket von {1}',
  'a channel to %s': 'ein Kanal zu {1}',
  'the bank file': 'die Bankdatei',
  'an exception of %s': 'eine Ausnahme von {1}',
  'the rule %s': 'die Regel {1}',
  'a draft package of the customer stands': 'es gibt einen Entwurf eines Pakets des Kunden',
  'a participant entered': 'ein Teilnehmer erfasst',
  'an approved cycle pays the participant': 'ein genehmigter Zyklus bezahlt den Teilnehmer',
  'the service %s may not %s': 'der Dienst {1} darf {2} nicht',
  'the role %s is given to nobody until it is switched on': 'die Rolle {1} bekommt niemand, bis sie eingeschaltet ist',
  '%s is refused by the duty rule %s': '{1} lehnt die Trennungsregel {2} ab',
  'The user holds the role there already.': 'Der Benutzer hat die Rolle dort schon.',
  'The rule is switched off already.': 'Die Regel ist schon außer Kraft.',
  'somebody made a deputy first by an administrator, which takes the agreement of another person':
    'wer erst von einem Administrator zum Vertreter bestellt würde, was die Zustimmung einer weiteren Person braucht',
  'somebody who answers for a service and whose token of it others would have to agree to first':
    'wer für einen Dienst einsteht und für dessen Token erst andere zustimmen müssten',
  "a grant that there is changed to be another user's, or of another role or scope; only new grants are counted":
    'eine bestehende Berechtigung, die zu der eines anderen Benutzers oder einer anderen Rolle oder Reichweite geändert wird; nur neue werden gezählt',
  'several changes of access after one another, such as a group that is given a role and joined then':
    'mehrere Änderungen der Zugriffe nacheinander, etwa eine Gruppe, die eine Rolle bekommt und der man dann beitritt',
  'roles, memberships and points given first, and somebody made to answer for a service: ask who could gain a role':
    'Rollen, Mitgliedschaften und Punkte, die erst gegeben würden, und wer erst für einen Dienst einstünde: Fragen Sie, wer eine Rolle erhalten könnte',
  'rules, duty rules and walls changed first: ask who could switch off a rule':
    'Regeln, Trennungsregeln und Sperren, die erst geändert würden: Fragen Sie, wer eine Regel abschalten könnte',
  'somebody who does nothing for it': 'jemand, der nichts dafür tut',
};
