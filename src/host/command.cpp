#include "host/command.h"

#include "io/byte_stream.h"

namespace basin {

namespace {

constexpr std::uint32_t kCommandTag = 0x01435342;  // "BSC" and version 1

}  // namespace

namespace command {

void eachField(auto& s, Either<Open> auto& c) {
  s.all(c.recipe);
}
void eachField(auto& s, Either<SetParam> auto& c) {
  s.all(c.param, c.value);
}
void eachField(auto& s, Either<SetSeed> auto& c) {
  s.all(c.seed);
}
void eachField(auto&, Either<Restart> auto&) {}
void eachField(auto& s, Either<PokeOutput> auto& c) {
  s.all(c.poke);
}
void eachField(auto& s, Either<ReadFile> auto& c) {
  s.all(c.text);
}
void eachField(auto& s, Either<Advance> auto& c) {
  s.all(c.steps);
}
void eachField(auto& s, Either<Play> auto& c) {
  s.all(c.stepsPerSecond);
}
void eachField(auto&, Either<Pause> auto&) {}
void eachField(auto&, Either<Ack> auto&) {}
void eachField(auto& s, Either<Watch> auto& c) {
  s.all(c.outputs);
}
void eachField(auto&, Either<Whole> auto&) {}
void eachField(auto&, Either<Close> auto&) {}

}  // namespace command

std::vector<std::byte> encodeCommand(const Command& command) {
  ByteWriter writer;
  writer.all(kCommandTag, command);
  return writer.take();
}

Result<Command> decodeCommand(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  std::uint32_t tag = 0;
  Command command;
  reader.all(tag);
  if (!reader.ok() || tag != kCommandTag) return Failure{"not a command of this version"};
  reader.all(command);
  if (!reader.complete()) return Failure{"damaged command"};
  return command;
}

}  // namespace basin
