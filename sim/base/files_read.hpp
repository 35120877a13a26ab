// Which files were read, and what was in them: a run depends on their contents, not on their names.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace kairos {

/// Notes the files that the thread reads while this lives. Inside another one, both note them.
class FilesRead {
 public:
  FilesRead();
  ~FilesRead();
  FilesRead(const FilesRead&) = delete;
  FilesRead& operator=(const FilesRead&) = delete;

  /// The contents of each, by path.
  [[nodiscard]] const std::map<std::string, std::string>& contents() const { return contents_; }

 private:
  friend void note_file_read(const std::string& path, std::string_view contents);

  std::map<std::string, std::string> contents_;
  FilesRead* outer_;
};

/// Every function that reads a file for a model or a policy calls this.
void note_file_read(const std::string& path, std::string_view contents);

}  // namespace kairos
