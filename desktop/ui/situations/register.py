"""What the situations add to the window. Nothing slow is imported here: pages are built at their first visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.settings import ROLE
from desktop.ui.door.registry import Command, DocumentAction, HomeCard, PageSpec, ResumeEntry
from desktop.ui.situations import ids
from desktop.ui.situations.parts import Parts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.corpus.model import Document
    from desktop.ui.door.context import Context
    from desktop.ui.door.page import Page
    from desktop.ui.door.registry import Registry
    from desktop.ui.situations.exchange import Exchange

ASKED = "à demander chaque fois"
"""Said of the role of who has none."""
UNREAD = "Questionnaire"
"""The title of a form's page until the content says its own."""
FORMS = (ids.NIVEAU, ids.ERRSPP)
"""Forms whose pages are there before the content is read, since a window may have been left on one."""


def register(registry: Registry, context: Context) -> None:
    """Pages, commands, the home card, links under the titles of the documents."""
    parts = Parts(context)
    registry.add_page(
        PageSpec(ids.SITUATION, "Orienter une situation", partial(_page, parts), section="Situations", order=10)
    )
    registry.add_page(PageSpec(ids.CASES, "Mes situations", partial(_cases, parts), section="Situations", order=20))
    for key in FORMS:
        registry.add_page(_form_page(parts, key, UNREAD))
    registry.add_page(PageSpec(ids.BILAN, "Bilan d’un profil de poste", partial(_outcome, parts), in_navigation=False))
    registry.add_command(
        Command(ids.SHOW_BILAN, "Bilan d’un profil de poste", "Situations", partial(context.go, ids.BILAN),
                words="médecin coordonnateur coordinateur parcours poste exigences")
    )  # fmt: skip
    registry.add_document_action(
        DocumentAction("bilan", lambda d: "Ce profil est-il complet ?" if _profile(d) else None,
                       lambda document: context.go(ids.BILAN, _form_of(context, document)))
    )  # fmt: skip
    registry.add_document_action(
        DocumentAction("implication", lambda d: "Quel niveau d’implication ?" if d.formulaire == ids.ERRSPP else None,
                       lambda _document: context.go(ids.ERRSPP))
    )  # fmt: skip
    registry.add_page(PageSpec(ids.PROOFS, "Preuves", partial(_proofs, parts), in_navigation=False))
    registry.add_command(
        Command(
            ids.SHOW_PROOFS, "Preuves", "Aide", partial(context.go, ids.PROOFS), words="lois vérification combinaisons"
        )
    )
    _exchange(registry, parts)
    _no_role(registry, parts)
    registry.add_command(
        Command(ids.LIST, "Mes situations", "Situations", lambda: context.go(ids.CASES), ("Ctrl+Shift+S",),
                words="gardées cas liste ouvrir", first=3)
    )  # fmt: skip
    registry.add_command(
        Command(
            ids.NEW, "Nouvelle situation", "Situations", partial(_begin, parts), ("Ctrl+N",),
            words="orienter commencer plan patient", first=1,
        )
    )  # fmt: skip
    registry.add_command(
        Command(
            ids.REFRESH, "Refaire le plan pour maintenant", "Situations", partial(_refresh, parts), ("F5",),
            partial(_has_hand, parts), words="heure actualiser rafraîchir moment",
        )
    )  # fmt: skip
    registry.add_home_card(HomeCard(ids.SITUATION, partial(_card, parts), order=10, primary=True))
    registry.add_document_action(
        DocumentAction("bonne-structure", _asks, lambda document: _begin(parts, _structure(context, document)))
    )
    prepared: list[bool] = []
    registry.resume_sources.append(lambda _corpus: _resume(parts) if prepared else [])
    context.search_ready.connect(lambda: _prepare(registry, parts, prepared))


def _page(parts: Parts) -> Page:
    from desktop.ui.situations.page import SituationPage

    return SituationPage(parts.context, parts.situation)


def _exchange(registry: Registry, parts: Parts) -> None:
    """FHIR in and out, DMN out."""

    def exchange() -> Exchange:
        from desktop.ui.situations.exchange import Exchange

        return Exchange(parts.situation)

    words = "hl7 json échange logiciel hôpital dmn questionnaire"
    for key, title, action in (
        (ids.WRITE_FHIR, "Exporter la situation en FHIR…", lambda: exchange().ask_situation()),
        (ids.READ_FHIR, "Reprendre une situation en FHIR…", lambda: exchange().ask_read()),
        (ids.WRITE_TABLES, "Exporter les questionnaires (FHIR, DMN)…", lambda: exchange().ask_questionnaires()),
    ):
        registry.add_command(Command(key, title, "Situations", action, words=words))


def _no_role(registry: Registry, parts: Parts) -> None:
    """Which roles there are is known once the questionnaires are read; that one may have none, before."""
    registry.setting_options[ROLE] = (("", ASKED),)
    _add_role(registry, parts, "", ASKED)


def _roles(registry: Registry, parts: Parts) -> None:
    """The user's own role, proposed in each new situation: the answers to who asks."""
    q = parts.decisions.questionnaires
    caller = q.faits.get(q.parts.caller) if q is not None else None
    if caller is None:
        return
    from desktop.telling.words import without_capital

    roles = [(value.id, value.role or without_capital(value.libelle)) for value in caller.valeurs]
    registry.setting_options[ROLE] = (*roles, ("", ASKED))
    for role, words in roles:
        _add_role(registry, parts, role, words)
    parts.context.options_changed.emit(ROLE)


def _add_role(registry: Registry, parts: Parts, role: str, words: str) -> None:
    registry.add_command(
        Command(
            f"{ids.MY_ROLE}{role or 'aucun'}", f"Mon rôle : {words}", "Situations", partial(_set_role, parts, role, words),
            checked=partial(_has_role, parts.context, role), words="réglage demandeur qui demande", in_menu=False,
        )
    )  # fmt: skip


def _set_role(parts: Parts, role: str, words: str) -> None:
    parts.situation.set_role(role)
    parts.context.say(f"Votre rôle : {words}.")


def _has_role(context: Context, role: str) -> bool:
    return context.settings.text(ROLE) == role


def _forms(registry: Registry, parts: Parts) -> None:
    """A page and a command for each form of the content, in its own words."""
    q = parts.decisions.questionnaires
    for form in q.forms.values() if q is not None else ():
        title = form.words.get("lien") or form.table.titre
        if form.id in FORMS:
            registry.pages[form.id] = registry.pages[form.id]._replace(title=title)
        else:
            registry.add_page(_form_page(parts, form.id, title))
        go = partial(parts.context.go, form.id)
        registry.add_command(Command(f"{ids.SHOW_FORM}{form.id}", title, "Situations", go, words=form.search))


def _form_page(parts: Parts, key: str, title: str) -> PageSpec:
    return PageSpec(key, title, partial(_form, parts, key), in_navigation=False)


def _form(parts: Parts, key: str) -> Page:
    from desktop.ui.situations.form_page import FormPage

    return FormPage(parts.context, parts.situation, key)


def _outcome(parts: Parts) -> Page:
    from desktop.ui.situations.profil_page import ProfilPage

    return ProfilPage(parts.context, parts.decisions)


def _proofs(parts: Parts) -> Page:
    from desktop.ui.situations.proof_page import ProofPage

    return ProofPage(parts.context, parts.decisions)


def _cases(parts: Parts) -> Page:
    from desktop.ui.situations.cases_page import CasesPage

    return CasesPage(parts.context, parts.situation, parts.days)


def _card(parts: Parts) -> QWidget:
    from desktop.ui.situations.home_card import home_card

    return home_card(parts.context, partial(_begin, parts))


def _begin(parts: Parts, visee: str = "") -> None:
    parts.situation.begin(visee)


def _refresh(parts: Parts) -> None:
    parts.situation.refresh()


def _has_hand(parts: Parts) -> bool:
    return parts.situation.session is not None


def _asks(document: Document) -> str | None:
    return "Est-ce la bonne structure ?" if document.structure else None


def _profile(document: Document) -> bool:
    """Whether its questionnaire is a checklist: the others have pages of their own."""
    return document.formulaire is not None and document.formulaire not in FORMS


def _form_of(context: Context, document: str) -> str:
    found = context.corpus.documents.get(document) if context.corpus is not None else None
    return found.formulaire or "" if found is not None else ""


def _structure(context: Context, document: str) -> str:
    found = context.corpus.documents.get(document) if context.corpus is not None else None
    return found.structure or "" if found is not None else ""


def _prepare(registry: Registry, parts: Parts, prepared: list[bool]) -> None:
    """Once the search answers, read what the first question needs, off the window's thread, so that it does not wait."""
    context = parts.context

    def imported(_nothing: object) -> None:
        prepared.append(True)
        parts.days.changed.connect(context.resume_changed)
        situation = parts.situation
        situation.decisions.ready.connect(context.resume_changed)
        if situation.decisions.questionnaires is not None:
            _read(registry, parts)
        else:
            situation.decisions.ready.connect(partial(_read, registry, parts))
        situation.decisions.load()
        situation.data.open()

    context.in_background("situations.modules", _import, imported)


def _read(registry: Registry, parts: Parts) -> None:
    """What the questionnaires add, once they are read."""
    _roles(registry, parts)
    _forms(registry, parts)


def _import() -> None:
    import desktop.ui.situations.day_clock
    import desktop.ui.situations.page
    import desktop.ui.situations.resume  # noqa: F401 - kept for the window's thread


def _resume(parts: Parts) -> list[ResumeEntry]:
    """The draft and the cases changed last, for « Reprendre »."""
    from desktop.ui.situations.resume import entries

    return entries(parts.situation)
