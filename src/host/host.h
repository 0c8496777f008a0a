#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>

#include "host/command.h"
#include "host/update.h"

namespace basin {

/// A session away from the screen. All members are called from the screen's thread and return at
/// once (the inline form excepted, which computes for at most 8 ms inside poll()).
class Host {
 public:
  virtual ~Host() = default;

  /// Hands over a command; order is kept.
  virtual void send(const Command& command) = 0;

  /// Fetches what is new since the last call: the newest frame (older ones are skipped), errors,
  /// progress. Returns false, leaving `out` alone, when nothing is new.
  virtual bool poll(Update& out) = 0;

  /// False once nothing can be computed here any more; the last Update said why.
  virtual bool alive() const { return true; }

  /// True while it computes or waits for the next paced step: the screen should keep polling.
  virtual bool busy() const = 0;

  /// Stops whatever is being computed between two steps. A worker that does not answer within
  /// half a second is replaced, and the session restored from its last frame.
  virtual void cancel() = 0;

  /// Worker form: bytes a worker posted to the page. Others ignore it.
  virtual void receive(std::span<const std::byte>) {}

  /// Worker form: the page saw the worker die; it is replaced and the session restored.
  virtual void lost() {}
};

/// The form this platform offers: a worker (web; where none is to be had the page runs the worker's
/// module on its own thread, a few milliseconds at a time) or a thread (native). `workerId` names
/// the worker in the page's messages (web only). `wake` may be called on any thread when poll() has
/// something new (thread form only; may be null).
std::unique_ptr<Host> makeHost(int workerId, std::function<void()> wake = nullptr);

/// Computes inside poll(), at most 8 ms a call.
std::unique_ptr<Host> makeInlineHost();

#ifndef __EMSCRIPTEN__
/// Computes on a thread of its own.
std::unique_ptr<Host> makeThreadHost(std::function<void()> wake = nullptr);
#else
/// Computes in a dedicated worker which the page starts; not alive when the page cannot start one.
std::unique_ptr<Host> makeWorkerHost(int workerId);
#endif

}  // namespace basin
