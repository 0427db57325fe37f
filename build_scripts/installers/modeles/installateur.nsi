; Cap palliatif : installation pour un utilisateur, sans droits d’administrateur. Silencieuse avec /S, ailleurs avec /D=DOSSIER.
Unicode true
!ifdef WINDOWS64
  Target amd64-unicode
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!define CLE "Software\Microsoft\Windows\CurrentVersion\Uninstall\CapPalliatif"
!define CHEMIN "Software\Microsoft\Windows\CurrentVersion\App Paths\cap-palliatif.exe"

Name "Cap palliatif"
OutFile "${SORTIE}"
RequestExecutionLevel user
ManifestDPIAware true
InstallDir "$LOCALAPPDATA\Programs\Cap palliatif"
InstallDirRegKey HKCU "${CLE}" "InstallLocation"
!ifdef RAPIDE
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif
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
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BANDEAU}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Cap palliatif.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Ouvrir Cap palliatif"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Le programme va être retiré de cet ordinateur. Vos situations, vos notes et vos réglages restent."
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"

; Qt n’a pas de place sur un Windows plus ancien : le dire avant de rien poser.
Function .onInit
  ${If} ${RunningX64}
  ${AndIf} ${AtLeastBuild} 17763
    Return
  ${EndIf}
  MessageBox MB_OK|MB_ICONSTOP "Cap palliatif demande Windows 10 (version 1809) ou plus récent, en 64 bits." /SD IDOK
  SetErrorLevel 6
  Quit
FunctionEnd

; Un programme ouvert tient ses fichiers : le dire, plutôt que de laisser deux versions mêlées.
!macro ESSAYER_FICHIER NOM
  ${If} ${FileExists} "$INSTDIR\${NOM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${NOM}" a
    ${If} ${Errors}
      StrCpy $1 "ouvert"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend
!macro REFUSER_SI_OUVERT UN
Function ${UN}RefuserSiOuvert
  essai:
  StrCpy $1 ""
  !insertmacro ESSAYER_FICHIER "Cap palliatif.exe"
  !insertmacro ESSAYER_FICHIER "cap-palliatif.exe"
  StrCmp $1 "" libre
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Cap palliatif est ouvert. Fermez sa fenêtre, puis choisissez Réessayer." /SD IDCANCEL IDRETRY essai
  SetErrorLevel 3
  Quit
  libre:
FunctionEnd
!macroend
!insertmacro REFUSER_SI_OUVERT ""
!insertmacro REFUSER_SI_OUVERT "un."

Section "Cap palliatif"
  Call RefuserSiOuvert
  ; La place d’abord : mieux vaut l’ancienne version que pas de version.
  ${GetRoot} "$INSTDIR" $0
  ${DriveSpace} "$0\" "/D=F /S=K" $1
  ${If} $1 < ${KILO}
    MessageBox MB_OK|MB_ICONSTOP "Il faut ${KILO} Kio libres sur $0 ; il y en a $1. Libérez de la place, puis recommencez." /SD IDOK
    SetErrorLevel 5
    Quit
  ${EndIf}
  ; Une version plus ancienne part, fichier par fichier ; les données de l’utilisateur sont ailleurs.
  ReadRegStr $1 HKCU "${CLE}" "InstallLocation"
  ${If} $1 != ""
  ${AndIf} ${FileExists} "$1\Desinstaller.exe"
    ExecWait '"$1\Desinstaller.exe" /S _?=$1' $2
    ${If} $2 = 3
      MessageBox MB_OK|MB_ICONEXCLAMATION "Cap palliatif est ouvert. Fermez sa fenêtre, puis recommencez." /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
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
