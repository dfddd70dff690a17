/** What the server says of the tables, columns and commands of foreign tables and configurations. */
export const elsewhere: Readonly<Record<string, string>> = {
  'A resource type of another application, with the policy that decides on it.':
    'Ein Ressourcentyp einer anderen Anwendung, mit der Richtlinie, die darüber entscheidet.',
  'A subject or resource of another application that is known here, with its properties.':
    'Ein Subjekt oder eine Ressource einer anderen Anwendung, die hier bekannt ist, mit ihren Eigenschaften.',
  'As the application asks for it: todo. One of our own tables may be named, to add actions to it.':
    'Wie die Anwendung danach fragt: todo. Auch eine unserer eigenen Tabellen darf genannt werden, um ihr Aktionen hinzuzufügen.',
  'As the application names it: record, or user for people who act.':
    'Wie die Anwendung es nennt: record, oder user für Personen, die handeln.',
  'Further ones that roles can give, such as edit_own: the permission is then todo.edit_own. Every action is one already.':
    'Weitere, die Rollen geben können, wie edit_own: Das Recht ist dann todo.edit_own. Jede Aktion ist schon eines.',
  'Its id in the application.': 'Seine ID in der Anwendung.',
  'Of the context; conditions read context.NAME.': 'Des Zusammenhangs; Bedingungen lesen context.NAME.',
  'Of the resource; conditions read resource.properties.NAME.':
    'Der Ressource; Bedingungen lesen resource.properties.NAME.',
  'Of whoever acts; conditions read subject.properties.NAME. Of our own users email, name, unit, job_title and kind are known.':
    'Dessen, der handelt; Bedingungen lesen subject.properties.NAME. Von unseren eigenen Benutzern sind email, name, unit, job_title und kind bekannt.',
  'The unit that it belongs to: grants there reach it.':
    'Die Einheit, zu der es gehört: Berechtigungen dort reichen bis zu ihm.',
  'A table of another application, whose rows are governed here.':
    'Eine Tabelle einer anderen Anwendung, deren Zeilen hier verwaltet werden.',
  'One sentence for the people who use it.': 'Ein Satz für die Menschen, die sie benutzen.',
  'Sets of columns that no two rows share, at most three; people know a row by the first.':
    'Gruppen von Spalten, die keine zwei Zeilen gemeinsam haben, höchstens drei; an der ersten erkennen Menschen eine Zeile.',
  'Small letters and underscores, singular: supplier. It is part of addresses and permissions.':
    'Kleinbuchstaben und Unterstriche, Einzahl: supplier. Er ist Teil von Adressen und Rechten.',
  'The column that says which unit a row belongs to: grants there reach it.':
    'Die Spalte, die sagt, zu welcher Einheit eine Zeile gehört: Berechtigungen dort reichen bis zu ihr.',
  'Another installation whose signed configuration may be imported here.':
    'Eine andere Installation, deren unterschriebene Konfiguration hier eingespielt werden darf.',
  'How old its bundles may be; 0: 168, a week.': 'Wie alt ihre Bündel sein dürfen; 0: 168, eine Woche.',
  'SHA-256 of what was signed.': 'SHA-256 dessen, was unterschrieben wurde.',
  "The exporting installation's name in its key.": 'Der Name der ausführenden Installation in ihrem Schlüssel.',
  'The key that its signatures are checked with, as that installation shows it: name, hash and key, joined by +.':
    'Der Schlüssel, mit dem ihre Unterschriften geprüft werden, wie jene Installation ihn zeigt: Name, Hash und Schlüssel, durch + verbunden.',
  'The last bundle of configuration that came from another installation.':
    'Das letzte Konfigurationsbündel, das von einer anderen Installation kam.',
  'What it is called here, such as Testing.': 'Wie sie hier heißt, etwa Test.',
  'When it was exported.': 'Wann es ausgeführt wurde.',
  'Who exported it there.': 'Wer es dort ausgeführt hat.',
  'A search of the log that somebody kept under a name.':
    'Eine Suche im Protokoll, die jemand unter einem Namen behalten hat.',
  'What GET /api/v1/audit takes, such as table=grant&outcome=applied.':
    'Was GET /api/v1/audit nimmt, etwa table=grant&outcome=applied.',
  'Whether everybody who may read the log is shown it.': 'Ob alle sie sehen, die das Protokoll lesen dürfen.',
  'Whose it is.': 'Wem sie gehört.',
};
