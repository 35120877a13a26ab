#include "sim/base/mistakes.hpp"

#include <algorithm>
#include <string_view>

namespace kairos {
namespace {

bool is_before(const InputError& a, const InputError& b) {
  const SourceLocation& left = a.place();
  const SourceLocation& right = b.place();
  if (left.file && right.file && *left.file != *right.file) return *left.file < *right.file;
  if (left.line != right.line) return left.line < right.line;
  return left.column < right.column;
}

bool is_same(const InputError& a, const InputError& b) {
  return std::string_view(a.what()) == b.what();
}

}  // namespace

void Mistakes::add(const InputError& error) {
  if (error.mistakes().empty()) {
    found_.push_back(error);
  } else {
    found_.insert(found_.end(), error.mistakes().begin(), error.mistakes().end());
  }
}

void Mistakes::report() {
  if (found_.empty()) return;
  std::ranges::stable_sort(found_, is_before);
  found_.erase(std::unique(found_.begin(), found_.end(), is_same), found_.end());
  if (found_.size() > most) found_.erase(found_.begin() + most, found_.end());
  if (found_.size() == 1) throw InputError(found_.front());
  throw InputError(found_);
}

}  // namespace kairos
