; Cap palliatif : installation pour un utilisateur, sans droits d’administrateur. Silencieuse avec /S, ailleurs avec /D=DOSSIER.
Unicode true
!ifdef WINDOWS64
  Target amd64-unicode
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!define CLE "Software\Microsoft\Windows\CurrentVersion\Uninstall\CapPalliatif"
!define CHEMIN "Software\Microsoft\Windows\CurrentVersion\App Paths\cap-palliatif.exe"

Name "Cap palliatif"
OutFile "${SORTIE}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Cap palliatif"
InstallDirRegKey HKCU "${CLE}" "InstallLocation"
SetCompressor /SOLID lzma
SetCompressorDictSize 32
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "Cap palliatif ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1036 "ProductName" "Cap palliatif"
VIAddVersionKey /LANG=1036 "FileDescription" "Installation de Cap palliatif"
VIAddVersionKey /LANG=1036 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1036 "LegalCopyright" "EUPL-1.2"

!define MUI_ICON "${ICONE}"
!define MUI_UNICON "${ICONE}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Cap palliatif.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Ouvrir Cap palliatif"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"

; Un programme ouvert tient ses fichiers : le dire, plutôt que de laisser deux versions mêlées.
!macro REFUSER_SI_OUVERT UN
Function ${UN}RefuserSiOuvert
  essai:
  IfFileExists "$INSTDIR\Cap palliatif.exe" 0 libre
  ClearErrors
  FileOpen $0 "$INSTDIR\Cap palliatif.exe" a
  IfErrors 0 ferme
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Cap palliatif est ouvert. Fermez sa fenêtre, puis choisissez Réessayer." /SD IDCANCEL IDRETRY essai
  SetErrorLevel 3
  Quit
  ferme:
  FileClose $0
  libre:
FunctionEnd
!macroend
!insertmacro REFUSER_SI_OUVERT ""
!insertmacro REFUSER_SI_OUVERT "un."

Section "Cap palliatif"
  Call RefuserSiOuvert
  ; Une version plus ancienne part d’abord, fichier par fichier ; les données de l’utilisateur sont ailleurs.
  ReadRegStr $1 HKCU "${CLE}" "InstallLocation"
  ${If} $1 != ""
  ${AndIf} ${FileExists} "$1\Desinstaller.exe"
    ExecWait '"$1\Desinstaller.exe" /S _?=$1' $2
    ${If} $2 <> 0
      MessageBox MB_OK|MB_ICONSTOP "L’ancienne version n’a pas pu être retirée. Redémarrez l’ordinateur, puis recommencez." /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
    Delete "$1\Desinstaller.exe"
    RMDir "$1"
  ${EndIf}
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${DOSSIER}/*.*"
  WriteUninstaller "$INSTDIR\Desinstaller.exe"
  IfErrors 0 ecrit
  MessageBox MB_OK|MB_ICONSTOP "Des fichiers n’ont pas pu être écrits dans $INSTDIR. Libérez de la place, ou choisissez un autre dossier." /SD IDOK
  SetErrorLevel 5
  Quit
  ecrit:
  CreateShortCut "$SMPROGRAMS\Cap palliatif.lnk" "$INSTDIR\Cap palliatif.exe"
  WriteRegStr HKCU "${CHEMIN}" "" "$INSTDIR\cap-palliatif.exe"
  WriteRegStr HKCU "${CLE}" "DisplayName" "Cap palliatif"
  WriteRegStr HKCU "${CLE}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${CLE}" "DisplayIcon" "$INSTDIR\Cap palliatif.exe"
  WriteRegStr HKCU "${CLE}" "Publisher" "Projet Cap palliatif"
  WriteRegStr HKCU "${CLE}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${CLE}" "UninstallString" '"$INSTDIR\Desinstaller.exe"'
  WriteRegStr HKCU "${CLE}" "QuietUninstallString" '"$INSTDIR\Desinstaller.exe" /S'
  WriteRegDWORD HKCU "${CLE}" "EstimatedSize" ${KILO}
  WriteRegDWORD HKCU "${CLE}" "NoModify" 1
  WriteRegDWORD HKCU "${CLE}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  Call un.RefuserSiOuvert
  !include "${RETIRER}"
  Delete "$INSTDIR\Desinstaller.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Cap palliatif.lnk"
  DeleteRegKey HKCU "${CLE}"
  DeleteRegKey HKCU "${CHEMIN}"
  RMDir /r "$LOCALAPPDATA\cap-palliatif\Cache"
  RMDir /r "$LOCALAPPDATA\cap-palliatif\Logs"
  ; Les situations, notes et réglages restent ; /TOUT les efface aussi.
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/TOUT" $1
  IfErrors garde
  RMDir /r "$LOCALAPPDATA\cap-palliatif"
  RMDir /r "$APPDATA\cap-palliatif"
  garde:
SectionEnd
