#!/bin/sh
set -e
if [ "$1" = remove ]; then
  echo "Cap palliatif est désinstallé. Les situations, notes et réglages de chaque personne restent dans son dossier :"
  echo "~/.local/share/cap-palliatif et ~/.config/cap-palliatif."
fi
