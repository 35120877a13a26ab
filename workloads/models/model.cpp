#include "workloads/models/model.hpp"

#include <algorithm>

namespace kairos {

/// Refuses a context that is longer than the positions allow. Contexts of sessions are rounded up
/// to whole blocks, so the engine checks them before.
void Model::refuse_long_contexts(const Call& call) const {
  const std::int64_t tokens = std::max(call.rows, call.context);
  const bool reads_text = *call.phase == ModelPhase::prefill || *call.phase == ModelPhase::decode;
  if (call.is_uniform || !reads_text || positions() == 0 || tokens <= positions()) return;
  throw InputError("the call has a context of " + std::to_string(tokens) +
                   " tokens, but the model has learned " + std::to_string(positions()) +
                   " positions; use a shorter context, or a model with more positions");
}

Call Model::completed(Call call) const {
  constexpr std::int64_t usual_rows = 512;
  const ModelPhase phase = call.phase.value_or(phases().front());
  if (std::ranges::find(phases(), phase) == phases().end()) {
    std::vector<std::string> known;
    for (const ModelPhase each : phases()) known.push_back(name_of(each));
    throw InputError("this model has no phase '" + name_of(phase) + "'; use " + one_of(known));
  }
  call.phase = phase;
  refuse_long_contexts(call);
  const bool is_step = phase == ModelPhase::decode;
  if (call.rows == 0) call.rows = is_step ? 1 : usual_rows;
  if (phase != ModelPhase::prefill && !is_step) call.context = call.rows;  // There is no cache.
  if (call.context == 0) call.context = is_step ? std::max(usual_rows, call.rows) : call.rows;
  return call;
}

}  // namespace kairos
