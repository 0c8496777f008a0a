#include "host/update.h"

#include "io/byte_stream.h"
#include "io/bytes.h"

namespace basin {

namespace {

constexpr std::uint32_t kUpdateTag = 0x01555342;  // "BSU" and version 1

void eachPart(auto& s, Either<Update> auto& u) {
  s.all(u.error, u.restoring, u.advancing, u.playing, u.stepsPerSecond, u.commands, u.frame);
}

}  // namespace

Update merged(Update older, Update newer) {
  if (!newer.frame) newer.frame = std::move(older.frame);
  if (newer.error.empty()) newer.error = std::move(older.error);
  return newer;
}

std::vector<std::byte> encodeUpdate(const Update& update) {
  ByteWriter writer;
  writer.all(kUpdateTag);
  eachPart(writer, update);
  return writer.take();
}

Result<Update> decodeUpdate(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  std::uint32_t tag = 0;
  Update update;
  reader.all(tag);
  if (!reader.ok() || tag != kUpdateTag) return Failure{"not an update of this version"};
  eachPart(reader, update);
  if (!reader.complete()) return Failure{"damaged update"};
  if (update.frame) {
    if (auto valid = validateFrame(*update.frame); !valid.ok()) return Failure{valid.error()};
  }
  return update;
}

}  // namespace basin
