#ifdef __EMSCRIPTEN__
// The page drives the app through the functions of bridge_web.cpp.
int main() { return 0; }
#else
#include "app/shell/desktop.h"

int main(int argc, char** argv) { return basin::runDesktop(argc, argv); }
#endif
