// Files that a user names: their paths, and how they are read without waiting or filling the
// memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sim/base/fields.hpp"

namespace kairos {

inline constexpr std::uintmax_t largest_file = 64U << 20U;

/// The bytes of a regular file. Throws InputError, which names the file and, where it is given, the
/// place that asks for it: the file is absent, cannot be read, is a folder, a pipe or a device, or
/// is larger than `most`.
std::string read_file(const std::filesystem::path& path, const Place& asked_by = {},
                      std::uintmax_t most = largest_file);

/// The text of a file that is not empty, without a byte-order mark, every line ended by '\n' alone.
std::string read_text_file(const std::filesystem::path& path, const Place& asked_by = {},
                           std::uintmax_t most = largest_file);

/// The text without a byte-order mark, every line ended by '\n' alone.
std::string plain_lines(std::string text);

/// True when there is a file or folder of that name; a name that cannot be one is not there.
bool is_there(const std::filesystem::path& path);

/// The path that `text` means where it is written: absolute, or relative to the file of the place.
std::filesystem::path anchored(const std::string& text, const Place& place);

/// The path of a file as a document names it, relative to that document. Reads back as the same
/// path wherever it is written.
struct FilePath {
  std::string text;
  Place place;

  [[nodiscard]] bool empty() const { return text.empty(); }
};

template <>
struct Codec<FilePath> {
  static void read(const Value& from, FilePath& to);
  static Value write(const FilePath& path);
  static Shape shape() { return {.kind = Shape::Kind::file}; }
};

/// True for text that is the path of a file of weights, not the name of one in the library: it has
/// a slash or the ending `.weights`.
bool is_path(std::string_view text);

/// The name of something in a library, or the path of a file like it (see is_path).
struct LibraryFile {
  std::string text;
  Place place;
};

template <>
struct Codec<LibraryFile> {
  static void read(const Value& from, LibraryFile& to);
  static Value write(const LibraryFile& file);
  static Shape shape() { return {.kind = Shape::Kind::file}; }
};

}  // namespace kairos
