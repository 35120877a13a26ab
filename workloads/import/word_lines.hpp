// Reads text files of foreign formats line by line, as words between spaces.
#pragma once

#include <span>
#include <vector>

#include "workloads/readers/reader.hpp"

namespace kairos {

class WordLines {
 public:
  /// Throws InputError if the file is empty or not a text file.
  explicit WordLines(const Reader::Source& source);
  WordLines(const WordLines&) = delete;
  WordLines& operator=(const WordLines&) = delete;

  /// Moves to the next line that is neither blank nor a comment, which begins with #. Returns
  /// false at the end of the file.
  bool next();

  [[nodiscard]] std::span<const std::string_view> words() const { return words_; }
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] SourceLocation place() const { return {file_, number_, 1}; }
  [[nodiscard]] InputError error(const std::string& what) const { return {place(), what}; }

  /// A word of the line. Throws InputError that says what is missing if the line is too short.
  [[nodiscard]] std::string word(std::size_t position, const std::string& what) const;
  /// A word as a number that is zero or more; throws InputError for other words.
  [[nodiscard]] double number(std::size_t position, const std::string& what) const;
  /// A word as a whole number; throws InputError for other words.
  [[nodiscard]] std::size_t count(std::size_t position, const std::string& what) const;

 private:
  std::string text_;
  std::shared_ptr<const std::string> file_;
  std::size_t at_ = 0;
  int number_ = 0;
  std::string_view line_;
  std::vector<std::string_view> words_;
};

}  // namespace kairos
