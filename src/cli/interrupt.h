#pragma once

namespace basin::cli {

/// From now on the first Ctrl-C (SIGINT), SIGTERM or SIGHUP only asks for an end, so that what was
/// computed so far is still written; the second one ends the process at once.
void catchInterrupts();

/// True when an end was asked for.
bool interrupted();

}  // namespace basin::cli
