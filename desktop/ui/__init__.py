"""The window: the only room that imports Qt.

What a room may add
-------------------
How a room is added, step by step, with its files: ARCHITECTURE.md, « How to add a room ». Its `register(registry, context)` is
called once, after the first paint, and may say:

- **Pages** (`PageSpec`, `desktop.ui.door.page.Page`): the section appears in the navigation with its first page.
  `show_place(place)` is called at each visit; `place.cible` is yours (a case's id), `place.etat` is the text that
  your `state()` returned when the page was left, so back, forward and a restart find it again. To move within your
  page so that « back » works: `context.go("orienter", cible)`.
- **Commands** (`Command`): data in the registry; menus, palette (Ctrl+Maj+P), shortcuts and F1 are drawn from it.
- **Home**: `HomeCard` factories return a widget for the first row; `resume_sources` fill « Reprendre ».
- **Reader**: `DocumentAction` (links under the title), `RuleAction` (on each règle), `annotation_sources` (bookmarks
  and notes shown with the règle). Emit `context.annotations_changed` when they change. `context.open_content(id)`
  opens the reader at any id.
- **Search**: a `PassageSource` says what its texts are (`PassageKind`: the word of the badge, how they stand beside the
  content), gives them, and opens what was found.
- **Services**: `context.services` is built by `bootstrap`; add a field to `desktop.ui.door.services.Services` for yours,
  as a factory that is called late. `context.in_background(key, task, done)` is the one worker thread: newest of a key
  wins.
- **Looks**: `desktop.ui.kit.theme.Theme` has the tokens (`theme.colour("primary")`) and sizes (`theme.px(15)`: pixels at
  this text size). Widgets of `desktop.ui.kit.widgets` (buttons, badges, cards, links) follow theme and text size by
  themselves; a property `role` on a QLabel (« title », « heading », « strong », « soft », « small ») chooses the
  type. What you paint by hand follows `context.theme_changed`.
- **Text**: name every control (`setAccessibleName` where the text doesn't do), and never say a thing by colour alone.

The map
-------
`app.run` → `window.MainWindow` (assembles only) → `topbar`, `navigation`, `footer`, and the pages: `home`, `library`
(Référentiels, Profils), `reading` (results, reader, rubriques). `frame` keeps the window on its screen, `sight` keeps what
has the focus in sight, `touch` lets fingers scroll; `action_bar` is the one line of actions at the foot of a page.
`worker` is the one thread; `search_control` counts generations. `desktop/telling/document.py` lays a document out as plain values,
without Qt; `reader/builder.py` writes them into a QTextDocument.
"""
