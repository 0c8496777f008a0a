#pragma once

namespace basin {

/// Runs the playground in a window of its own until it is closed; returns the exit status.
int runDesktop(int argc, char** argv);

}  // namespace basin
