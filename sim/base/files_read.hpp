// Records which files were read and their contents, because the result of a run depends on both.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace kairos {

/// Records the files that the current thread reads while this object lives. Objects may be nested;
/// then each of them records the file.
class FilesRead {
 public:
  FilesRead();
  ~FilesRead();
  FilesRead(const FilesRead&) = delete;
  FilesRead& operator=(const FilesRead&) = delete;

  /// The contents of the files, by path.
  [[nodiscard]] const std::map<std::string, std::string>& contents() const { return contents_; }

 private:
  friend void note_file_read(const std::string& path, std::string_view contents);

  std::map<std::string, std::string> contents_;
  FilesRead* outer_;
};

/// Must be called by every function that reads a file for a model or a policy.
void note_file_read(const std::string& path, std::string_view contents);

}  // namespace kairos
