// The command line: kairos VERB ...
#pragma once

namespace kairos {

/// Runs the program and returns its exit code: 0 success, 1 a run failed, the backends disagree
/// (crosscheck) or a row is outside its tolerance (reproduce), 2 invalid input, 70 internal error,
/// 128 + N interrupted by signal N.
int run_program(int argc, char** argv);

}  // namespace kairos
