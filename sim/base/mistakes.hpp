// Collects the mistakes in a document, so that they are reported together.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/base/error.hpp"

namespace kairos {

class Mistakes {
 public:
  /// Runs an action and keeps the InputError that it throws, if any. Does nothing if enough
  /// mistakes have been found.
  template <class Action>
  void attempt(Action action) {
    if (found_.size() >= most) return;
    try {
      action();
    } catch (const InputError& error) {
      add(error);
    }
  }
  void add(const InputError& error);
  /// Throws the mistakes found, if any, in the order of their places and each of them once.
  void report();

 private:
  static constexpr std::size_t most = 10;
  std::vector<InputError> found_;
};

}  // namespace kairos
