// What authors of pages are told, in German.

export default {
  // The element.
  gone: 'das Element hat die Seite verlassen',
  unread: (src, why) => `src: ${src} ließ sich nicht lesen (${why})`,
  unreadStatus: (src, status) => `src: ${src} ließ sich nicht lesen (Status ${status})`,
  tooLong: (src, octets) => `src: ${src} ist länger als ${octets} Oktette`,
  noWholeNumber: (name, text, min) => `${name}: „${text}“ ist keine ganze Zahl ab ${min}`,
  noStep: 'ein Schritt ist eine ganze Zahl',
  noTime: (text) => `at: „${text}“ ist keine Zeit wie 12.5s, 90min, 3h oder 2d`,
  noSpeed: (text) => `speed: „${text}“ ist keine Zahl von 0.1 bis 16`,
  noLessonStep: (number, count) =>
    `lesson-step: es gibt keinen Schritt ${number}; ${count > 0 ? `diese Lektion hat ${count}` : 'dieses Szenario hat keine Lektion'}`,
  scenarioInTag: 'das Szenario im Tag',
  notInScript:
    'in diesem Tag steht ein Szenario, aber nicht in <script type="text/relayscope">: '
    + 'das darum schreiben, mit einer leeren Zeile davor und dahinter und ohne Leerzeichen am Anfang seiner Zeilen',

  // Its methods.
  seek: 'seek: {step}, {time}, {event} oder {marker: "next"} angeben',
  newerState: 'setState: dieser Zustand stammt von einer neueren Version; relayscope aktualisieren',
  toBlob: (names) => `toBlob: eines von ${names} angeben`,
  update: 'update: {host, up, online} oder {link: [a, b], up, latency, jitter, rate, loss, restore} angeben',
  noMessage: 'toBlob: noch wurde keine Nachricht gesendet',
  noMap: 'toBlob: die Karte ist nicht zu sehen',
  notDrawn: 'der Browser zeichnet das Bild nicht; die Richtlinie der Seite muss img-src data: erlauben',
  noPicture: 'der Browser macht kein Bild in dieser Größe',

  // Frames, and messages to them.
  failed: 'es ist fehlgeschlagen',
  closed: 'die Verbindung ist geschlossen',
  closedByFrame: 'der Rahmen hat die Verbindung geschlossen',
  loadedAnew: 'der Rahmen wurde neu geladen',
  noAnswer: (src) => `im Rahmen ${src || '(ohne Adresse)'} hat kein relayscope geantwortet`,
  args: (max) => `args: eine Liste von höchstens ${max} angeben`,
  notSent: (method) => `${method}: das Ergebnis lässt sich nicht senden`,
  unknown: (what, name, known) => `${what}: „${name}“ ist unbekannt; zur Wahl stehen ${known}`,

  // Addresses.
  parameter: (name, value, why) => `${name}: „${value}“ ${why}`,
  elsewhere: 'ist keine Datei dieser Website; von anderswo wird nichts geholt',
  seed: (max) => `ist keine ganze Zahl von 0 bis ${max}`,
  steps: 'ist keine ganze Zahl von Schritten',
  fromOne: 'ist keine ganze Zahl ab 1',
  time: 'ist keine Zeit wie 12.5s, 90min, 3h oder 2d',
  languageTag: 'ist kein Sprachkürzel wie en oder de-CH',
  post: (known) => `besteht nicht aus ${known}`,
  origin: 'ist kein Ursprung wie https://example.org, deshalb werden keine Nachrichten ausgetauscht',
  longWord: 'ist zu lang',
  flag: 'ist weder 1 noch 0',
  close: 'Schließen',
};
