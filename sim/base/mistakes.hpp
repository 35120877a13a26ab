// Gathers what is wrong in several places of a document, so that it is reported together.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/base/error.hpp"

namespace kairos {

class Mistakes {
 public:
  /// Does something that may throw an InputError and keeps that. Does nothing when the report is
  /// full.
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
  /// Throws what was found, if anything was: in the order of the places, each mistake once.
  void report();

 private:
  static constexpr std::size_t most = 10;
  std::vector<InputError> found_;
};

}  // namespace kairos
