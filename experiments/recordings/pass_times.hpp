// The measured processor times of a run's scheduling passes as a recording, so that other runs can
// use them instead of measuring.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "experiments/recordings/run_record.hpp"
#include "sim/decision/decision_time.hpp"

namespace kairos {

/// The value of Recording::kind.
inline constexpr const char* pass_times_recording = "passes";

/// Writes the times as compact bytes.
std::string bytes_of(const PassTimes& times);
/// Reads the bytes of bytes_of(). Throws InputError if they are damaged.
PassTimes pass_times_from(std::string_view bytes);

/// The times among the recordings of a run; null if the run has measured none.
std::shared_ptr<const PassTimes> pass_times_of(std::span<const Recording> recordings);

}  // namespace kairos
