#!/bin/sh
# Cap palliatif @VERSION@ : installe le programme dans le dossier de l’utilisateur, sans droits d’administrateur.
# sh cap-palliatif-@VERSION@.run [--dossier DOSSIER] [--verifier] [--aide]
set -eu
octets=@OCTETS@ somme=@SOMME@ kilo=@KILO@ glibc=@GLIBC@

dire() { printf '%s\n' "$*"; }
refuser() { printf '%s\n' "Cap palliatif n’est pas installé : $*" >&2; exit 1; }
charge() { tail -c "$octets" "$archive"; }

archive=$0
cible=${HOME:-}/.local/opt/cap-palliatif
verifier=non
while [ $# -gt 0 ]; do
  case $1 in
    --dossier) [ $# -gt 1 ] || refuser "--dossier attend un dossier."; cible=$2; shift ;;
    --verifier) verifier=oui ;;
    --aide|--help|-h)
      dire "Installe Cap palliatif @VERSION@ dans votre dossier ($cible)."
      dire "  --dossier DOSSIER   l’installer ailleurs"
      dire "  --verifier          vérifier ce fichier, sans rien installer"
      exit 0 ;;
    *) refuser "option inconnue : $1 (voyez --aide)." ;;
  esac
  shift
done
case $cible in
  /*) ;;
  *) refuser "le dossier doit commencer par « / » : $cible" ;;
esac
[ -n "${HOME:-}" ] || refuser "le dossier de l’utilisateur (HOME) n’est pas connu."

lue=$(charge | sha256sum | cut -d ' ' -f 1)
[ "$lue" = "$somme" ] || refuser "ce fichier est abîmé ou incomplet. Copiez-le à nouveau, puis recommencez."
if [ "$verifier" = oui ]; then dire "Ce fichier est intact."; exit 0; fi

[ "$(uname -m)" = x86_64 ] || refuser "il faut un ordinateur 64 bits x86 (celui-ci : $(uname -m))."
ici=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d ' ' -f 2) || ici=
[ -n "$ici" ] || refuser "ce système n’a pas la bibliothèque C de GNU (glibc)."
[ "$(printf '%s\n%s\n' "$glibc" "$ici" | sort -V | head -n 1)" = "$glibc" ] ||
  refuser "ce système est trop ancien (glibc $ici ; il faut $glibc : Debian 12, Ubuntu 22.04, ou plus récent)."

neuf=$cible.nouveau
mkdir -p "$(dirname "$cible")" || refuser "impossible d’écrire dans $(dirname "$cible")."
libre=$(df -Pk "$(dirname "$cible")" | awk 'NR == 2 { print $4 }')
[ "$libre" -gt $((kilo + 20000)) ] || refuser "il faut $((kilo / 1024 + 20)) Mo libres dans $(dirname "$cible")."
if [ -e "$cible" ] && [ ! -x "$cible/desinstaller" ]; then
  refuser "$cible existe et n’est pas une installation de Cap palliatif. Choisissez un autre --dossier."
fi
rm -rf "$neuf"
mkdir "$neuf"
trap 'rm -rf "$neuf"' EXIT INT TERM
charge | gzip -dc | tar -xf - -C "$neuf" || refuser "le disque est-il plein ?"

# Les bibliothèques d’affichage que ce système n’a pas lui sont prêtées ; ce qu’il a est toujours préféré.
# L’ancien « ldd » échoue sur un fichier sans droit d’exécution : son code n’est pas regardé, sa sortie l’est.
manquantes() {
  find "$neuf/programme" -type f \( -name '*.so*' -o -name cap-palliatif \) -exec \
    env LD_LIBRARY_PATH="$neuf/programme/_internal:$neuf/pret" ldd {} + 2>/dev/null |
    awk '/not found/ { print $1 }' | sort -u
}
mkdir "$neuf/pret"
while :; do
  change=non
  for nom in $(manquantes); do
    if [ -e "$neuf/pretables/$nom" ]; then mv "$neuf/pretables/$nom" "$neuf/pret/$nom"; change=oui; fi
  done
  [ "$change" = oui ] || break
done
reste=$(manquantes)
[ -z "$reste" ] || refuser "il manque à ce système : $(echo $reste)."
pretees=$(ls "$neuf/pret" | tr '\n' ' ')
rmdir "$neuf/pret" 2>/dev/null || true
rm -rf "$neuf/pretables"
LD_LIBRARY_PATH="$neuf/pret" "$neuf/programme/cap-palliatif" verifier >/dev/null ||
  refuser "le programme copié n’est pas intact. Recommencez, puis vérifiez le disque."

partage=${XDG_DATA_HOME:-$HOME/.local/share}
ancien=$cible.ancien
rm -rf "$ancien"
[ ! -e "$cible" ] || mv "$cible" "$ancien"
mv "$neuf" "$cible"
trap - EXIT INT TERM
rm -rf "$ancien"

mkdir -p "$HOME/.local/bin" "$partage/applications" "$partage/icons"
ln -sfn "$cible/lancer" "$HOME/.local/bin/cap-palliatif"
# Dans une entrée de menu, un chemin se met entre guillemets ; \ ` $ " y prennent une barre, elle-même doublée, et % se double.
COMMANDE=$(printf '"%s"' "$(printf '%s' "$cible/lancer" | sed -e 's/[\`$"]/\\\\&/g' -e 's/%/%%/g')")
export COMMANDE
awk '{ i = index($0, "COMMANDE_ICI"); if (i) $0 = substr($0, 1, i - 1) ENVIRON["COMMANDE"]; print }' \
  "$cible/cap-palliatif.desktop" > "$partage/applications/cap-palliatif.desktop"
cp -R "$cible/partage/icons/." "$partage/icons/"
if command -v update-desktop-database >/dev/null; then update-desktop-database -q "$partage/applications" || true; fi

dire "Cap palliatif @VERSION@ est installé dans $cible."
[ -z "$pretees" ] || dire "Bibliothèques prêtées, absentes de ce système : $pretees"
dire "Pour l’ouvrir : le menu des applications, ou $HOME/.local/bin/cap-palliatif"
dire "Pour le désinstaller : $cible/desinstaller"
exit 0
