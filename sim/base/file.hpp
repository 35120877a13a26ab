// Resolves the paths of files that a user names, and reads these files with a limit on their size.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sim/base/fields.hpp"

namespace kairos {

inline constexpr std::uintmax_t largest_file = 64U << 20U;

/// The contents of a regular file. Throws InputError if the file is absent, cannot be read, is a
/// folder, a pipe or a device, or is larger than `most`. The message names the file and, if given,
/// the place that asks for it.
std::string read_file(const std::filesystem::path& path, const SourceLocation& asked_by = {},
                      std::uintmax_t most = largest_file);

/// The contents of a text file that is not empty, without a byte-order mark, whose lines end
/// in a line feed.
std::string read_text_file(const std::filesystem::path& path, const SourceLocation& asked_by = {},
                           std::uintmax_t most = largest_file);

/// The bytes of a file as such a text. Throws InputError if they are not one; the message names the
/// file.
std::string text_of(std::string bytes, const std::filesystem::path& path,
                    const SourceLocation& asked_by = {});

/// The text without a byte-order mark, whose lines end in a line feed.
std::string plain_lines(std::string text);

/// True if a file or folder of that name exists. A name that is not a valid path does not exist.
bool is_there(const std::filesystem::path& path);

/// The absolute path that `text` means: relative paths start at the folder of the file of `place`.
std::filesystem::path anchored(const std::string& text, const SourceLocation& place);

/// The path of a file as a document gives it, relative to that document. It is written as an
/// absolute path, so that it names the same file in any other document.
struct FilePath {
  std::string text;
  SourceLocation place;

  [[nodiscard]] bool empty() const { return text.empty(); }
};

template <>
struct Codec<FilePath> {
  static void read(const Value& from, FilePath& to);
  static Value write(const FilePath& path);
  static Schema schema() { return {.kind = Schema::Kind::file}; }
};

/// True if the text is the path of a file of weights, not the name of one in the library: it
/// contains a slash or ends in `.weights`.
bool is_path(std::string_view text);

/// The name of a file in a library, or the path of such a file (see is_path).
struct LibraryFile {
  std::string text;
  SourceLocation place;
};

template <>
struct Codec<LibraryFile> {
  static void read(const Value& from, LibraryFile& to);
  static Value write(const LibraryFile& file);
  static Schema schema() { return {.kind = Schema::Kind::file}; }
};

}  // namespace kairos
