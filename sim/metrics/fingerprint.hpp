// Computes the fingerprint of a run: a number that changes if the element, start or finish of any
// task changes.
#pragma once

#include "sim/base/random.hpp"
#include "sim/events/probe.hpp"

namespace kairos {

class Fingerprint final : public Probe {
 public:
  void observe(Time, Event event) override {
    const auto* finished = event.as<TaskFinished>();
    if (finished == nullptr) return;
    stir(static_cast<std::uint64_t>(finished->task.job) << 32 |
         static_cast<std::uint64_t>(finished->task.task));
    stir(static_cast<std::uint64_t>(finished->element));
    stir(static_cast<std::uint64_t>(finished->start.picoseconds()));
    stir(static_cast<std::uint64_t>(finished->finish.picoseconds()));
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskFinished>(); }
  [[nodiscard]] std::uint64_t value() const { return mix(value_); }

 private:
  void stir(std::uint64_t bits) {
    value_ = (value_ ^ bits) * 0x9e3779b97f4a7c15ULL;
    value_ ^= value_ >> 32;
  }
  std::uint64_t value_ = 0x6b6169726f73ULL;  // The text "kairos" in hexadecimal.
};

}  // namespace kairos
