/* python.exe for the rehearsal: loads python311.dll and hands over. */
#include <windows.h>
int wmain(int argc, wchar_t **argv) {
  HMODULE dll = LoadLibraryW(L"python311.dll");
  if (!dll) return 120;
  int (*entree)(int, wchar_t **) = (int (*)(int, wchar_t **))(void *)GetProcAddress(dll, "Py_Main");
  return entree ? entree(argc, argv) : 121;
}
