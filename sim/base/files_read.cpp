#include "sim/base/files_read.hpp"

#include <utility>

namespace kairos {
namespace {

thread_local FilesRead* innermost = nullptr;

}  // namespace

FilesRead::FilesRead() : outer_(std::exchange(innermost, this)) {}

FilesRead::~FilesRead() {
  innermost = outer_;
}

void note_file_read(const std::string& path, std::string_view contents) {
  for (FilesRead* files = innermost; files != nullptr; files = files->outer_) {
    files->contents_.insert_or_assign(path, std::string(contents));
  }
}

}  // namespace kairos
