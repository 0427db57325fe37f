#!/bin/sh
# Retire Cap palliatif. Vos situations, notes et réglages restent, sauf avec --tout.
set -eu
ici=$(dirname "$(readlink -f "$0")")
partage=${XDG_DATA_HOME:-$HOME/.local/share}
reglages=${XDG_CONFIG_HOME:-$HOME/.config}
cache=${XDG_CACHE_HOME:-$HOME/.cache}
journal=${XDG_STATE_HOME:-$HOME/.local/state}
tout=non
case ${1:-} in
  "") ;;
  --tout) tout=oui ;;
  *) printf '%s\n' "Usage : desinstaller [--tout]   (--tout : efface aussi vos situations, notes et réglages)"; exit 2 ;;
esac
[ -d "$ici/programme/_internal/desktop" ] || { printf '%s\n' "$ici n’est pas une installation de Cap palliatif." >&2; exit 1; }

rm -f "$HOME/.local/bin/cap-palliatif" "$partage/applications/cap-palliatif.desktop"
rm -f "$partage"/icons/hicolor/*/apps/cap-palliatif.png "$partage"/icons/hicolor/*/apps/cap-palliatif.svg
rm -rf "$cache/cap-palliatif" "$journal/cap-palliatif"
if [ "$tout" = oui ]; then rm -rf "$partage/cap-palliatif" "$reglages/cap-palliatif"; fi
rm -rf "$ici"
# Les dossiers que l’installation a pu créer, s’ils sont vides.
rmdir "$partage"/icons/hicolor/*/apps "$partage"/icons/hicolor/* "$partage/icons/hicolor" "$partage/icons" "$partage/applications" \
  "$(dirname "$ici")" "$HOME/.local/bin" "$partage" "$journal" "$HOME/.local" "$cache" "$reglages" 2>/dev/null || true
if [ "$tout" = oui ]; then
  printf '%s\n' "Cap palliatif et tout ce qu’il gardait sont effacés."
else
  printf '%s\n' "Cap palliatif est désinstallé. Vos situations, notes et réglages sont gardés ; « --tout » les aurait effacés."
  if [ -d "$partage/cap-palliatif" ] || [ -d "$reglages/cap-palliatif" ]; then
    printf '%s\n' "Ils sont dans $partage/cap-palliatif et $reglages/cap-palliatif."
  fi
fi
