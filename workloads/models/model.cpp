#include "workloads/models/model.hpp"

#include <algorithm>

namespace kairos {

Call Model::completed(Call call) const {
  constexpr std::int64_t usual_rows = 512;
  const ModelPhase phase = call.phase.value_or(phases().front());
  if (std::ranges::find(phases(), phase) == phases().end()) {
    std::vector<std::string> known;
    for (const ModelPhase each : phases()) known.push_back(name_of(each));
    throw InputError("this model has no phase '" + name_of(phase) + "'; use " + one_of(known));
  }
  call.phase = phase;
  const bool is_step = phase == ModelPhase::decode;
  if (call.rows == 0) call.rows = is_step ? 1 : usual_rows;
  if (phase != ModelPhase::prefill && !is_step) call.context = call.rows;  // There is no cache.
  if (call.context == 0) call.context = is_step ? std::max(usual_rows, call.rows) : call.rows;
  return call;
}

}  // namespace kairos
