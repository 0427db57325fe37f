#!/bin/sh
# Démarre Cap palliatif, avec les bibliothèques prêtées s’il y en a.
ici=$(dirname "$(readlink -f "$0")")
if [ -d "$ici/pret" ]; then
  LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$ici/pret
  export LD_LIBRARY_PATH
fi
exec "$ici/programme/cap-palliatif" "$@"
