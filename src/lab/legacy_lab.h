#pragma once

#include "lab/claim.h"
#include "lab/study_lab.h"

namespace basin {

/// Base of a lab that fills its frame by hand.
template <class Config>
class LabOf : public Lab {
 public:
  explicit LabOf(const Config& config) : config_(config) {}
  const void* study() const final { return nullptr; }
  void retune(const void* config) final {
    config_ = *static_cast<const Config*>(config);
    retuned();
  }

 protected:
  virtual void retuned() {}
  const Config& config() const { return config_; }

 private:
  Config config_;
};

template <class Config, class LabClass>
LabDef labDef(LabDef def) {
  def.newConfig = [] { return std::shared_ptr<void>(std::make_shared<Config>()); };
  def.make = [](const void* config, std::uint64_t seed) -> std::unique_ptr<Lab> {
    return std::make_unique<LabClass>(*static_cast<const Config*>(config), seed);
  };
  return def;
}

}  // namespace basin
