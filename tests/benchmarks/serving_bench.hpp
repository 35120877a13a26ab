// Measures how fast a server of a language model is simulated.
#pragma once

namespace kairos {

/// The time of a run of 1,000 sessions, each with a prompt of 161 tokens in the mean and 200 tokens
/// of output, of a model of 32 layers in batches of up to 32 requests. Every layer is a task.
double serving_1000_sessions_s();

}  // namespace kairos
