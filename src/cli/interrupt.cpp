#include "cli/interrupt.h"

#include <csignal>

namespace basin::cli {

namespace {

// A signal handler can reach nothing else.
volatile std::sig_atomic_t asked = 0;

void handle(int signal) {
  asked = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catchInterrupts() {
  std::signal(SIGINT, handle);
  std::signal(SIGTERM, handle);
  std::signal(SIGHUP, handle);
}

bool interrupted() { return asked != 0; }

}  // namespace basin::cli
